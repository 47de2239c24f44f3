using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;
using static Muster.Core.Majors.MajorWords;

namespace Muster.Core.Majors;

/// <summary>
/// A major incident from its declaration to the last action of its report: what each verb may do and what becomes of
/// it (BEHAVIOUR section 5). What time does by itself is in <see cref="MajorDeadlines"/>.
/// </summary>
internal static class Major
{
    /// <summary>What is wrong in what was said, whatever the state; null when nothing is.</summary>
    public static string? FaultOf(TicketState ticket, MajorCommand command, Instant now)
    {
        var major = ticket.Major ?? new MajorState();
        return command switch
        {
            { HappenedAt: { } happened } when happened > now => $"happenedAt {happened} is in the future",
            ChangeSeverity { Reason: null or "" } c when major.IsActive && IsLower(c.Severity, major.Severity) =>
                $"{c.Severity} is lower than {major.Severity}: a reason is needed for that",
            Majors.Decide { Until: { } until } when until <= now =>
                $"until {until} is not in the future; name a later instant at which to judge it, or leave it out",
            PostStatus { Next: { } next } when next <= now => $"next {next} is not in the future",
            PostStatus { Text: { } text } when string.IsNullOrWhiteSpace(text) => "text is empty",
            NoteOnTimeline { Text: var text } when string.IsNullOrWhiteSpace(text) => "text is empty",
            StateMilestone { Reason: null or "" } c
                when major.Stated(c.Milestone) is { } known && known != (c.HappenedAt ?? now) =>
                $"{c.Milestone.Name()} was stated as reached at {known}; a reason is needed to correct that",
            EndTask c when major.Task(c.Task) is null => $"there is no task {c.Task}",
            ChangeAction c when !IsKnown(c.Action, major.Actions.Length) =>
                $"action {c.Action} is none of the {major.Actions.Length}",
            ChangeAction { Status: ActionStatus.Done } c
                when string.IsNullOrWhiteSpace(c.Verification ?? major.Actions[c.Action - 1].Verification) =>
                $"verification is missing: say how it was seen that action {c.Action} works",
            AskWhy { Answers: { } why } when !IsKnown(why, major.Whys) => $"why {why} is none of the {major.Whys}",
            _ => null,
        };
    }

    /// <summary>True when everything would stay as it is (L1).</summary>
    public static bool ChangesNothing(TicketState ticket, MajorCommand command) => ticket.Major is { } major
        && command switch
        {
            AcceptCandidate => major.IsActive || major.ReportAcceptedAt is not null,
            RejectCandidate => major.Phase == MajorPhase.Rejected,
            SetBridge c => (c.Link ?? major.BridgeLink) == major.BridgeLink
                && (c.Channel ?? major.BridgeChannel) == major.BridgeChannel,
            ChangeSeverity c => major.IsActive && c.Severity == major.Severity,
            OfferRole c => Same(major.Role(c.Role, c.To)?.Offered, c.To) || Holds(major, c.Role, c.To),
            HandOverRole c => Same(major.Role(c.Role, c.To)?.Offered, c.To) || Holds(major, c.Role, c.To),
            AcceptRole c => Holds(major, c.Role, c.To ?? c.By),
            StateMilestone c => c.HappenedAt is { } at && major.Stated(c.Milestone) == at,
            Restore c => major.Phase == MajorPhase.Watched && Same(c.ConfirmedBy, major.ConfirmedBy),
            EndTask c => major.Task(c.Task) is { EndedAt: not null } task && task.Cancelled == c.Cancelled,
            ChangeAction c => major.Actions[c.Action - 1] is var action && action.Status == c.Status
                && (c.Verification is null || c.Verification == action.Verification),
            _ => false,
        };

    /// <summary>Why the state does not allow it, and what would; null where it does.</summary>
    public static string? Hindrance(TicketState ticket, MajorCommand command, Policy policy)
    {
        var major = ticket.Major ?? new MajorState();
        return command switch
        {
            AcceptCandidate when major.Phase == MajorPhase.StoodDown => null, // of its report
            AcceptCandidate or RejectCandidate => major.Phase == MajorPhase.Candidate
                ? null
                : $"{ticket.Id} is no candidate ({major.Phase.Name()}); declare makes a major incident of it",
            NoteOnTimeline or StateMilestone or AskWhy or AddLesson or AddAction or ChangeAction => null,
            PostStatus c => !major.WasDeclared ? NoMajor(ticket) : Stale(major, c, policy),
            Majors.Decide { Box: null } or AddTask or EndTask => major.WasDeclared ? null : NoMajor(ticket),
            _ when !major.IsActive => NoMajor(ticket),
            OfferRole c => HasOther(major, c.To, c.Role) ?? Taken(major, c.Role, c.To),
            HandOverRole c => HasOther(major, c.To, c.Role),
            AcceptRole { To: null, By: null } => "nobody is named who takes the role; say to or by",
            AcceptRole c => HasOther(major, (c.To ?? c.By)!, c.Role) ?? Kept(major, c.Role, (c.To ?? c.By)!),
            _ => null,
        };
    }

    public static void Do(Turn turn, MajorCommand command, bool forced)
    {
        if (command is AcceptCandidate && turn.Ticket.Major is not { Phase: MajorPhase.StoodDown })
        {
            Declare(turn, new DeclareMajor(turn.Ticket.Major?.Severity) { By = command.By }, forced);
            return;
        }
        var raised = command is ChangeSeverity c && IsLower(turn.Ticket.Major!.Severity, c.Severity);
        turn.Write(FactOf(turn, command) with { By = command.By, Forced = forced, HappenedAt = command.HappenedAt });
        if (command is Majors.Decide { Box: { } answer })
            FollowBox(turn, answer);
        else if (raised && turn.Ticket.Major!.BoxAnswerBy is not null)
            StartBox(turn); // that was the answer
    }

    /// <summary>Declares it and, where majors run by themselves, does what M3 asks for.</summary>
    public static void Declare(Turn turn, DeclareMajor command, bool forced)
    {
        var policy = turn.Policy.Majors;
        var (before, wasActive) = (turn.Ticket.Major, turn.Ticket.Major is { IsActive: true });
        var text = string.IsNullOrWhiteSpace(command.Text) ? null : command.Text;
        if (before is { Phase: MajorPhase.Watched })
        {
            turn.Write(new Relapsed(text ?? Relapsed.ByWord).Of(command, forced));
            text = null; // it is said
            if (command.Severity is null || command.Severity == before.Severity)
                return;
        }
        if (wasActive || !policy.RunsByItself)
        {
            turn.Write(new MajorDeclared(command.Severity, Text: text).Of(command, forced));
            return;
        }
        Resume(turn);
        // M2: unsure is the higher
        var severity = command.Severity
            ?? (before is { Phase: MajorPhase.Candidate } ? before.Severity : MajorWords.Highest);
        turn.Write(new MajorDeclared(severity, Text: text).Of(command, forced));
        Convene(turn, policy);
    }

    /// <summary>M1 declares by itself.</summary>
    public static void DeclareBecause(Turn turn, string severity, string reason)
    {
        Resume(turn);
        turn.Write(new MajorDeclared(severity, reason) { Rule = Rule.M1, Auto = true });
        Convene(turn, turn.Policy.Majors);
    }

    /// <summary>M7: what was watched is open again.</summary>
    public static void NoteRelapse(Turn turn, TicketState before)
    {
        if (turn.Policy.Majors.RunsByItself
            && before is { Major.Phase: MajorPhase.Watched, IsOpen: false } && turn.Ticket.IsOpen)
            turn.Write(new Relapsed("Reopened while it was watched") { Rule = Rule.M7, Auto = true });
    }

    /// <summary>How the stand-down looks in the log: with the instant of the review (M7).</summary>
    public static MajorStoodDown StoodDown(Turn turn) => new(
        turn.Policy.Majors is { RunsByItself: true } policy && turn.Ticket.Major is not null
            ? MajorReview.After(turn.Now, turn.Ticket.Agreement.Calendar, policy)
            : null);

    // M3: roles, bridge, the box and its task; people and other programs are told by what is written here
    private static void Convene(Turn turn, MajorPolicy policy)
    {
        foreach (var role in MajorWords.Team)
            MajorTeam.Offer(turn, role, Rule.M3);
        if (policy.BridgeLink is { } link)
            turn.Write(new BridgeOpened(link.Replace("{ticket}", turn.Ticket.Id.Value, StringComparison.Ordinal), null)
            {
                Rule = Rule.M3,
                Auto = true,
            });
        turn.Write(new TaskAdded(MajorTask.Diagnosis, "Rapid diagnosis", TechnicalLead, turn.Now + policy.Box)
        {
            Rule = Rule.M3,
            Auto = true,
        });
        StartBox(turn);
    }

    private static void Resume(Turn turn)
    {
        if (turn.Ticket.Status == TicketStatus.Pending)
            turn.Write(new TicketResumed { Rule = Rule.M3, Auto = true });
    }

    private static void StartBox(Turn turn)
    {
        if (turn.Policy.Majors.RunsByItself)
            turn.Write(new BoxStarted(turn.Now + turn.Policy.Majors.Box) { Rule = Rule.M3, Auto = true });
    }

    private static void FollowBox(Turn turn, BoxAnswer answer)
    {
        var major = turn.Ticket.Major!;
        if (!turn.Policy.Majors.RunsByItself)
            return;
        if (answer == BoxAnswer.Widen)
            MajorTeam.Widen(turn);
        if (answer == BoxAnswer.Raise && major.Severity != MajorWords.Highest)
            turn.Write(new SeverityChanged(major.Severity, OneUp(major.Severity), "Decided at the end of the diagnosis")
            {
                Rule = Rule.M3,
                Auto = true,
            });
        StartBox(turn);
    }

    private static MajorEvent FactOf(Turn turn, MajorCommand command)
    {
        var (ticket, now, policy) = (turn.Ticket, turn.Now, turn.Policy.Majors);
        var major = ticket.Major ?? new MajorState();
        return command switch
        {
            AcceptCandidate => new ReportAccepted(),
            RejectCandidate c => new CandidateRejected(c.Reason),
            SetBridge c => new BridgeOpened(c.Link, c.Channel),
            ChangeSeverity c => new SeverityChanged(major.Severity, c.Severity, c.Reason),
            OfferRole c => new RoleOffered(c.Role, c.To, null),
            HandOverRole c => new RoleOffered(c.Role, c.To, major.HolderOf(c.Role)),
            AcceptRole c => new RoleAccepted(c.Role, (c.To ?? c.By)!),
            PostStatus c => Post(major, c, now, policy),
            Majors.Decide c => new DecisionMade(
                major.Decisions.Length + 1, c.Text, c.Options, c.Reason, c.Effect, c.Until, c.Box),
            NoteOnTimeline c => new Noted(c.Text),
            AddTask c => new TaskAdded(major.NextTask, c.Text, c.To, c.Until),
            EndTask c => new TaskEnded(c.Task, c.Cancelled),
            StateMilestone c => new MilestoneStated(c.Milestone, c.HappenedAt ?? now, c.Reason, c.Text),
            Restore c => new ServiceRestored(c.ConfirmedBy, c.Text, now + policy.Watch),
            AskWhy c => new WhyStated(major.Whys + 1, c.Answers, c.Text, c.Evidence, c.Confidence),
            AddLesson c => new LessonAdded(c.WentWell, c.Text),
            AddAction c => new ActionAdded(
                major.Actions.Length + 1, c.Text, c.To, c.Until, c.Priority, c.Class, c.Horizon),
            ChangeAction c => new ActionChanged(c.Action, c.Status, c.Verification),
            _ => throw new System.Diagnostics.UnreachableException(command.GetType().Name),
        };
    }

    // M6
    private static StatusPosted Post(MajorState major, PostStatus command, Instant now, MajorPolicy policy)
    {
        var phase = command.Phase ?? major switch
        {
            { Phase: MajorPhase.StoodDown } => "resolved",
            { Phase: MajorPhase.Watched } => "monitoring",
            { LastPhase: { } last } => last,
            _ => major.At(Milestone.Diagnosed) is null ? "investigating" : "identified",
        };
        Instant? next = !major.IsActive || phase == "resolved" ? null
            : command.Next ?? now + policy.Of(major.Severity).Updates;
        return new StatusPosted(phase, command.Text ?? MajorNews.Draft(major)!, next);
    }

    // M6: an update with nothing new is refused; words that were not posted yet are new
    private static string? Stale(MajorState major, PostStatus command, Policy policy)
    {
        // where majors do nothing by themselves, what they told of it is no news either: what was posted is taken
        var saysNothing = policy.Majors.RunsByItself && Letters(command.Text) == Letters(major.LastStatus);
        if (major.News.IsEmpty && (command.Text is null || saysNothing))
            return "there is nothing new since the last update; note what has happened, or say it in text";
        return null;
    }

    private static string Letters(string? text) =>
        string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string NoMajor(TicketState ticket) => ticket.Major is { WasDeclared: true }
        ? $"the major incident of {ticket.Id} has been stood down; declare opens it again"
        : $"{ticket.Id} is no major incident; declare it first";

    private static string? HasOther(MajorState major, string person, string role) =>
        major.RoleOf(person) is { } other && other != role
            ? $"{person} is the {other} already; one person has one role: hand that over first"
            : null;

    private static string? Taken(MajorState major, string role, string to) =>
        role != MajorWords.Responder && major.HolderOf(role) is { } holder && !Same(holder, to)
            ? $"{holder} is the {role}; handover passes it on"
            : null;

    // M4: a role that somebody has is taken from them only by whom they hand it to
    private static string? Kept(MajorState major, string role, string who) =>
        role != MajorWords.Responder && major.Role(role) is { Holder: { } holder } held && !Same(held.Offered, who)
            ? $"{holder} is the {role}; handover passes it on"
            : null;

    private static bool Holds(MajorState major, string role, string? person) =>
        person is not null && Same(major.Role(role, person)?.Holder, person)
        && major.Role(role, person)!.Offered is null;

    private static bool IsKnown(int number, int count) => number >= 1 && number <= count;

    private static string OneUp(string severity) => Severities[Severities.IndexOf(severity) - 1];
}
