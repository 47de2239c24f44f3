using System.Globalization;
using NodaTime;

namespace Muster.Core.Asking;

/// <summary>From one time to another: "between 22:00 and 23:00", "tomorrow 2-4 pm", "von Montag bis Freitag".</summary>
internal sealed partial class TimeWords
{
    // A joint is a word or a dash with spaces around it.
    private const int WidestDash = 3;

    /// <summary>A span at <paramref name="start"/>, with "on" before it or not.</summary>
    private TimeSaid? FromTo(int start) =>
        FromToAt(start, start) ?? (HourRole(start) is { } role ? FromToAt(start, start + role.Words.Length) : null);

    private TimeSaid? FromToAt(int start, int at) => TimesFromTo(start, at) ?? DaysFromTo(start, at)
        ?? MomentsFromTo(start, at);

    private TimeSaid? TimesFromTo(int start, int at)
    {
        (LocalDate Coming, LocalDate Gone)? day = null;
        if (DayAt(at) is { } before)
        {
            day = (before.Coming, before.Gone);
            at += before.Length;
            at += at < tokens.Count && tokens[at].Kind == TokenKind.Comma ? 1 : 0;
            at += HourRole(at)?.Words.Length ?? 0;
        }
        var opener = lexicon.At("spanfrom", words, at);
        at += opener?.Words.Length ?? 0;
        if (day is null && opener is not null && DayAt(at) is { } first)
        {
            day = (first.Coming, first.Gone);
            at += first.Length;
            at += HourRole(at)?.Words.Length ?? 0;
        }
        if (ClockAt(at, true) is not { } opens || JointAt(at + opens.Length, opener) is not { } joint)
            return null;
        var next = at + opens.Length + joint;
        var lastDay = DayAt(next);
        next += lastDay?.Length ?? 0;
        next += HourRole(next)?.Words.Length ?? 0;
        if (ClockAt(next, true) is not { } to)
            return null;
        var hours = opener is not null && lexicon.At("spanhours", words, at - opener.Words.Length) is not null;
        var (bareFrom, bareTo) = (ClockAt(at, false) is null && !hours, ClockAt(next, false) is null && !hours);
        // "raise 42 from 2 to 1" says no time of day.
        if ((bareFrom && bareTo && (day is null || (opener is null && joint > 0)))
            || (bareFrom && opener is null && day is null && joint > 0))
            return null;
        if (bareFrom && IsAfternoon(to, next) && opens.Time.Hour < 12 && opens.Time.PlusHours(12) < to.Time)
            opens = opens with { Time = opens.Time.PlusHours(12) };
        next += to.Length;
        var role = HourRole(next)?.Words.Length ?? 0;
        if (day is null && lastDay is null && DayAt(next + role) is { } after)
        {
            day = (after.Coming, after.Gone);
            next += role + after.Length;
        }
        if (ZoneAt(next) is { } zone)
        {
            (opens, to) = (opens with { Zone = opens.Zone ?? zone.Zone }, to with { Zone = to.Zone ?? zone.Zone });
            next += zone.Length;
        }
        return Spanned(day, opens with { Zone = opens.Zone ?? to.Zone }, lastDay, to, next - start);
    }

    private TimeSaid Spanned(
        (LocalDate Coming, LocalDate Gone)? day, TimeOfDay opens, (LocalDate Coming, LocalDate Gone, int)? lastDay,
        TimeOfDay to, int length)
    {
        var today = around.Now.InZone(opens.Zone ?? Zone).Date;
        (Instant Opens, Instant Closes) On(LocalDate date)
        {
            var last = lastDay is not { } said ? date : said.Gone >= date ? said.Gone : said.Coming;
            var (begins, closes) = (At(date, opens), At(last, to));
            return (begins, closes > begins ? closes : At(date.PlusDays(1), to));
        }
        var coming = On(day?.Coming ?? today);
        if (day is null && coming.Closes <= around.Now)
            coming = On(today.PlusDays(1));
        var gone = On(day?.Gone ?? today);
        if (day is null && gone.Opens > around.Now)
            gone = On(today.PlusDays(-1));
        return new TimeSaid(null, length, null, coming.Opens, gone.Opens, gone.Closes, coming.Closes);
    }

    /// <summary>"from Monday to Friday": both days are in it.</summary>
    private TimeSaid? DaysFromTo(int start, int at)
    {
        if (lexicon.At("spanfrom", words, at) is not { } opener)
            return null;
        at += opener.Words.Length;
        if (DayAt(at) is not { } opens || JointAt(at + opens.Length, opener) is not { } joint
            || DayAt(at + opens.Length + joint) is not { } to)
            return null;
        var (coming, gone) = (NotBefore(opens.Coming, to.Coming), NotBefore(opens.Gone, to.Gone));
        return coming < opens.Coming || gone < opens.Gone ? null
            : new TimeSaid(
                null, at + opens.Length + joint + to.Length - start, null, StartOf(opens.Coming), StartOf(opens.Gone),
                StartOf(gone.PlusDays(1)), StartOf(coming.PlusDays(1)));
    }

    /// <summary>"from 2026-04-04T02:00Z to 2026-04-04T04:00Z".</summary>
    private TimeSaid? MomentsFromTo(int start, int at)
    {
        if (lexicon.At("spanfrom", words, at) is not { } opener)
            return null;
        at += opener.Words.Length;
        if (MomentAt(at, false) is not { End: null } opens || JointAt(at + opens.Length, opener) is not { } joint)
            return null;
        at += opens.Length + joint;
        return MomentAt(at, false) is { End: null } to && to.Coming > opens.Coming
            ? new TimeSaid(
                null, at + to.Length - start, null, opens.Coming, opens.Gone,
                to.Gone > opens.Gone ? to.Gone : to.Coming, to.Coming)
            : null;
    }

    // From Monday to Friday is to the Friday after that Monday.
    private static LocalDate NotBefore(LocalDate opens, LocalDate to) =>
        to < opens && to.PlusDays(7) >= opens ? to.PlusDays(7) : to;

    /// <summary>How many tokens join two times: 0 for a dash; null where nothing does.</summary>
    private int? JointAt(int at, Phrase? opener)
    {
        if (at >= words.Length)
            return null;
        if (lexicon.At(opener?.Value == "between" ? "spanand" : "spanto", words, at) is { } word)
            return word.Words.Length;
        var between = at == 0 ? "" : source[tokens[at - 1].End..tokens[at].Start].Trim();
        return between is "-" or "–" or "—" && tokens[at].Start - tokens[at - 1].End <= WidestDash ? 0 : null;
    }

    private bool IsAfternoon(TimeOfDay to, int at) =>
        int.TryParse(
            new string([.. tokens[at].Text.TakeWhile(char.IsAsciiDigit)]), NumberStyles.None,
            CultureInfo.InvariantCulture, out var said) && to.Time.Hour == said + 12;
}
