using Muster.Core.Majors;
using static Muster.Core.Tickets.TicketStatus;

namespace Muster.Core.Tickets;

/// <summary>
/// The verbs by name: the same word in a replay log, an HTTP path, a command line and an audit entry.
/// </summary>
public static class Verbs
{
    private static readonly string[] Anywhere =
        ["acknowledge", "prioritise", "ask", "link", "unlink", "tag", "snooze", "escalate"];

    private static readonly string[] Always = ["update", "reply", "impact", "declare", "stand-down"];

    /// <summary>What is said to a major incident, and to what its report is made of.</summary>
    public static IReadOnlyList<string> OfMajors { get; } =
    [
        "accept", "reject", "severity", "bridge", "role", "accept-role", "handover", "post", "decide", "note", "task",
        "milestone", "restore", "why", "lesson", "action",
    ];

    /// <summary>All verbs that a replay log takes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "open", "triage", "assign", "start", "hold", "resume", "resolve", "close", "reopen", "merge",
        .. Anywhere, .. Always, .. OfMajors,
    ];

    /// <summary>What only a running server is asked for: no line of a log says it.</summary>
    public static IReadOnlyList<string> Served { get; } = ["rebase", "correct"];

    public static string Of(TicketCommand command) => command switch
    {
        OpenTicket => "open",
        TriageTicket => "triage",
        AssignTicket => "assign",
        StartWork => "start",
        UpdateTicket => "update",
        AskRequester => "ask",
        ReplyToTicket => "reply",
        HoldTicket => "hold",
        ResumeTicket => "resume",
        ResolveTicket => "resolve",
        CloseTicket => "close",
        ReopenTicket => "reopen",
        AcknowledgeTicket => "acknowledge",
        PrioritiseTicket => "prioritise",
        LinkTicket => "link",
        UnlinkTicket => "unlink",
        MergeTicket => "merge",
        TagTicket => "tag",
        SnoozeTicket => "snooze",
        EscalateTicket => "escalate",
        StateImpact => "impact",
        DeclareMajor => "declare",
        StandDown => "stand-down",
        RebaseClocks => "rebase",
        CorrectTime => "correct",
        MajorCommand major => Of(major),
        _ => throw new System.Diagnostics.UnreachableException(command.GetType().Name),
    };

    private static string Of(MajorCommand command) => command switch
    {
        AcceptCandidate => "accept",
        RejectCandidate => "reject",
        ChangeSeverity => "severity",
        SetBridge => "bridge",
        OfferRole => "role",
        AcceptRole => "accept-role",
        HandOverRole => "handover",
        PostStatus => "post",
        Decide => "decide",
        NoteOnTimeline => "note",
        AddTask or EndTask => "task",
        StateMilestone => "milestone",
        Restore => "restore",
        AskWhy => "why",
        AddLesson => "lesson",
        AddAction or ChangeAction => "action",
        _ => throw new System.Diagnostics.UnreachableException(command.GetType().Name),
    };

    /// <summary>The verbs that the table of section 2 lists for a state, and those that every state allows.</summary>
    public static IEnumerable<string> AllowedIn(TicketStatus status)
    {
        string[] own = status switch
        {
            New => ["triage", "assign", "start", "hold", "resolve", "close", "merge"],
            Triaged or Assigned or Reopened => ["assign", "start", "hold", "resolve", "close", "merge"],
            InProgress => ["assign", "hold", "resolve", "close", "merge"],
            Pending => ["assign", "hold", "resume", "resolve", "close", "merge"],
            Resolved => ["close", "reopen"],
            _ => ["reopen"],
        };
        return status == Closed ? [.. own, .. Always] : [.. own, .. Anywhere, .. Always];
    }
}
