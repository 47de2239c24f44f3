using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Muster.Core.Asking;

/// <summary>Dates and times of day.</summary>
internal sealed partial class TimeWords
{
    private const int Earliest = 1900;
    private const int Latest = 2500;

    private static readonly OffsetDateTimePattern WithoutSeconds =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>");

    private LocalDate Today => around.Now.InZone(around.Zone).Date;

    private TimeSaid? MomentAt(int start, bool bareHour)
    {
        if (start >= words.Length)
            return null;
        if (lexicon.At("moment", words, start) is { Value: "now" } now)
            return Moment(around.Now, around.Now, now.Words.Length);
        if (tokens[start].Kind == TokenKind.Date && InstantOf(tokens[start].Text) is { } instant)
            return Moment(instant, instant, 1);
        if (tokens[start].Kind == TokenKind.Date && LocalOf(tokens[start].Text) is { } local)
            return Resolved(local, start);
        if (PeriodAt(start) is { } period)
            return period;
        if (DayAt(start) is { } day && !(NamedAt(start)?.Words.Length > day.Length))
        {
            var next = start + day.Length + (HourRole(start + day.Length)?.Words.Length ?? 0);
            return ClockAt(next, true) is { } clock ? Both(day, clock, next - start + clock.Length)
                : lexicon.At("daytime", words, start + day.Length) is { } part
                ? Both(day, Named(part), day.Length + part.Words.Length)
                : WholeDay(day, ZoneAt(start + day.Length));
        }
        if (ClockAt(start, bareHour) is not { } hour)
            return null;
        var after = start + hour.Length;
        after += lexicon.At("role", words, after, "at")?.Words.Length ?? 0;
        if (DayAt(after) is not { } later)
            return Moment(Next(hour, 1), Next(hour, -1), hour.Length);
        after += later.Length;
        return hour.Zone is null && ZoneAt(after) is { } zone
            ? Both(later, hour with { Zone = zone.Zone }, after + zone.Length - start)
            : Both(later, hour, after - start);
    }

    private Phrase? NamedAt(int start) => lexicon.At("moment", words, start);

    private Phrase? HourRole(int start) => lexicon.At("role", words, start, "at");

    private TimeSaid Both((LocalDate Coming, LocalDate Gone, int Length) day, TimeOfDay clock, int length) =>
        Moment(At(day.Coming, clock), At(day.Gone, clock), length);

    private TimeSaid WholeDay(
        (LocalDate Coming, LocalDate Gone, int Length) day, (DateTimeZone Zone, int Length)? zone) =>
        Moment(StartOf(day.Coming), StartOf(day.Gone), day.Length + (zone?.Length ?? 0),
            StartOf(day.Gone.PlusDays(1)));

    private Instant StartOf(LocalDate date) => Zone.AtStartOfDay(date).ToInstant();

    private Instant At(LocalDate date, TimeOfDay clock) =>
        (clock.Zone ?? Zone).ResolveLocal(date.PlusDays(clock.Days) + clock.Time, Lenient).ToInstant();

    /// <summary>The nearest time of day after now, or before it.</summary>
    private Instant Next(TimeOfDay clock, int direction)
    {
        var today = around.Now.InZone(clock.Zone ?? Zone).Date;
        var at = At(today, clock);
        return direction > 0 ? (at > around.Now ? at : At(today.PlusDays(1), clock))
            : at <= around.Now ? at : At(today.PlusDays(-1), clock);
    }

    private static Instant? InstantOf(string text)
    {
        var read = OffsetDateTimePattern.ExtendedIso.Parse(text);
        if (!read.Success)
            read = WithoutSeconds.Parse(text);
        return read is { Success: true, Value.Year: > Earliest and < Latest } ? read.Value.ToInstant() : null;
    }

    /// <summary>"last week", "this month", "next weekend".</summary>
    private TimeSaid? PeriodAt(int start)
    {
        var shift = 0;
        var which = lexicon.At("next", words, start);
        if (which is not null)
            shift = 1;
        else if ((which = lexicon.At("last", words, start)) is not null)
            shift = -1;
        else
            which = lexicon.At("this", words, start);
        var length = which?.Words.Length ?? 0;
        if (lexicon.At("weekend", words, start + length) is { } weekend)
        {
            var saturday = Monday.PlusDays(5 + (7 * shift));
            return Period(saturday, saturday.PlusDays(2), length + weekend.Words.Length);
        }
        if (lexicon.At("unit", words, start + length) is not { Value: "day" or "week" or "month" } unit)
            return null;
        length += unit.Words.Length;
        if (which is null)
            return null;
        if (lexicon.At("last", words, start + length) is { } last)
            (shift, length) = (-1, length + last.Words.Length);
        var month = new LocalDate(Today.Year, Today.Month, 1).PlusMonths(shift);
        return unit.Value switch
        {
            "week" => Period(Monday.PlusWeeks(shift), Monday.PlusWeeks(shift + 1), length),
            "month" => Period(month, month.PlusMonths(1), length),
            _ => null,
        };
    }

    /// <summary>"in March", never "may" alone.</summary>
    private TimeSaid? MonthAt(int start)
    {
        if (lexicon.At("monthrole", words, start) is not { } role
            || lexicon.At("month", words, start + role.Words.Length) is not { } month)
            return null;
        var length = role.Words.Length + month.Words.Length;
        var year = NumberAt(start + length) is { } said and > Earliest and < Latest ? said : (int?)null;
        var first = new LocalDate(year ?? Today.Year, int.Parse(month.Value, CultureInfo.InvariantCulture), 1);
        var gone = year is null && first > Today ? first.PlusYears(-1) : first;
        var coming = year is null && first.PlusMonths(1) <= Today ? first.PlusYears(1) : first;
        return Moment(StartOf(coming), StartOf(gone), length + (year is null ? 0 : 1), StartOf(gone.PlusMonths(1)));
    }

    private LocalDate Monday => Today.PlusDays(1 - (int)Today.DayOfWeek);

    private TimeSaid Period(LocalDate from, LocalDate until, int length) =>
        Moment(StartOf(from), StartOf(from), length, StartOf(until));

    private (LocalDate Coming, LocalDate Gone, int Length)? DayAt(int start)
    {
        if (start >= words.Length)
            return null;
        if (lexicon.At("day", words, start) is { } day)
        {
            var date = Today.PlusDays(int.Parse(day.Value, CultureInfo.InvariantCulture));
            return (date, date, day.Words.Length);
        }
        if (tokens[start].Kind == TokenKind.Date && DateOf(tokens[start].Text) is { } written)
            return (written.Coming, written.Gone, 1);
        if (MonthDayAt(start) is { } named)
            return named;
        var next = lexicon.At("next", words, start) ?? lexicon.At("this", words, start);
        var last = next is null ? lexicon.At("last", words, start) : null;
        var before = (next ?? last)?.Words.Length ?? 0;
        if (lexicon.At("weekday", words, start + before) is not { } weekday)
            return null;
        var wanted = (IsoDayOfWeek)int.Parse(weekday.Value, CultureInfo.InvariantCulture);
        var length = before + weekday.Words.Length;
        length += lexicon.At("nextafter", words, start + length)?.Words.Length ?? 0;
        if (lexicon.At("last", words, start + length) is { } after && before == 0)
            (last, length) = (after, length + after.Words.Length);
        var (coming, gone) = (Today.Next(wanted), Today.Previous(wanted));
        return (last is null ? coming : gone, next is null ? gone : coming, length);
    }

    /// <summary>"24 December", "December 24", "24. Dezember 2025", "24 de diciembre".</summary>
    private (LocalDate, LocalDate, int)? MonthDayAt(int start)
    {
        var (first, length) = (NumberAt(start), 1);
        if (first is null && lexicon.At("month", words, start) is { } ahead)
        {
            first = NumberAt(start + ahead.Words.Length);
            return first is { } of && Dated(ahead, of) is { } dates
                ? (dates.Item1, dates.Item2, ahead.Words.Length + 1) : null;
        }
        while (start + length < words.Length && words[start + length] is "." or "de" or "of" or "th" or "st")
            length++;
        if (first is not { } day || lexicon.At("month", words, start + length) is not { } month)
            return null;
        return Dated(month, day) is { } dated ? (dated.Item1, dated.Item2, length + month.Words.Length) : null;
    }

    private (LocalDate, LocalDate)? Dated(Phrase month, int day)
    {
        var number = int.Parse(month.Value, CultureInfo.InvariantCulture);
        return day is >= 1 and <= 28 || (day is > 28 and <= 31
            && day <= CalendarSystem.Iso.GetDaysInMonth(Today.Year, number))
            ? Around(new AnnualDate(number, day)) : null;
    }

    private (LocalDate, LocalDate) Around(AnnualDate date)
    {
        var now = date.InYear(Today.Year);
        return now >= Today ? (now, date.InYear(Today.Year - 1)) : (date.InYear(Today.Year + 1), now);
    }

    private (LocalDate Coming, LocalDate Gone)? DateOf(string text)
    {
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value.Year: > Earliest and < Latest } iso)
            return (iso.Value, iso.Value);
        var parts = text.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (LocalDatePattern.CreateWithInvariantCulture("d.M.uuuu").Parse(text)
            is { Success: true, Value.Year: > Earliest and < Latest } whole)
            return (whole.Value, whole.Value);
        return parts.Length == 2
            && int.Parse(parts[0], CultureInfo.InvariantCulture) is >= 1 and <= 28 and var day
            && int.Parse(parts[1], CultureInfo.InvariantCulture) is >= 1 and <= 12 and var month
            ? Around(new AnnualDate(month, day)) : null;
    }

    private int? NumberAt(int start) =>
        start < words.Length && tokens[start].Kind == TokenKind.Number
        && int.TryParse(words[start], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
