using System.Collections.Immutable;
using System.Globalization;
using Muster.Core.Majors;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Files.Templates;
using NodaTime;
using NodaTime.Text;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace Muster.Files.Reports;

/// <summary>A report as its template is given it: words with their facts, and questions in the place of what is
/// missing. All times are UTC.</summary>
internal static class ReportValues
{
    private const string Author = "incident-coordinator";
    private const string Nothing = "–";

    private static readonly InstantPattern Clock = InstantPattern.CreateWithInvariantCulture("HH:mm");
    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");
    private static readonly LocalDatePattern Day = LocalDatePattern.Iso;

    public static Dictionary<string, object?> Of(IncidentReport report) => new(StringComparer.Ordinal)
    {
        ["draft"] = Draft(report),
        ["title"] = string.IsNullOrWhiteSpace(report.Ticket.Title)
            ? Asked(report, ReportPart.Summary, "title") : report.Ticket.Title,
        ["id"] = report.Ticket.Id.Value,
        ["severity"] = report.Severity is { } severity ? Name(severity) : Asked(report, ReportPart.Summary, "severity"),
        ["status"] = report.Status == nameof(TicketStatus.InProgress) ? "In Progress" : report.Status,
        ["date"] = Day.Format(report.On),
        ["summary"] = Said(report.Summary) ?? Asked(report, ReportPart.Summary, "summary"),
        ["affected_users"] = Impact(report, "affectedUsers", ImpactText.Count),
        ["affected_share"] = Impact(report, "affectedShare", fact => Share(ImpactText.Share(fact))),
        ["duration"] = Lasted(report),
        ["systems"] = report.Said("systems") is { } systems
            ? new ReportText(ImpactText.Of(systems.Value), systems.Facts) : null,
        ["business"] = Business(report),
        ["data_loss"] = Impact(report, "dataLoss", ImpactText.Loss),
        ["timeline"] = Rows(report.Timeline.Select(row => Row(
            ("time", Time(row.At, report)), ("event", new ReportText(row.Text, [row.Fact]))))),
        ["left_out"] = report.LeftOut == 0 ? null : report.LeftOut,
        ["cause"] = Said(report.Cause) ?? Asked(report, ReportPart.RootCause, "cause"),
        ["whys"] = Whys(report),
        ["root_causes"] = Rows(report.RootCauses.Select(why =>
            Row(("text", new ReportText(why.Claim, [why.Fact]))))),
        ["well"] = Lessons(report, wentWell: true),
        ["improve"] = Lessons(report, wentWell: false),
        ["actions"] = Actions(report),
        ["short_term"] = Measures(report, Horizon.Short),
        ["medium_term"] = Measures(report, Horizon.Medium),
        ["long_term"] = Measures(report, Horizon.Long),
        ["metrics"] = ReportMetrics.Rows(report),
        ["author"] = Author,
        ["drafted"] = Minute.Format(report.DraftedAt),
        ["accepted_by"] = report.Acceptance is { Fact.By: { } by } acceptance
            ? new ReportText(by, [acceptance.Number]) : null,
    };

    /// <summary>Hours and minutes in full, cut to the minute; under a minute in seconds.</summary>
    public static string Spell(Duration duration)
    {
        if (duration < Duration.FromMinutes(1))
            return Counted((long)duration.TotalSeconds, "second");
        var (hours, minutes) = ((long)duration.TotalHours, (long)duration.TotalMinutes % 60);
        return hours == 0 ? Counted(minutes, "minute")
            : minutes == 0 ? Counted(hours, "hour")
            : $"{Counted(hours, "hour")} {Counted(minutes, "minute")}";
    }

    internal static Row Row(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var row = new Dictionary<string, object?>(values.Length, StringComparer.Ordinal);
        foreach (var (name, value) in values)
            row.Add(name, value);
        return row;
    }

    internal static IReadOnlyList<Row> Rows(IEnumerable<Row> rows) => [.. rows];

    private static string? Draft(IncidentReport report) => (report.IsDraft, report.Questions.Length) switch
    {
        (false, 0) => null,
        (false, var open) => $"{Counted(open, "open question")}.",
        (true, 0) => "Draft: no open questions.",
        (true, var open) => $"Draft: {Counted(open, "open question")}.",
    };

    private static string Counted(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {one}{(count == 1 ? "" : "s")}");

    private static string Name(string severity) => severity switch
    {
        "SEV-1" => "SEV-1 (Critical)",
        "SEV-2" => "SEV-2 (Major)",
        "SEV-3" => "SEV-3 (Minor)",
        _ => severity,
    };

    private static string Time(Instant at, IncidentReport report) =>
        at.InUtc().Date == report.On ? Clock.Format(at) : Minute.Format(at);

    private static ReportText? Said(Cited<string>? said) =>
        said is { } known ? new ReportText(known.Value, known.Facts) : null;

    private static ReportText Asked(IncidentReport report, ReportPart part, string about) =>
        ReportText.Asked(report.QuestionOf(part, about)!);

    private static ReportText Impact(IncidentReport report, string name, Func<ImpactFact, string> words) =>
        report.Said(name) is { } said
            ? new ReportText(words(said.Value), said.Facts)
            : Asked(report, ReportPart.Impact, name);

    private static string Share(string share) => share.EndsWith('%') ? $"{share} of user base" : share;

    private static ReportText Lasted(IncidentReport report) => report.Metrics.Downtime is { } downtime
        ? new ReportText(
            Spell(downtime), [.. report.FactsOf(Milestone.Started), .. report.FactsOf(Milestone.Resolved)])
        : Asked(
            report, ReportPart.Impact, report.Major.At(Milestone.Started) is null ? "started" : "resolved");

    private static List<Row> Business(IncidentReport report)
    {
        var lines = new List<Row>();
        if (report.Said("revenue") is { } revenue)
            Add(decimal.TryParse(ImpactText.Of(revenue.Value), CultureInfo.InvariantCulture, out var sum)
                ? string.Create(CultureInfo.InvariantCulture, $"Estimated revenue loss: {sum:#,0.##}")
                : ImpactText.Of(revenue.Value), revenue.Facts);
        if (report.Said("tickets") is { } tickets)
            Add($"{ImpactText.Count(tickets.Value)} support tickets opened", tickets.Facts);
        if (report.Said("business") is { } business)
        {
            foreach (var line in ImpactText.Lines(business.Value))
                Add(line, business.Facts);
        }
        if (lines.Count == 0)
            lines.Add(Row(("text", Asked(report, ReportPart.Impact, "business"))));
        return lines;

        void Add(string text, ImmutableArray<long> facts) => lines.Add(Row(("text", new ReportText(text, facts))));
    }

    private static IReadOnlyList<Row> Whys(IncidentReport report)
    {
        if (report.Whys.IsEmpty)
            return [Row(
                ("number", 1), ("question", "Why?"), ("claim", Asked(report, ReportPart.Whys, "whys")),
                ("explains", null), ("confidence", null), ("evidence", null))];
        return Rows(report.Whys.Where(why => !why.IsClosing).Select(why => Row(
            ("number", why.Number),
            ("question", why.Question ?? (why.Explains is { } of
                ? $"Why: {report.Whys[of - 1].Claim}?" : "Why did it happen?")),
            ("claim", why.Claim.Length == 0 ? ReportText.Asked(why.Question!) : new ReportText(why.Claim, [why.Fact])),
            ("explains", why.Explains is { } explained && explained != why.Number - 1 ? explained : null),
            ("confidence", why.Confidence?.ToString().ToLowerInvariant()),
            ("evidence", why.Evidence is { Length: > 0 } evidence ? new ReportText(evidence, [why.Fact]) : null))));
    }

    private static IReadOnlyList<Row> Lessons(IncidentReport report, bool wentWell)
    {
        var lessons = Rows(report.Lessons.Where(lesson => lesson.Value.WentWell == wentWell)
            .Select(lesson => Row(("text", new ReportText(lesson.Value.Text, lesson.Facts)))));
        return lessons.Count > 0 ? lessons
            : [Row(("text", Asked(report, ReportPart.Lessons, wentWell ? "well" : "improve")))];
    }

    private static IReadOnlyList<Row> Actions(IncidentReport report)
    {
        var tasks = Rows(report.Actions.Where(action => action.IsTask).Select(action => Row(
            ("text", new ReportText(action.Item.Text, action.Facts)),
            ("owner", action.Item.To ?? Nothing),
            ("deadline", action.Item.Until is { } until ? Day.Format(until.InUtc().Date) : Nothing),
            ("priority", action.Item.Priority?.ToString() ?? Nothing),
            // the list of measures tells it where it stands there
            ("state", action.Item.Horizon is null ? State(action.Item) : null))));
        return tasks.Count > 0 ? tasks : [Row(
            ("text", Asked(report, ReportPart.Actions, "actions")), ("owner", Nothing), ("deadline", Nothing),
            ("priority", Nothing), ("state", null))];
    }

    private static IReadOnlyList<Row> Measures(IncidentReport report, Horizon horizon)
    {
        var measures = Rows(report.Actions.Where(action => action.Item.Horizon == horizon).Select(action => Row(
            ("done", action.Item.Status == ActionStatus.Done ? true : null),
            ("text", new ReportText(action.Item.Text, action.Facts)),
            ("state", State(action.Item)))));
        return horizon == Horizon.Short && report.QuestionOf(ReportPart.Prevention, "prevention") is not null
            ? [Row(("done", null), ("text", Asked(report, ReportPart.Prevention, "prevention")), ("state", null))]
            : measures;
    }

    private static string? State(ActionItem action) => action switch
    {
        { Status: ActionStatus.Open } => null,
        { Status: ActionStatus.Cancelled } => "cancelled",
        { ChangedAt: { } at } => $"completed {Day.Format(at.InUtc().Date)}",
        _ => "completed",
    };
}
