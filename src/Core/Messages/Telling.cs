using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Messages;

/// <summary>
/// Whether a message is still to be told, decided anew at the moment of telling (S11), and how it is tried (N2).
/// </summary>
public static class Telling
{
    /// <summary>A notice that could not be told within this is given up.</summary>
    public static readonly Duration GivenUpAfter = Duration.FromHours(24);

    private static readonly Duration[] PageWaits = [Seconds(2), Seconds(5), Seconds(15), Seconds(30)];
    private static readonly Duration[] NoticeWaits =
        [Seconds(10), Seconds(30), Seconds(120), Seconds(600), Seconds(1800), Seconds(3600)];

    /// <summary>Why it is not told any more; null where it is.</summary>
    /// <param name="ticket">As it stands now.</param>
    /// <param name="isLatest">No later page of the ticket is for the same person.</param>
    public static string? Moot(Message message, TicketState ticket, bool isLatest) => message.Kind switch
    {
        MessageKind.Page when !ticket.IsOpen => $"the ticket is {ticket.Status.ToString().ToLowerInvariant()}",
        MessageKind.Page when ticket.Paging is null => "somebody works on it",
        MessageKind.Page when ticket.Paging.AnsweredAt is not null =>
            $"acknowledged by {ticket.AcknowledgedBy.LastOrDefault(by => by.Length > 0) ?? "somebody"}",
        MessageKind.Page when !isLatest => "a later page of the same ticket takes its place",
        MessageKind.Role or MessageKind.Call when ticket.Major is not { IsActive: true } =>
            "the major incident is over",
        MessageKind.Role when ticket.Major!.Roles.All(role => role.Offered != message.To) =>
            "the role is taken, or somebody else was asked",
        _ => null,
    };

    /// <summary>
    /// The way to try at an attempt, from 0: a page goes on to the next after the waits of one are used up, and begins
    /// again after the last; a notice stays with its first.
    /// </summary>
    public static int WayAt(MessageKind kind, int attempt, int ways) =>
        !IsUrgent(kind) ? 0 : (attempt - 1) / (PageWaits.Length + 1) % ways;

    /// <summary>
    /// How long to wait after an attempt that failed; null where it is given up: a page when each way has been tried
    /// with all its waits, a notice after a day.
    /// </summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="age">Since the message was to be told first.</param>
    public static Duration? WaitAfter(MessageKind kind, int attempt, int ways, Duration age)
    {
        if (!IsUrgent(kind))
            return age >= GivenUpAfter ? null : NoticeWaits[Math.Min(attempt, NoticeWaits.Length) - 1];
        var each = PageWaits.Length + 1;
        if (attempt >= each * ways)
            return null;
        var place = (attempt - 1) % each;
        return place < PageWaits.Length ? PageWaits[place] : Duration.Zero;
    }

    /// <summary>Somebody is to act now, so that it is tried quickly and by every way; the rest has a day.</summary>
    public static bool IsUrgent(MessageKind kind) =>
        kind is MessageKind.Page or MessageKind.Test or MessageKind.Role or MessageKind.Call;

    /// <summary>It is done at a place, or for whoever gave an address there; the others are told to people.</summary>
    public static bool IsDeed(MessageKind kind) =>
        kind is MessageKind.Linked or MessageKind.Relay or MessageKind.Status or MessageKind.Bridge
            or MessageKind.Subscribers or MessageKind.Subscriber or MessageKind.Confirmation;

    private static Duration Seconds(int seconds) => Duration.FromSeconds(seconds);
}
