using NodaTime;

namespace Muster.Core.Calendars;

/// <summary>A stretch of time in which a calendar counts, or does not, for one reason (S2, S10).</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive, after <paramref name="From"/>.</param>
public readonly record struct CalendarInterval(Instant From, Instant To, CalendarReason Reason)
{
    public bool Counted => Reason == CalendarReason.Counted;
}

/// <summary>Why an instant counts or not.</summary>
public enum CalendarReason
{
    /// <summary>The wall clock is inside a window, on a date that is no holiday.</summary>
    Counted,

    /// <summary>The date is no holiday, and the wall clock is inside no window.</summary>
    OutOfHours,

    /// <summary>The local date is a holiday, from 00:00 to 24:00, inside and outside windows alike.</summary>
    Holiday,
}
