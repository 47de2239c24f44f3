using System.Globalization;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Server.Access;

namespace Muster.Server.Pages;

/// <summary>The forms of a room and of its report: what may be said to the major incident as it stands.</summary>
/// <param name="role">Of whoever looks.</param>
/// <param name="who">Whoever looks, by the name under which they speak.</param>
public sealed class RoomForms(TicketState ticket, Roles role, string? who)
{
    private readonly MajorState major = ticket.Major ?? new MajorState();

    /// <summary>A new one: the fields of a ticket, and how severe it is.</summary>
    public static VerbChoice Declaring()
    {
        var opening = VerbChoice.Asking("open", "title!", "service", "description");
        return opening with
        {
            Id = "declare",
            Name = "Declare a major incident",
            Fields = [opening.Fields[0], .. VerbChoice.FieldsOf("declare"), .. opening.Fields.Skip(1)],
            AccessKey = "n",
        };
    }

    public bool May(string verb) => (Permissions.AllowedTo(verb) & role) != 0;

    private bool MayIn(string verb, bool isTime) => May(verb) && isTime;

    public VerbChoice? Declare => MayIn("declare", !major.IsActive && major.Phase != MajorPhase.Candidate)
        ? VerbChoice.Of("declare") with { Name = major.WasDeclared ? "Declare it again" : "Declare" }
        : null;

    public VerbChoice? Accept => MayIn("accept", major.Phase == MajorPhase.Candidate)
        ? Plain("accept", "Yes, it is a major incident")
        : null;

    /// <summary>Once it is over, accept is said of its report.</summary>
    public VerbChoice? AcceptReport =>
        MayIn("accept", major is { Phase: MajorPhase.StoodDown, ReportAcceptedAt: null })
            ? Plain("accept", "Accept the report") with { Id = "accept-report" }
            : null;

    public VerbChoice? Reject => MayIn("reject", major.Phase == MajorPhase.Candidate)
        ? VerbChoice.Asking("reject", "reason") with { Name = "No, it is none" }
        : null;

    /// <summary>The answers to what the end of the box asks; none while nothing is asked.</summary>
    public IEnumerable<VerbChoice> Box => !MayIn("decide", major.BoxAnswerBy is not null) ? [] :
    [
        Answer("go-on", "Go on", "Go on with the diagnosis"),
        Answer("widen", "Widen the team", "Widen the team"),
        .. major.Severity == MajorWords.Highest ? (VerbChoice[])[]
            : [Answer("raise", "Raise the severity", "Raise the severity")],
    ];

    public VerbChoice? Post => MayIn("post", major.WasDeclared)
        ? VerbChoice.Asking("post", "text", "phase", "next") with
        {
            Name = "Post the update",
            AccessKey = "u",
            Preset = MajorNews.Draft(major) is { } draft ? new Dictionary<string, string> { ["text"] = draft } : [],
        }
        : null;

    public VerbChoice? Note => May("note")
        ? VerbChoice.Asking("note", "text", "happenedAt") with { Name = "Add to the timeline", AccessKey = "n" }
        : null;

    public VerbChoice? Decision => MayIn("decide", major.WasDeclared)
        ? VerbChoice.Asking("decide", "text", "options", "reason", "effect", "until", "happenedAt") with
        {
            Name = "Decide",
            AccessKey = "c",
        }
        : null;

    public VerbChoice? Task => MayIn("task", major.WasDeclared)
        ? VerbChoice.Asking("task", "text!", "to", "until") with { Name = "Add a task", AccessKey = "t" }
        : null;

    /// <summary>Ends an open task, done or not to be done.</summary>
    public IEnumerable<VerbChoice> Ends(MajorTask task) =>
        !MayIn("task", task.EndedAt is null && major.WasDeclared) ? []
        : [Ended(task, "done", "Done"), Ended(task, "cancelled", "Cancel")];

    /// <summary>Takes a role that is free, for whom it was offered to or for whoever looks.</summary>
    public IEnumerable<VerbChoice> Takes(RoleHolding held)
    {
        if (!MayIn("accept-role", major.IsActive))
            yield break;
        if (held.Offered is { } asked)
            yield return Taken(held.Role, asked, IsMe(asked) ? "Accept" : $"Accept for {asked}");
        if (held.Holder is null && who is not null && !IsMe(held.Offered) && major.RoleOf(who) is null)
            yield return Taken(held.Role, who, "Take it");
    }

    /// <summary>The verbs that stand in a list of their own, to be opened.</summary>
    public IEnumerable<VerbChoice> Further =>
    [
        .. On("role", major.IsActive, "Offer a role", "o", "role", "to"),
        .. On("handover", major.IsActive && major.Roles.Any(held => held.Holder is not null), "Hand a role over", "h",
            "role", "to"),
        .. On("bridge", major.IsActive, "Set the bridge", "b", "link", "channel"),
        .. On("severity", major.IsActive, "Change the severity", "v", "severity", "reason"),
        .. On("restore", major.Phase == MajorPhase.Declared, "Restored", "r", "confirmedBy", "text", "happenedAt"),
        .. On("milestone", true, "State a milestone", "m", "milestone", "happenedAt", "reason"),
        .. May("impact") ? [VerbChoice.Of("impact") with { Name = "State the impact", AccessKey = "i" }]
            : (VerbChoice[])[],
    ];

    public VerbChoice? StandDown => MayIn("stand-down", major.IsActive) ? Plain("stand-down", "Stand down") : null;

    /// <summary>A claim under another, or the first where it is null.</summary>
    public VerbChoice? Why(int? under) => !May("why") ? null
        : VerbChoice.Asking("why", "text", "evidence", "confidence") with
        {
            Id = under is { } number ? string.Create(CultureInfo.InvariantCulture, $"why-{number}") : "why",
            Name = under is null ? "Add a claim" : "Add why",
            Fixed = under is { } of ? Said(("why", $"{of}")) : [],
            AccessKey = under is null ? "w" : null,
        };

    public VerbChoice? Lesson => May("lesson")
        ? VerbChoice.Asking("lesson", "kind", "text") with { Name = "Add a lesson", AccessKey = "l" }
        : null;

    public VerbChoice? Impact => May("impact")
        ? VerbChoice.Of("impact") with
        {
            Name = "State summary, cause and impact",
            AccessKey = "i",
            // the two that the report begins with come first
            Fields = [.. VerbChoice.FieldsOf("impact").OrderByDescending(each => each.Name is "summary" or "cause")],
        }
        : null;

    public VerbChoice? Action => May("action")
        ? VerbChoice.Asking("action", "text!", "to", "until", "priority", "class", "horizon") with
        {
            Name = "Add an action",
            AccessKey = "a",
        }
        : null;

    public VerbChoice? Verify(ActionItem action) => !MayIn("action", action.Status == ActionStatus.Open) ? null
        : VerbChoice.Asking("action", "verification!") with
        {
            Id = $"action-{action.Number}-done",
            Name = "Done",
            About = $"Done: action {action.Number}",
            Fixed = Said(("action", $"{action.Number}"), ("state", "done")),
        };

    public VerbChoice? Drop(ActionItem action) => !MayIn("action", action.Status == ActionStatus.Open) ? null
        : VerbChoice.Asking("action") with
        {
            Id = $"action-{action.Number}-cancelled",
            Name = "Cancel",
            About = $"Cancel action {action.Number}",
            Fixed = Said(("action", $"{action.Number}"), ("state", "cancelled")),
        };

    public VerbChoice? TimeOf(Milestone milestone) => !May("milestone") ? null
        : VerbChoice.Asking("milestone", "happenedAt", "reason") with
        {
            Id = $"milestone-{milestone.Name()}",
            Name = major.At(milestone) is null ? "State" : "Correct",
            About = $"{(major.At(milestone) is null ? "State" : "Correct")} when: {milestone.Name()}",
            Fixed = Said(("milestone", milestone.Name())),
        };

    private VerbChoice[] On(string verb, bool isTime, string name, string key, params string[] fields) =>
        MayIn(verb, isTime) ? [VerbChoice.Asking(verb, fields) with { Name = name, AccessKey = key }] : [];

    private static VerbChoice Plain(string verb, string name) => VerbChoice.Asking(verb) with { Name = name };

    private static VerbChoice Answer(string box, string name, string text) => VerbChoice.Asking("decide") with
    {
        Id = $"box-{box}",
        Name = name,
        Fixed = Said(("box", box), ("text", text)),
    };

    private static VerbChoice Ended(MajorTask task, string state, string name) => VerbChoice.Asking("task") with
    {
        Id = $"task-{task.Number}-{state}",
        Name = name,
        About = $"{name}: {task.Text}",
        Fixed = Said(("task", $"{task.Number}"), ("state", state)),
    };

    private static VerbChoice Taken(string role, string person, string name) => VerbChoice.Asking("accept-role") with
    {
        Id = $"take-{role}-{person}",
        Name = name,
        About = $"{name}: {role}",
        Fixed = Said(("role", role), ("to", person)),
    };

    private bool IsMe(string? person) => string.Equals(person, who, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Said(params (string Name, string Value)[] fields) =>
        fields.ToDictionary(field => field.Name, field => field.Value);
}
