using Muster.Core.Replay;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>What befell a ticket at least once.</summary>
[Flags]
public enum TicketMarks
{
    None = 0,
    Escalated = 1,
    Breached = 2,
}

/// <summary>
/// The outcomes of a replay by rule, priority, team and day, counted as it runs; those of the two clocks that every
/// ticket has. The priority and team are those at the fact, as in the summary.
/// Bounded by teams, days and tickets, not by the log.
/// </summary>
public sealed class DeskTally(Duration sameCycleWithin)
{
    private readonly record struct Place(Priority Priority, string Team, LocalDate Day);

    private readonly LatelyMet<Place> lately = new(sameCycleWithin);
    private readonly SortedDictionary<Rule, Slice> rules = [];
    private readonly SortedDictionary<Priority, Slice> priorities = new(
        Enum.GetValues<Priority>().ToDictionary(priority => priority, _ => new Slice()));
    private readonly SortedDictionary<string, Slice> teams = new(StringComparer.Ordinal);
    private readonly SortedDictionary<LocalDate, SortedDictionary<Priority, Slice>> days = [];
    private readonly OrderedDictionary<TicketId, TicketMarks> tickets = [];

    /// <summary>All that counts together.</summary>
    public Slice Whole { get; } = new();

    /// <summary>The rules by which something happened; S6 and S4 hold what the clocks warned and missed.</summary>
    public IReadOnlyDictionary<Rule, Slice> Rules => rules;

    /// <summary>All four.</summary>
    public IReadOnlyDictionary<Priority, Slice> Priorities => priorities;

    /// <summary>By name; the empty name stands for tickets without a team.</summary>
    public IReadOnlyDictionary<string, Slice> Teams => teams;

    /// <summary>The days, in UTC, on which something happened.</summary>
    public IReadOnlyDictionary<LocalDate, SortedDictionary<Priority, Slice>> Days => days;

    /// <summary>In the order of opening.</summary>
    public IReadOnlyDictionary<TicketId, TicketMarks> Tickets => tickets;

    public void Fact(Instant at, TicketState ticket, TicketEvent fact)
    {
        switch (fact)
        {
            case TicketOpened: tickets.TryAdd(ticket.Id, TicketMarks.None); break;
            case TicketEscalated:
                Mark(ticket, TicketMarks.Escalated);
                Each(At(at, ticket), fact.Rule, slice => slice.Escalated(fact.Rule));
                break;
            case EscalationWithheld: Each(At(at, ticket), fact.Rule, slice => slice.Withheld++); break;
            case ClockWarned or WarningGiven: Each(At(at, ticket), fact.Rule, slice => slice.Warnings++); break;
            case ClockBreached { Clock: { Further: null, Kind: var clock } }:
                Mark(ticket, TicketMarks.Breached);
                Each(At(at, ticket), fact.Rule, slice => slice.Of(clock).Breached++);
                break;
            case ClockMet { Clock: { Further: null, Kind: var clock } }:
                Each(At(at, ticket), Rule.None, slice => slice.Of(clock).Met++);
                if (clock == ClockKind.Resolution)
                    lately.Met(at, ticket.Id, At(at, ticket));
                break;
            case TicketReopened when lately.Withdraw(at, ticket.Id, out var where): // S7
                Each(where, Rule.None, slice => slice.Of(ClockKind.Resolution).Met--);
                break;
        }
    }

    private static Place At(Instant at, TicketState ticket) =>
        new(ticket.Priority, ticket.Team ?? "", at.InUtc().Date);

    private void Mark(TicketState ticket, TicketMarks mark) =>
        tickets[ticket.Id] = tickets.GetValueOrDefault(ticket.Id) | mark;

    private void Each(Place place, Rule rule, Action<Slice> count)
    {
        count(Whole);
        count(priorities[place.Priority]);
        count(SliceOf(teams, place.Team));
        if (!days.TryGetValue(place.Day, out var day))
            days.Add(place.Day, day = []);
        count(SliceOf(day, place.Priority));
        if (rule != Rule.None)
            count(SliceOf(rules, rule));
    }

    private static Slice SliceOf<TKey>(SortedDictionary<TKey, Slice> slices, TKey key)
        where TKey : notnull
    {
        if (!slices.TryGetValue(key, out var slice))
            slices.Add(key, slice = new Slice());
        return slice;
    }
}
