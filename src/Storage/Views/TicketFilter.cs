using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Storage;

/// <summary>Which tickets a list shows, newest first; every part that is set must hold.</summary>
public sealed record TicketFilter
{
    public const int DefaultLimit = 50;
    public const int LargestLimit = 500;

    /// <summary>Any of these; empty for every state. The caller spells out <c>open</c>.</summary>
    public ImmutableArray<TicketStatus> States { get; init; } = [];
    public ImmutableArray<Priority> Priorities { get; init; } = [];

    /// <summary>Any of these, case counting.</summary>
    public ImmutableArray<string> Teams { get; init; } = [];
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>Any of the values of <see cref="TicketRow.Major"/>; null or empty for every ticket.</summary>
    public ImmutableArray<string>? Major { get; init; }

    /// <summary>Whose eyes it is for; null for those who see all.</summary>
    public TicketScope? SeenBy { get; init; }

    /// <summary>Those at risk, or not at risk, at this instant; null for both.</summary>
    public (bool Is, Instant At)? AtRisk { get; init; }

    /// <summary>
    /// Words that all occur in one text of the ticket: its head, or one thing that was written. Without case and
    /// accents; a word ending in * is a beginning. Null or blank for none; at most 20 words count.
    /// </summary>
    public string? Words { get; init; }

    /// <summary>The <see cref="TicketPage.Next"/> of the page before.</summary>
    public long? Cursor { get; init; }

    /// <summary>1 to 500.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <exception cref="ArgumentOutOfRangeException">The limit is not within 1 to 500.</exception>
    internal TicketFilter Checked() => Limit is >= 1 and <= LargestLimit
        ? this
        : throw new ArgumentOutOfRangeException(nameof(Limit), Limit, "1 to 500");
}

/// <param name="Next">Where the next page begins; null where there is none.</param>
public sealed record TicketPage(IReadOnlyList<TicketRow> Items, long? Next);
