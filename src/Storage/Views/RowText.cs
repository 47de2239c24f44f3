using NodaTime;

namespace Muster.Storage;

/// <summary>What of a row is searched, and what of it is shown.</summary>
internal static class RowText
{
    /// <summary>The head of a ticket as search reads it.</summary>
    public static string Head(TicketRow row) =>
        string.Join('\n', new[] { $"{row.Number}", row.Title, row.Requester, row.Service, row.Tags }
            .Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>The row as it is read back: instants to the millisecond.</summary>
    public static TicketRow Shown(TicketRow row) => row with
    {
        OpenedAt = Whole(row.OpenedAt),
        LastActivityAt = Whole(row.LastActivityAt),
        NextDueAt = Whole(row.NextDueAt),
        ResponseDueAt = Whole(row.ResponseDueAt),
        ResolutionDueAt = Whole(row.ResolutionDueAt),
        AtRiskFrom = Whole(row.AtRiskFrom),
    };

    /// <summary>Rounded down to the millisecond.</summary>
    public static Instant Whole(Instant instant) =>
        Instant.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    private static Instant? Whole(Instant? instant) => instant is { } known ? Whole(known) : null;
}
