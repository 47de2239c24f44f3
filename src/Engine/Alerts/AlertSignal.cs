using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Engine.Alerts;

/// <summary>Where alerts come from: one integration, whose key is a namespace of its own.</summary>
/// <param name="Id">Opaque; the audit knows it by this.</param>
/// <param name="Kind">The sender's kind, which a ticket bears as its source.</param>
/// <param name="Name">Who acts on its tickets, as people read it.</param>
/// <param name="Service">The service of its tickets where the sender names none.</param>
public sealed record AlertSource(string Id, string Kind, string Name, string? Service = null)
{
    /// <summary>A heartbeat's: silence longer than this raises a ticket.</summary>
    public Duration? Interval { get; init; }
}

public enum AlertAct
{
    /// <summary>Says of alerts whether they fire.</summary>
    Tell,

    /// <summary>Somebody has seen it, in the sender's own pages.</summary>
    Acknowledge,

    /// <summary>Somebody wrote a word to it there.</summary>
    Note,

    /// <summary>Its title or its description is another one now, which is noted on the ticket where it is.</summary>
    Retell,
}

/// <summary>What a sender said of one alert, or of one group of them.</summary>
/// <param name="Key">
/// The sender's dedup key: what comes under the same one is the same alert, within one integration. Case counts.
/// </param>
public sealed record AlertSignal(string Key, AlertAct Act = AlertAct.Tell)
{
    /// <summary>At most this many alerts in one signal.</summary>
    public const int MostAlerts = 10_000;

    /// <summary>The alert, or the members of the group; a sender of single alerts says one without an id.</summary>
    public ImmutableArray<AlertStatement> Alerts { get; init; } = [];

    /// <summary>The group is over, and with it the members that it knew of and does not list.</summary>
    public bool EndsAll { get; init; }

    /// <summary>The list was cut by the sender: there may be more alerts than it says.</summary>
    public bool IsCut { get; init; }

    public string? Title { get; init; }
    public string? Description { get; init; }

    /// <summary>Of the worst that fires; null where the sender says nothing of it.</summary>
    public Priority? Priority { get; init; }
    public string? Service { get; init; }
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>Who did it, where the sender names a person.</summary>
    public string? By { get; init; }

    /// <summary>What they wrote, or why it is over.</summary>
    public string? Text { get; init; }

    /// <summary>The sender's id of this delivery; what comes again under it changes nothing. Null for none.</summary>
    public string? Delivery { get; init; }

    /// <summary>A heartbeat's next deadline; null for none.</summary>
    public Instant? AwaitedUntil { get; init; }
}

/// <summary>What is said of one alert.</summary>
/// <param name="Id">Within its group; empty for a sender of single alerts.</param>
/// <param name="StartsAt">
/// Since when it fires, which tells its episodes apart; null where the sender does not say.
/// </param>
/// <param name="EndsAt">Null while it fires, or where the sender does not say.</param>
/// <param name="Name">As people read it.</param>
public sealed record AlertStatement(
    string Id, bool IsFiring, Instant? StartsAt = null, Instant? EndsAt = null, string? Name = null)
{
    public static readonly AlertStatement Fires = new("", IsFiring: true);
    public static readonly AlertStatement IsOver = new("", IsFiring: false);
}

/// <summary>What became of a signal.</summary>
public enum AlertOutcome
{
    /// <summary>Late, or about what is not open: accepted, and nothing changed.</summary>
    Nothing,

    Opened,
    Counted,
    Changed,
    Resolved,

    /// <summary>It is over, and a person has started the ticket: noted on it, and theirs to resolve.</summary>
    Noted,
    Acknowledged,

    /// <summary>As much waits already as may wait, and it was not done: come again.</summary>
    Overloaded,
}

/// <param name="Ticket">The ticket that it is about; null where there is none.</param>
/// <param name="IsRepeated">
/// This very delivery was heard before: the rest is what was answered then, and nothing changed.
/// </param>
public sealed record AlertAnswer(AlertOutcome Outcome, string? Ticket = null, bool IsRepeated = false);

public static class AlertOutcomes
{
    /// <summary>As answers and figures name it.</summary>
    public static string Name(this AlertOutcome outcome) => $"{outcome}".ToLowerInvariant();
}
