using System.Collections.Immutable;
using NodaTime;

namespace Muster.Core.Reports;

public enum TimeUnit
{
    Week,
    Month,
    Year,
}

/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public readonly record struct Stretch(LocalDate From, LocalDate To);

/// <summary>
/// A period cut into weeks from Monday, into months where there were more than 60 weeks, into years or groups of years
/// where there were more than 60 months. Never more than 60 stretches, without holes.
/// </summary>
public sealed record Timescale(TimeUnit Unit, ImmutableArray<Stretch> Stretches)
{
    public const int Most = 60;

    /// <summary>Both days are included.</summary>
    public static Timescale Of(LocalDate first, LocalDate last)
    {
        var monday = first.PlusDays(1 - (int)first.DayOfWeek);
        if (Period.DaysBetween(monday, last) < Most * 7)
            return Cut(TimeUnit.Week, monday, last, start => start.PlusWeeks(1));
        var month = new LocalDate(first.Year, first.Month, 1);
        if (last < month.PlusMonths(Most))
            return Cut(TimeUnit.Month, month, last, start => start.PlusMonths(1));
        var years = (last.Year - first.Year) / Most + 1;
        return Cut(TimeUnit.Year, new LocalDate(first.Year, 1, 1), last, start => start.PlusYears(years));
    }

    /// <summary>The stretch that holds the day.</summary>
    public int IndexOf(LocalDate day)
    {
        int low = 0, high = Stretches.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Stretches[middle].From <= day)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    private static Timescale Cut(TimeUnit unit, LocalDate from, LocalDate last, Func<LocalDate, LocalDate> next)
    {
        var stretches = ImmutableArray.CreateBuilder<Stretch>();
        while (from <= last)
        {
            // the calendar ends with the year 9999
            var to = from.Year > 9900 && unit == TimeUnit.Year ? LocalDate.MaxIsoValue : next(from);
            stretches.Add(new Stretch(from, to));
            if (to == LocalDate.MaxIsoValue)
                break;
            from = to;
        }
        return new Timescale(unit, stretches.ToImmutable());
    }
}
