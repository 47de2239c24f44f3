using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Tickets;

namespace Muster.Core.Reports;

/// <summary>The same part of the desk under two policies; an absent side counts as empty.</summary>
public readonly record struct Pair(Slice Base, Slice Other);

/// <param name="Count">All of them.</param>
/// <param name="Listed">The first of them, in the order of opening.</param>
public sealed record TicketList(int Count, ImmutableArray<TicketId> Listed);

/// <summary>One log under two policies: what changes by rule, priority and team, and for which tickets.</summary>
public sealed class PolicyComparison(DeskTally ours, DeskTally other)
{
    /// <summary>How many tickets a list names.</summary>
    public const int Listed = 100;

    public Pair Whole { get; } = new(ours.Whole, other.Whole);
    public IReadOnlyDictionary<Rule, Pair> Rules { get; } = Join(ours.Rules, other.Rules);
    public IReadOnlyDictionary<Priority, Pair> Priorities { get; } = Join(ours.Priorities, other.Priorities);
    public IReadOnlyDictionary<string, Pair> Teams { get; } = Join(ours.Teams, other.Teams, StringComparer.Ordinal);
    public TicketList EscalateOnlyInBase { get; } = Only(ours, other, TicketMarks.Escalated);
    public TicketList EscalateOnlyInOther { get; } = Only(other, ours, TicketMarks.Escalated);
    public TicketList BreachOnlyInBase { get; } = Only(ours, other, TicketMarks.Breached);
    public TicketList BreachOnlyInOther { get; } = Only(other, ours, TicketMarks.Breached);

    /// <summary>The teams, the greatest change in escalations and breaches first, then by name.</summary>
    public IEnumerable<KeyValuePair<string, Pair>> MostChanged => Teams
        .OrderByDescending(team => Math.Abs(team.Value.Other.Escalations - team.Value.Base.Escalations)
            + Math.Abs(team.Value.Other.Breaches - team.Value.Base.Breaches))
        .ThenBy(team => team.Key, StringComparer.Ordinal);

    private static SortedDictionary<TKey, Pair> Join<TKey>(
        IReadOnlyDictionary<TKey, Slice> ours, IReadOnlyDictionary<TKey, Slice> other, IComparer<TKey>? order = null)
        where TKey : notnull
    {
        var joined = new SortedDictionary<TKey, Pair>(order);
        foreach (var key in ours.Keys.Concat(other.Keys))
            joined[key] = new Pair(SliceOf(ours, key), SliceOf(other, key));
        return joined;
    }

    private static Slice SliceOf<TKey>(IReadOnlyDictionary<TKey, Slice> slices, TKey key)
        where TKey : notnull =>
        slices.TryGetValue(key, out var slice) ? slice : new Slice();

    private static TicketList Only(DeskTally one, DeskTally other, TicketMarks mark)
    {
        var found = one.Tickets
            .Where(ticket => ticket.Value.HasFlag(mark)
                && !(other.Tickets.TryGetValue(ticket.Key, out var there) && there.HasFlag(mark)))
            .Select(ticket => ticket.Key).ToList();
        return new TicketList(found.Count, [.. found.Take(Listed)]);
    }
}

/// <summary>What a further policy makes of a log.</summary>
/// <param name="Comparison">Its base is the policy that the log was replayed under.</param>
public sealed record OtherPolicy(Policy Policy, ReplaySummary Summary, PolicyComparison Comparison);
