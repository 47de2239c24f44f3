using System.Collections.Immutable;

namespace Muster.Files.Policies;

/// <summary>
/// What an expectation may name: a slip in it would otherwise never match, and <c>no</c> would always hold.
/// </summary>
internal static class JournalShapes
{
    private static readonly FreeShape Any = new("a value");

    public static readonly ImmutableArray<string> Events =
    [
        .. ("opened triaged assigned started updated asked replied held resumed resolved closed reopened " +
            "reprioritised linked unlinked tagged snoozed sla-warned sla-breached sla-met warned escalated " +
            "escalation-withheld paged acknowledged impact-stated declared severity-changed role-offered " +
            "role-accepted status-posted status-due status-missed decided noted task-added restored relapsed " +
            "stood-down candidate-raised problem-opened problem-joined problem-resolved").Split(' '),
    ];

    /// <summary>
    /// What no replay writes, so that nobody can expect it: only a running server knows two policies, when things
    /// happened by people's word, and how much somebody has open.
    /// </summary>
    public static readonly ImmutableArray<string> Served = ["rebased", "time-corrected", "people-asked"];

    public static readonly MapShape Event = new(
        "a journal line",
        [
            .. ("at ticket event rule priority title service category requester source state tags team to tier " +
                "public machine text reason until code from kind affectedUsers affectedShare revenue tickets " +
                "dataLoss systems clock cycle level elapsed due retroactive trigger proposed severity paging " +
                "step round lastResort forced auto by")
                .Split(' ').Select(key => new Field(key, Any)),
        ]);

    public static readonly MapShape Clock = new(
        "clocks",
        [
            new("ticket", Scalars.Text, Required: true),
            new("at", Scalars.DateTime, Required: true),
            new("clock", Scalars.Text, Required: true),
            new("state", Scalars.Word("running", "outOfHours", "paused", "breached", "met", "cancelled")),
            new("due", Scalars.DateTime),
            new("elapsed", Scalars.AnyDuration),
            new("cycle", Scalars.Count),
        ]);

    public static void CheckName(Node node, Findings findings)
    {
        if (node is not MapNode map || map.Text("event") is not { } name || Events.Contains(name.Text) ||
            name.Text.StartsWith("change-", StringComparison.Ordinal))
            return;
        findings.Fault(
            name.Place, $"there is no event '{name.Text}'" + Scalars.DidYouMean(Nearest.To(name.Text, Events)));
    }
}
