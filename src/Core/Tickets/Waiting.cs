using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Core.Tickets;

/// <summary>Why nobody works on a ticket at present: a hold, a snooze, a question; and when the latest ended.</summary>
public sealed record Waiting
{
    private readonly Stamp holdUntil;
    private readonly Stamp snoozedUntil;
    private readonly Stamp askedAt;
    private readonly Stamp leftPendingAt;
    private readonly Stamp snoozeEndedAt;

    public static Waiting Never { get; } = new();

    /// <summary>While Pending: the state to which resume returns.</summary>
    public TicketStatus HeldFrom { get; init; }
    public string? HoldReason { get; init; }

    /// <summary>While Pending: when it resumes by itself; null waits for somebody (L5).</summary>
    public Instant? HoldUntil { get => holdUntil; init => holdUntil = value; }

    /// <summary>The end of the snooze, exclusive; null when there is none (E11).</summary>
    public Instant? SnoozedUntil { get => snoozedUntil; init => snoozedUntil = value; }
    public string? SnoozeReason { get; init; }

    /// <summary>The newest ask that still waits for the requester (L3).</summary>
    public Instant? AskedAt { get => askedAt; init => askedAt = value; }
    public Instant? LeftPendingAt { get => leftPendingAt; init => leftPendingAt = value; }
    public Instant? SnoozeEndedAt { get => snoozeEndedAt; init => snoozeEndedAt = value; }

    public Waiting Unasked() => AskedAt is null ? this : this with { AskedAt = null };

    /// <summary>No hold, snooze or question is left; when they ended, and what a hold would return to, is.</summary>
    public Waiting Over() => HoldReason is null && HoldUntil is null && SnoozedUntil is null && SnoozeReason is null
        ? Unasked()
        : this with { HoldReason = null, HoldUntil = null, SnoozedUntil = null, SnoozeReason = null, AskedAt = null };
}

/// <summary>How a ticket came to its latest end.</summary>
public sealed record Ending
{
    private readonly Stamp finishedAt;
    private readonly Stamp closedAt;
    private readonly Stamp noticedFor;

    public static Ending None { get; } = new();

    /// <summary>The latest resolving, or closing of an open ticket (S7).</summary>
    public Instant? FinishedAt { get => finishedAt; init => finishedAt = value; }

    /// <summary>The latest closing, from which the days for reopening count.</summary>
    public Instant? ClosedAt { get => closedAt; init => closedAt = value; }
    public string? Code { get; init; }
    public string? Text { get; init; }

    /// <summary>The activity for which L2's notice has been given.</summary>
    public Instant? NoticedFor { get => noticedFor; init => noticedFor = value; }
}
