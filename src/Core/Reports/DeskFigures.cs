using Muster.Core.Escalation;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>What of a desk's work the log tells at all; what it does not tell cannot be judged.</summary>
public sealed class LogKnowledge
{
    public int Asks { get; internal set; }
    public int Replies { get; internal set; }
    public int Updates { get; internal set; }
    public int Acknowledgements { get; internal set; }
    public int Holds { get; internal set; }
    public int RequestersNamed { get; internal set; }

    internal void Fact(TicketEvent fact)
    {
        switch (fact)
        {
            case TicketOpened { Requester.Name: not null }: RequestersNamed++; break;
            case RequesterAsked: Asks++; break;
            case ReplyReceived: Replies++; break;
            case TicketUpdated: Updates++; break;
            case TicketAcknowledged: Acknowledgements++; break;
            case TicketHeld { Auto: false }: Holds++; break;
        }
    }
}

/// <summary>
/// Everything that the report of a replay says about the desk as a whole, collected while the replay runs. Bounded by
/// tickets (which the replay holds anyway), teams and days, not by the log.
/// </summary>
public sealed class DeskFigures(Policy policy)
{
    private readonly Dictionary<TicketId, TicketState> before = [];
    private readonly SortedDictionary<(Tier From, Tier To), Slice> moves = [];

    public DeskTally Tally { get; } = new(policy.Lifecycle.SameCycleWithin);
    public Standstill Standstill { get; } = new(policy);
    public WorstTickets Worst { get; } = new();
    public LogKnowledge Knowledge { get; } = new();

    /// <summary>Escalations by the tiers between which they went.</summary>
    public IReadOnlyDictionary<(Tier From, Tier To), Slice> Moves => moves;

    /// <summary>The first fact; null while there is none.</summary>
    public Instant? From { get; private set; }

    /// <summary>The end of the replay; null before it.</summary>
    public Instant? To { get; private set; }

    /// <summary>Tickets that are open at the end.</summary>
    public int StillOpen { get; private set; }

    public void Fact(Instant at, TicketState ticket, TicketEvent fact)
    {
        From ??= at;
        var earlier = before.GetValueOrDefault(ticket.Id);
        before[ticket.Id] = ticket; // the very state that the replay holds, for every fact of this instant
        Knowledge.Fact(fact);
        Tally.Fact(at, ticket, fact);
        var bounced = Standstill.Fact(at, earlier, ticket, fact);
        Worst.Fact(earlier, ticket, fact, bounced);
        if (fact is not TicketEscalated escalated)
            return;
        if (!moves.TryGetValue((escalated.From, escalated.To), out var move))
            moves.Add((escalated.From, escalated.To), move = new Slice());
        move.Escalated(fact.Rule);
    }

    /// <summary>Judges what is still open when time ends.</summary>
    public void Finish(VirtualTime time)
    {
        if (time.Now is not { } now)
            return;
        To = now;
        foreach (var ticket in time.All)
        {
            StillOpen += ticket.IsOpen ? 1 : 0;
            Standstill.Finish(ticket, now);
            Worst.Finish(ticket, now);
        }
    }

    /// <summary>The period in weeks, months or years; null without any fact.</summary>
    public Timescale? Scale => From is { } from && To is { } to
        ? Timescale.Of(from.InUtc().Date, Instant.Max(from, to).InUtc().Date)
        : null;

    /// <summary>The stretches of the scale with what fell into each, by priority.</summary>
    public IReadOnlyList<SortedDictionary<Priority, Slice>> Over(Timescale scale)
    {
        var stretches = scale.Stretches.Select(_ => new SortedDictionary<Priority, Slice>()).ToList();
        foreach (var (day, slices) in Tally.Days)
        {
            var stretch = stretches[scale.IndexOf(day)];
            foreach (var (priority, slice) in slices)
            {
                if (!stretch.TryGetValue(priority, out var sum))
                    stretch.Add(priority, sum = new Slice());
                sum.Add(slice);
            }
        }
        return stretches;
    }
}
