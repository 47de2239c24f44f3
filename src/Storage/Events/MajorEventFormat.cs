using System.Collections.Immutable;
using System.Diagnostics;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Storage;

/// <summary>
/// The facts of majors as they are stored (see <see cref="TicketEventFormat"/>): each <c>major.NAME.v1</c>, with the
/// fields of <see cref="MajorFields"/>.
/// </summary>
internal static class MajorEventFormat
{
    private const string Prefix = "major.";
    private const string Version = ".v1";

    private static readonly string[] Known =
    [
        "candidate-raised", "candidate-rejected", "severity-changed", "role-offered", "role-accepted", "bridge-opened",
        "box-started", "box-ended", "box-unanswered", "status-posted", "status-due", "status-missed", "decided",
        "decision-due", "noted", "task-added", "task-ended", "milestone-stated", "restored", "watch-ended", "relapsed",
        "why-stated", "lesson-added", "action-added", "action-changed", "action-due", "report-accepted",
        "cluster-judged", "role-still-open",
    ];

    public static IEnumerable<string> Names => Known.Select(name => Prefix + name + Version);

    public static string NameOf(MajorEvent fact) => Prefix + MajorFields.NameOf(fact) + Version;

    public static void Write(FieldWriter fields, MajorEvent fact)
    {
        foreach (var field in MajorFields.Of(fact))
        {
            switch (field.Value)
            {
                case null: break;
                case string text when field.IsPersonal: fields.Personal(field.Name, text); break;
                case string text: fields.Text(field.Name, text); break;
                case int number: fields.Number(field.Name, number); break;
                case Instant at: fields.Moment(field.Name, at); break;
                case ImmutableArray<string> list: WriteList(fields, field.Name, list); break;
                default: throw new UnreachableException($"{field.Name} is a {field.Value.GetType().Name}");
            }
        }
    }

    public static MajorEvent? Read(string type, FieldReader fields) => type switch
    {
        "major.candidate-raised.v1" => new CandidateRaised(
            fields.Needed("trigger"), fields.Needed("severity"), fields.Needed("reason")),
        "major.candidate-rejected.v1" => new CandidateRejected(fields.Personal("reason")),
        "major.severity-changed.v1" => new SeverityChanged(
            fields.Needed("from"), fields.Needed("to"), fields.Personal("reason")),
        "major.role-offered.v1" => new RoleOffered(fields.Needed("role"), Said(fields, "to"), fields.Personal("from")),
        "major.role-accepted.v1" => new RoleAccepted(fields.Needed("role"), Said(fields, "to")),
        "major.bridge-opened.v1" => new BridgeOpened(fields.Text("link"), fields.Text("channel")),
        "major.box-started.v1" => new BoxStarted(fields.NeededMoment("until")),
        "major.box-ended.v1" => new BoxEnded(fields.NeededMoment("until")),
        "major.box-unanswered.v1" => new BoxUnanswered(fields.Personal("to")),
        "major.status-posted.v1" => new StatusPosted(
            fields.Needed("phase"), Said(fields, "text"), fields.Moment("next")),
        "major.status-due.v1" => new StatusDue(fields.NeededMoment("next")),
        "major.status-missed.v1" => new StatusMissed(fields.NeededMoment("due"), fields.NeededMoment("next")),
        "major.decided.v1" => new DecisionMade(
            fields.Int("decision"), Said(fields, "text"), ListOf(fields, "options"), fields.Personal("reason"),
            fields.Personal("effect"), fields.Moment("until"), BoxOf(fields)),
        "major.decision-due.v1" => new DecisionDue(fields.Int("decision"), Said(fields, "text")),
        "major.noted.v1" => new Noted(Said(fields, "text")),
        "major.task-added.v1" => new TaskAdded(
            fields.Int("task"), Said(fields, "text"), fields.Personal("to"), fields.Moment("until")),
        "major.task-ended.v1" => new TaskEnded(fields.Int("task"), fields.Text("state") == "cancelled"),
        "major.milestone-stated.v1" => new MilestoneStated(
            MilestoneOf(fields), fields.NeededMoment("reached"), fields.Personal("reason"), fields.Personal("text")),
        "major.restored.v1" => new ServiceRestored(
            Said(fields, "confirmedBy"), fields.Personal("text"), fields.NeededMoment("until")),
        "major.watch-ended.v1" => new WatchEnded(),
        "major.relapsed.v1" => new Relapsed(Said(fields, "reason")),
        _ => OfReport(type, fields),
    };

    private static MajorEvent? OfReport(string type, FieldReader fields) => type switch
    {
        "major.why-stated.v1" => new WhyStated(
            fields.Int("why"), fields.Has("answers") ? fields.Int("answers") : null, Said(fields, "text"),
            fields.Personal("evidence"), Named<Confidence>(fields, "confidence")),
        "major.lesson-added.v1" => new LessonAdded(fields.Text("kind") == "well", Said(fields, "text")),
        "major.action-added.v1" => new ActionAdded(
            fields.Int("action"), Said(fields, "text"), fields.Personal("to"), fields.Moment("until"),
            fields.Name<Priority>("priority"), fields.Text("class"), Named<Horizon>(fields, "horizon")),
        "major.action-changed.v1" => new ActionChanged(
            fields.Int("action"), Named<ActionStatus>(fields, "state") ?? ActionStatus.Open,
            fields.Personal("verification")),
        "major.action-due.v1" => new ActionDue(fields.Int("action"), fields.Personal("to")),
        "major.report-accepted.v1" => new ReportAccepted(),
        "major.cluster-judged.v1" => new ClusterJudged(),
        "major.role-still-open.v1" => new RoleStillOpen(fields.Needed("role")),
        _ => null,
    };

    /// <summary>What somebody said; what was erased is no more.</summary>
    private static string Said(FieldReader fields, string name) => fields.Personal(name) ?? "[erased]";

    private static void WriteList(FieldWriter fields, string name, ImmutableArray<string> list)
    {
        if (list.IsEmpty)
            return;
        fields.Number(name, list.Length);
        for (var index = 0; index < list.Length; index++)
            fields.Personal($"{name}{index}", list[index]);
    }

    private static ImmutableArray<string> ListOf(FieldReader fields, string name) => fields.Has(name)
        ? [.. Enumerable.Range(0, fields.Int(name)).Select(index => Said(fields, $"{name}{index}"))]
        : [];

    private static BoxAnswer? BoxOf(FieldReader fields) =>
        fields.Text("box") is { } text ? (BoxAnswer)Place(MajorWords.BoxAnswers, text, fields, "box") : null;

    private static Milestone MilestoneOf(FieldReader fields) =>
        (Milestone)Place(MajorWords.Milestones, fields.Needed("milestone"), fields, "milestone");

    private static int Place(ImmutableArray<string> names, string name, FieldReader fields, string field) =>
        names.IndexOf(name) is >= 0 and var place ? place : throw fields.Damaged(field);

    private static T? Named<T>(FieldReader fields, string name)
        where T : struct, Enum =>
        fields.Text(name) is not { } text ? null
            : Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : throw fields.Damaged(name);
}
