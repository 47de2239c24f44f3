using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>
/// Takes the stories of tickets, one at a time, and makes the reports of R3 and the numbers of section 12 of them. What
/// it keeps is bounded by the names and the durations of the period, not by its events.
/// </summary>
public sealed class DeskMetrics
{
    private readonly MetricScope scope;
    private readonly Promises promises;
    private readonly Journeys journeys;
    private readonly Burden burden;
    private readonly Ageing ageing = new();
    private readonly Coordination coordination;
    private readonly Verdicts verdicts;
    private readonly SortedDictionary<Rule, int> escalations = [];
    private readonly Spread messages = new();

    public DeskMetrics(MetricScope scope, Policy policy)
    {
        this.scope = scope;
        var last = Instant.Max(scope.From, scope.To - Duration.FromMilliseconds(1));
        promises = new Promises(scope, Timescale.Of(scope.From.InUtc().Date, last.InUtc().Date));
        journeys = new Journeys(scope);
        burden = new Burden(scope);
        coordination = new Coordination(scope);
        verdicts = new Verdicts(policy, (at, ticket) => scope.Holds(at, ticket.Team, ticket.Service));
    }

    /// <param name="story">All facts of a ticket up to the end of the period, silent ones included.</param>
    public void Ticket(IReadOnlyList<MetricMoment> story)
    {
        if (story.Count == 0 || story[0].Fact is not TicketOpened)
            return;
        promises.Ticket(story);
        journeys.Ticket(story);
        coordination.Ticket(story);
        foreach (var moment in story)
        {
            burden.Moment(moment);
            verdicts.Fact(moment.At, moment.Ticket, moment.Fact);
            if (moment.Fact is TicketEscalated
                && scope.Holds(moment.At, moment.Ticket.Team, moment.Ticket.Service))
                escalations[moment.Fact.Rule] = escalations.GetValueOrDefault(moment.Fact.Rule) + 1;
        }
    }

    /// <summary>A ticket that is open when the report is taken.</summary>
    public void Open(StandingTicket ticket)
    {
        ageing.Open(ticket);
        burden.Open(ticket);
    }

    /// <summary>A message that was delivered.</summary>
    /// <param name="wantedAt">From when on it could go.</param>
    public void Message(Instant wantedAt, Instant deliveredAt)
    {
        if (deliveredAt >= scope.From && deliveredAt < scope.To)
            messages.Add(deliveredAt - wantedAt);
    }

    public MetricReport Report(Instant takenAt) => new(
        scope, takenAt, Figures(),
        [
            promises.Table(ClockKind.Response), promises.Table(ClockKind.Resolution), journeys.Table(),
            ageing.Table(), Escalations(), burden.Workload(), burden.Noise(),
        ]);

    private ImmutableArray<SelfFigure> Figures()
    {
        var (kept, judged) = (promises.Whole, verdicts.Rules.Values.Sum(rule => rule.Judged));
        double? accuracy = judged == 0 ? null : (double)verdicts.Rules.Values.Sum(rule => rule.Useful) / judged;
        return
        [
            Share("slaCompliance", "SLA compliance", kept.Judged, kept.Compliance, 0.95, "> 95 %"),
            Share("escalationAccuracy", "Escalation accuracy", judged, accuracy, 0.9, "> 90 %"),
            Span("detection", "Detection of major incidents", coordination.Detection, Duration.FromMinutes(2),
                "< 2 min", "from the fact to its candidate"),
            Span("coordinationTime", "Coordination time per ticket", coordination.PerTicket, Duration.FromMinutes(5),
                "< 5 min", "between what was asked of somebody and the act that answered it"),
            Span("reportTime", "Stand-down to accepted report", coordination.Report, Duration.FromMinutes(45),
                "30 to 45 min", "drafting apart; it is accepted by: accept, after the stand-down"),
            new("costPerCoordination", "Cost per coordination", MetricUnit.Money, 0, null, null, "0.10 to 0.25 USD",
                null, "no agent was asked"),
            Span("messageDelay", "Message delay", messages, null, null,
                scope is { Team: null, Service: null } ? "from when it could go to its delivery"
                    : "is told of all teams and services together only"),
            Span("deadlineLag", "Deadline lag", coordination.DeadlineLag, null, null,
                "from when something fell due to its record"),
        ];
    }

    private static SelfFigure Share(
        string name, string title, int count, double? value, double target, string words) => new(
        name, title, MetricUnit.Share, count, value, null, words,
        count >= SelfFigure.Enough ? value > target : null, null);

    private static SelfFigure Span(
        string name, string title, Spread spread, Duration? target, string? words, string note) => new(
        name, title, MetricUnit.Span, spread.Count, spread.Mean, spread.Within(95), words,
        spread.Count >= SelfFigure.Enough && target is { } most
            ? words!.StartsWith('<') ? spread.Mean < most.TotalSeconds : spread.Mean <= most.TotalSeconds
            : null,
        note);

    private MetricTable Escalations() => new(
        "escalations", "Escalations, and what became of what rules did",
        [
            new("escalations", "Escalations", MetricUnit.Count), new("acts", "Acts judged or to judge",
                MetricUnit.Count),
            new("useful", "Useful", MetricUnit.Count), new("noise", "Noise", MetricUnit.Count),
            new("late", "Late", MetricUnit.Count), new("unjudged", "Unjudged", MetricUnit.Count),
            new("accuracy", "Accuracy", MetricUnit.Share),
        ],
        [
            .. escalations.Keys.Union(verdicts.Rules.Keys).Order().Select(rule => new MetricRow(
                "rule", $"{rule}",
                [
                    escalations.GetValueOrDefault(rule),
                    .. verdicts.Rules.TryGetValue(rule, out var judged)
                        ? (double?[])
                        [
                            judged.Acts, judged.Useful, judged.Noise, judged.Late, judged.Unjudged, judged.Accuracy,
                        ]
                        : [null, null, null, null, null, null],
                ])),
        ]);
}
