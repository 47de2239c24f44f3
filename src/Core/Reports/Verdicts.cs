using Muster.Core.Escalation;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>
/// Was it worth it? Each escalation, proposal (E4) and reopening (L4) that happened by itself is judged by what people
/// did next (E14). A sink of facts; it keeps what is not judged yet, and of that only tickets that are open.
/// </summary>
/// <param name="onAct">Told of each act as it happens; what it gives is told the act's verdict, if it ever gets one.
/// </param>
public sealed class Verdicts(Policy policy, Func<Rule, Action<Verdict>>? onAct = null)
{
    private readonly SortedDictionary<Rule, RuleVerdicts> rules = [];
    private readonly Dictionary<TicketId, Watch> watched = [];

    /// <summary>The rules that acted by themselves.</summary>
    public IReadOnlyDictionary<Rule, RuleVerdicts> Rules => rules;

    /// <summary>How many tickets have something that is not judged yet.</summary>
    public int Watched => watched.Count;

    public void Fact(Instant at, TicketState ticket, TicketEvent fact)
    {
        if (IsAnswer(fact) && watched.TryGetValue(ticket.Id, out var watch))
            Follow(at, ticket.Id, watch, fact);
        var act = fact switch
        {
            TicketEscalated { Auto: true } escalated => new Act(fact.Rule, at, escalated.To, ticket.Person),
            WarningGiven { Proposed: true } => Proposal(at, ticket, fact.Rule),
            TicketReopened { Auto: true } => new Act(fact.Rule, at, null, null),
            _ => null,
        };
        if (act is not null)
            Begin(act with { Told = onAct?.Invoke(act.Rule) }, ticket);
    }

    private void Begin(Act act, TicketState ticket)
    {
        RulesOf(act).Acts++;
        if (act.Tier is not null && ticket.Resolution.BreachedDue < act.At)
            Judge(act, Verdict.Late);
        else if (watched.TryGetValue(ticket.Id, out var watch))
            watch.Acts.Add(act);
        else
            watched.Add(ticket.Id, new Watch(act.IsProposal ? ticket.Tier : act.Tier ?? ticket.Tier, act));
    }

    private Act Proposal(Instant at, TicketState ticket, Rule rule) =>
        new(rule, at, Ladder.Above(ticket.Tier, policy), ticket.Person, IsProposal: true);

    /// <summary>Such facts alone say what people made of it; asked first, because most are others.</summary>
    private static bool IsAnswer(TicketEvent fact) => fact
        is TicketAssigned or TicketTriaged or TicketEscalated or WorkStarted or TicketAcknowledged
        or TicketResolved or TicketClosed;

    private void Follow(Instant at, TicketId ticket, Watch watch, TicketEvent fact)
    {
        var before = watch.Tier;
        watch.Tier = fact switch
        {
            TicketAssigned assigned => assigned.Tier ?? watch.Tier,
            TicketTriaged triaged => Ladder.Of(triaged.Team, policy) ?? watch.Tier,
            TicketEscalated escalated => escalated.To,
            _ => watch.Tier,
        };
        Judge(watch, Verdict.Useful, before, at, fact);
        Judge(watch, Verdict.Noise, before, at, fact);
        if (fact is TicketResolved or TicketClosed)
            watch.Acts.Clear(); // nothing that comes after it is about them
        if (watch.Acts.Count == 0)
            watched.Remove(ticket);
    }

    private static bool IsUseful(Act act, Tier tier, TicketEvent fact) => fact switch
    {
        TicketAssigned or WorkStarted or TicketAcknowledged => act.IsAnsweredIn(tier),
        TicketEscalated => act.IsProposal && fact.Rule is Rule.E4 or Rule.E6,
        _ => false,
    };

    private bool IsNoise(Act act, Tier before, Tier tier, Instant at, TicketEvent fact) => fact switch
    {
        TicketAssigned or TicketTriaged =>
            tier < before && act.IsWithdrawnTo(tier) && WasNotNeeded(act, at, fact),
        TicketResolved or TicketClosed => WasNotNeeded(act, at, fact),
        _ => false,
    };

    private bool WasNotNeeded(Act act, Instant at, TicketEvent fact) =>
        at - act.At <= policy.Escalation.Verdicts.NoiseWithin
        || (act.Person is { } old && string.Equals(old, fact.By, StringComparison.OrdinalIgnoreCase));

    private void Judge(Watch watch, Verdict verdict, Tier before, Instant at, TicketEvent fact)
    {
        for (var index = 0; index < watch.Acts.Count; index++)
        {
            var act = watch.Acts[index];
            var holds = verdict == Verdict.Useful
                ? IsUseful(act, watch.Tier, fact)
                : IsNoise(act, before, watch.Tier, at, fact);
            if (!holds)
                continue;
            Judge(act, verdict);
            watch.Acts.RemoveAt(index--);
        }
    }

    private void Judge(Act act, Verdict verdict)
    {
        RulesOf(act).Judge(verdict);
        act.Told?.Invoke(verdict);
    }

    private RuleVerdicts RulesOf(Act act)
    {
        if (!rules.TryGetValue(act.Rule, out var found))
            rules.Add(act.Rule, found = new RuleVerdicts(policy.Escalation.Verdicts));
        return found;
    }

    /// <summary>What is not judged yet of one ticket, and the tier in which it stands.</summary>
    private sealed class Watch(Tier tier, Act first)
    {
        public Tier Tier { get; set; } = tier;

        public List<Act> Acts { get; } = [first];
    }

    /// <param name="Tier">Where it brought the ticket, or proposed to; null for a reopening.</param>
    /// <param name="Person">Who had the ticket then; null where nobody did, and for a reopening.</param>
    private sealed record Act(Rule Rule, Instant At, Tier? Tier, string? Person, bool IsProposal = false)
    {
        public Action<Verdict>? Told { get; init; }

        public bool IsAnsweredIn(Tier tier) => Tier is null || Tier == tier;

        public bool IsWithdrawnTo(Tier tier) => !IsProposal && tier < Tier;
    }
}
