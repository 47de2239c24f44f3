using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>A value and the facts that say so, by their numbers in the ticket's story, from 1.</summary>
public readonly record struct Cited<T>(T Value, ImmutableArray<long> Facts);

/// <summary>The parts of a report, in its order.</summary>
public enum ReportPart
{
    Summary,
    Impact,
    Timeline,
    RootCause,
    Whys,
    Lessons,
    Actions,
    Prevention,
    Metrics,
}

/// <summary>What the report needs and no fact says (R1).</summary>
/// <param name="About">A name within the part, such as <c>dataLoss</c>; of an action its number.</param>
public sealed record OpenQuestion(ReportPart Part, string About, string Text);

/// <summary>One line of the report's timeline.</summary>
public sealed record ReportRow(Instant At, string Text, long Fact);

/// <summary>A claim of the five whys, after the one that it explains.</summary>
/// <param name="Explains">The number of the row that it explains; null for the first.</param>
/// <param name="Question">As it was asked; null where the claim stands alone.</param>
/// <param name="Claim">Empty where the question has no answer yet.</param>
/// <param name="IsClosing">It asks nothing more and closes a chain of questions: a root cause.</param>
public sealed record ReportWhy(
    int Number, int? Explains, string? Question, string Claim, string? Evidence, Confidence? Confidence, long Fact,
    bool IsClosing);

/// <param name="Facts">The fact that added it, then the latest that changed it.</param>
public sealed record ReportAction(ActionItem Item, ImmutableArray<long> Facts)
{
    /// <summary>It stands in the table of what somebody has to do; a mere measure has neither owner nor date.</summary>
    public bool IsTask => Item is { To: not null } or { Until: not null } or { Priority: not null }
        or { Horizon: null };
}

/// <summary>
/// The post-incident report of a ticket (R1): what its facts say, each citing them, and a question for all that none
/// says. Nothing in it is made up; the words around it are the template's.
/// </summary>
public sealed class IncidentReport
{
    /// <summary>Rows of the timeline that a report shows; further ones are counted.</summary>
    public const int MostRows = 2_000;

    private IncidentReport(MajorAccount account, Instant draftedAt)
    {
        Account = account;
        DraftedAt = account.Major.ReportAcceptedAt ?? draftedAt;
        Impact = ImpactOf(account);
        Summary = Text("summary");
        Cause = Text("cause");
        (Timeline, LeftOut) = ReportTimeline.Of(account, MostRows);
        Whys = ReportWhys.Of(account.Whys);
        Actions = ActionsOf(account);
        Lessons = [.. account.Lessons.Select(each =>
            new Cited<LessonAdded>(each.Lesson, [each.Entry.Number]))];
        Acceptance = Major.ReportAcceptedAt is null ? null
            : account.Of<ReportAccepted>().Select(each => each.Entry).LastOrDefault();
        Questions = [.. ReportQuestions.Of(this)];
    }

    public MajorAccount Account { get; }

    public TicketState Ticket => Account.Ticket;

    public MajorState Major => Account.Major;

    /// <summary>When a person accepted it; as long as nobody has, when it was drafted.</summary>
    public Instant DraftedAt { get; }

    /// <summary>Who accepted it and when; null while it is a draft.</summary>
    public TimelineEntry? Acceptance { get; }

    public bool IsDraft => Acceptance is null;

    /// <summary>Null for a ticket that was never declared a major incident.</summary>
    public string? Severity => Major.WasDeclared ? Major.Severity : Ticket.Severity;

    /// <summary>
    /// The ticket's state once it has ended; until then what the procedure says of a major that is restored or over.
    /// </summary>
    public string Status => (Ticket.IsOpen, Major.Phase) switch
    {
        (true, MajorPhase.StoodDown) => $"{TicketStatus.Resolved}",
        (true, MajorPhase.Watched) => "Monitoring",
        _ => $"{Ticket.Status}",
    };

    /// <summary>The day on which it began, as far as that is known, in UTC.</summary>
    public LocalDate On =>
        (Major.At(Milestone.Started) ?? Major.DeclaredAt ?? Ticket.OpenedAt).InUtc().Date;

    /// <summary>What was said of its impact, the latest word of each, in the order of first saying.</summary>
    public ImmutableArray<Cited<ImpactFact>> Impact { get; }

    public Cited<string>? Summary { get; }

    public Cited<string>? Cause { get; }

    public ImmutableArray<ReportRow> Timeline { get; }

    /// <summary>How many rows the timeline has beyond those.</summary>
    public int LeftOut { get; }

    /// <summary>Each after the claim that it explains.</summary>
    public ImmutableArray<ReportWhy> Whys { get; }

    public ImmutableArray<Cited<LessonAdded>> Lessons { get; }

    public ImmutableArray<ReportAction> Actions { get; }

    public MajorMetrics Metrics => Account.Metrics;

    public ImmutableArray<OpenQuestion> Questions { get; }

    /// <summary>
    /// What all explanations come down to: the claims that close a chain, or, where none does, those that nothing
    /// explains.
    /// </summary>
    public IEnumerable<ReportWhy> RootCauses
    {
        get
        {
            var explained = Whys.Select(why => why.Explains).ToHashSet();
            return Whys.Any(why => why.IsClosing)
                ? Whys.Where(why => why.IsClosing)
                : Whys.Where(why => why.Claim.Length > 0 && !explained.Contains(why.Number));
        }
    }

    /// <param name="draftedAt">Stands in it as long as nobody has accepted it.</param>
    public static IncidentReport Of(MajorAccount account, Instant draftedAt) => new(account, draftedAt);

    public Cited<ImpactFact>? Said(string name)
    {
        foreach (var said in Impact)
        {
            if (said.Value.Name == name)
                return said;
        }
        return null;
    }

    /// <summary>The question about it; null where it is known.</summary>
    public string? QuestionOf(ReportPart part, string about) =>
        Questions.FirstOrDefault(question => question.Part == part && question.About == about)?.Text;

    /// <summary>The facts that say when a milestone was reached; empty where it was derived from the opening.</summary>
    public ImmutableArray<long> FactsOf(Milestone milestone) => Major.At(milestone) is { } at
        && ReportTimeline.FactAt(Account, milestone, at) is { } fact ? [fact] : [];

    private Cited<string>? Text(string name) => Said(name) is { } said
        && ImpactText.Of(said.Value) is { Length: > 0 } text ? new Cited<string>(text, said.Facts) : null;

    private static ImmutableArray<Cited<ImpactFact>> ImpactOf(MajorAccount account)
    {
        var latest = new Dictionary<string, long>();
        foreach (var entry in account.Recorded)
        {
            if (entry.Fact is TicketOpened { AffectedUsers: not null })
                latest["affectedUsers"] = entry.Number;
            else if (entry.Fact is ImpactStated stated)
            {
                foreach (var fact in stated.Facts)
                    latest[fact.Name] = entry.Number;
            }
        }
        return
        [
            .. account.Ticket.Impact.Select(fact => new Cited<ImpactFact>(
                fact, latest.TryGetValue(fact.Name, out var number) ? [number] : [])),
        ];
    }

    private static ImmutableArray<ReportAction> ActionsOf(MajorAccount account)
    {
        var added = account.Of<ActionAdded>().ToDictionary(each => each.Fact.Number, each => each.Entry.Number);
        var changed = new Dictionary<int, long>();
        foreach (var (fact, entry) in account.Of<ActionChanged>())
            changed[fact.Number] = entry.Number;
        return
        [
            .. account.Major.Actions.Select(action => new ReportAction(
                action,
                [
                    .. added.TryGetValue(action.Number, out var first) ? [first] : Array.Empty<long>(),
                    .. changed.TryGetValue(action.Number, out var last) ? [last] : Array.Empty<long>(),
                ])),
        ];
    }
}
