using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Engine.Alerts;

/// <summary>One alert of a group, as its sender last said.</summary>
/// <param name="StartsAt">Of its latest episode; null where the sender does not say.</param>
public sealed record AlertMember(string Id, bool IsFiring, Instant? StartsAt, string? Name)
{
    /// <summary>The latest episode in which something was said of it, from 1.</summary>
    public int Episode { get; init; }
}

/// <summary>A fact about all that comes under one dedup key of one integration.</summary>
public abstract record AlertEvent
{
    private protected AlertEvent() { }
}

/// <summary>An episode begins, with a ticket of its own.</summary>
/// <param name="Worst">The priority that its severity asked for; null where it had none.</param>
public sealed record AlertOpened(
    string Key, string Ticket, Priority? Worst, ImmutableArray<AlertMember> Members) : AlertEvent;

/// <summary>Members came, went or began anew, or it became worse.</summary>
public sealed record AlertChanged(Priority? Worst, ImmutableArray<AlertMember> Members) : AlertEvent;

/// <param name="Count">How often it was told by now, the first time included.</param>
public sealed record AlertRepeated(long Count) : AlertEvent;

/// <summary>The sender says that it is over.</summary>
/// <param name="Noted">A person had started the ticket, which stays open.</param>
public sealed record AlertEnded(bool Noted, ImmutableArray<AlertMember> Members) : AlertEvent;

/// <summary>A heartbeat is expected from here on.</summary>
public sealed record AlertAwaited(string Key) : AlertEvent;

/// <summary>Where things stand under one dedup key: the fold of its events.</summary>
public sealed record AlertState
{
    /// <summary>
    /// How many alerts that are over are remembered, so that a late word about them is known as such; the oldest go.
    /// </summary>
    private const int MostOver = 1_000;

    public static readonly AlertState None = new();

    public long Version { get; init; }
    public string Key { get; init; } = "";

    /// <summary>The ticket of the latest episode; null before the first.</summary>
    public string? Ticket { get; init; }

    /// <summary>The sender has not said that the latest episode is over.</summary>
    public bool IsOpen { get; init; }

    /// <summary>How often it began.</summary>
    public int Episodes { get; init; }

    /// <summary>The highest priority that the latest episode's severity asked for.</summary>
    public Priority? Worst { get; init; }

    public ImmutableDictionary<string, AlertMember> Members { get; init; } =
        ImmutableDictionary<string, AlertMember>.Empty.WithComparers(StringComparer.Ordinal);

    public AlertState Evolve(AlertEvent fact) => fact switch
    {
        AlertAwaited awaited => this with { Version = Version + 1, Key = awaited.Key },
        AlertOpened opened => (this with
        {
            Version = Version + 1,
            Key = opened.Key,
            Ticket = opened.Ticket,
            IsOpen = true,
            Episodes = Episodes + 1,
            Worst = opened.Worst,
            // what had no word of its end is over with its ticket
            Members = Members.SetItems(Members.Values.Where(member => member.IsFiring)
                .Select(member => KeyValuePair.Create(member.Id, member with { IsFiring = false }))),
        }).With(opened.Members),
        AlertChanged changed =>
            (this with { Version = Version + 1, Worst = changed.Worst ?? Worst }).With(changed.Members),
        AlertRepeated => this with { Version = Version + 1 },
        AlertEnded ended => (this with { Version = Version + 1, IsOpen = false }).With(ended.Members),
        _ => throw new System.Diagnostics.UnreachableException($"{fact.GetType().Name} is unknown to an alert"),
    };

    /// <summary>Those that the latest episode was about; others are only remembered.</summary>
    public IEnumerable<AlertMember> OfEpisode => Members.Values.Where(member => member.Episode == Episodes);

    /// <summary>With these members' new states.</summary>
    public AlertState With(ImmutableArray<AlertMember> changes)
    {
        var members = Members.SetItems(
            changes.Select(member => KeyValuePair.Create(member.Id, member with { Episode = Episodes })));
        var excess = members.Count > MostOver ? members.Values.Count(member => !member.IsFiring) - MostOver : 0;
        if (excess > 0)
            members = members.RemoveRange(members.Values.Where(member => !member.IsFiring)
                .OrderBy(member => member.StartsAt ?? Instant.MinValue).Take(excess).Select(member => member.Id));
        return this with { Members = members };
    }
}
