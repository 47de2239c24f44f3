using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Muster.Core.Asking;

/// <summary>What a text says about time at one place.</summary>
/// <param name="Role">How it was said: until, from, at, within, older, idle, for, in; null where nothing was.</param>
/// <param name="Length">How many tokens it takes.</param>
/// <param name="Span">A length of time; null where it is a moment.</param>
/// <param name="Coming">The moment, or where the period begins: the next that the words can mean.</param>
/// <param name="Gone">The same, the latest that the words can mean.</param>
/// <param name="End">Where a period that begins at Gone ends, exclusive; null where it is a moment.</param>
/// <param name="Closes">Where one that begins at Coming ends, if both ends were said; else null.</param>
internal sealed record TimeSaid(
    string? Role, int Length, Duration? Span = null, Instant? Coming = null, Instant? Gone = null, Instant? End = null,
    Instant? Closes = null);

/// <summary>Durations, dates and times of day in words, read at one place of a text.</summary>
internal sealed partial class TimeWords(
    string source, Lexicon lexicon, string[] words, IReadOnlyList<Token> tokens, Surroundings around)
{
    // What lies further away nobody plans.
    private static readonly Duration Longest = Duration.FromDays(3_660);

    private static readonly string[] OfSpans = ["idle", "older", "within", "for", "in"];
    private static readonly string[] OfMoments = ["of", "until", "from", "at"];

    private static readonly ZoneLocalMappingResolver Lenient = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>Null where nothing about time begins at <paramref name="start"/>.</summary>
    public TimeSaid? At(int start)
    {
        var best = FromTo(start);
        foreach (var role in OfSpans)
        {
            if (lexicon.At("role", words, start, role) is not { } said)
                continue;
            var after = start + said.Words.Length;
            if ((SpanAt(after) ?? (role == "within" ? UnitAt(after) : null)) is { } span)
                best = Longer(best, new TimeSaid(role, after - start + span.Length, span.Span));
        }
        foreach (var role in OfMoments)
        {
            if (lexicon.At("role", words, start, role) is not { } said)
                continue;
            var after = start + said.Words.Length;
            after += MomentAt(after, false) is null ? lexicon.At("article", words, after)?.Words.Length ?? 0 : 0;
            if (MomentAt(after, IsHourWord(said)) is { } moment
                && (role != "of" || moment.End is not null)) // "from yesterday" is that day
                best = Longer(best, moment with
                {
                    Role = role == "of" ? null : role,
                    Length = after - start + moment.Length,
                });
        }
        if (MonthAt(start) is { } month)
            best = Longer(best, month);
        if (StillAt(start) is { } still)
            best = Longer(best, still);
        return Idle(start, Longer(Longer(best, Bare(start)), Ago(start)));
    }

    /// <summary>"nobody touched for six hours".</summary>
    private TimeSaid? StillAt(int start)
    {
        if (lexicon.At("idleafter", words, start) is not { } still)
            return null;
        var after = start + still.Words.Length;
        after += lexicon.At("idlefor", words, after)?.Words.Length ?? 0;
        return SpanAt(after) is { } span ? new TimeSaid("idle", after - start + span.Length, span.Span) : null;
    }

    /// <summary>"for three hours without activity".</summary>
    private TimeSaid? Idle(int start, TimeSaid? said) => said is not null && SinceThen(said) is { } span
        && lexicon.At("idleafter", words, start + said.Length) is { } after
            ? new TimeSaid("idle", said.Length + after.Words.Length, span)
            : said;

    // "since yesterday nothing happened" is as long as it is since then.
    private Duration? SinceThen(TimeSaid said) => said.Span
        ?? (said is { Role: "from", Gone: { } gone } && gone < around.Now ? around.Now - gone : null);

    private TimeSaid? Bare(int start) =>
        Longer(SpanAt(start) is { } span ? new TimeSaid(null, span.Length, span.Span) : null, MomentAt(start, false));

    private TimeSaid? Ago(int start)
    {
        var before = lexicon.At("prefixago", words, start)?.Words.Length ?? 0;
        if (SpanAt(start + before) is not { } span)
            return null;
        var after = lexicon.At("role", words, start + before + span.Length, "ago")?.Words.Length ?? 0;
        return before + after == 0 ? null
            : Moment(around.Now - span.Span, around.Now - span.Span, before + span.Length + after);
    }

    private static TimeSaid? Longer(TimeSaid? one, TimeSaid? other) =>
        one is null || other?.Length > one.Length ? other : one;

    private static TimeSaid Moment(Instant coming, Instant gone, int length, Instant? end = null) =>
        new(null, length, null, coming, gone, end);

    // "at 9", "um 9", "a las 9": the hour needs no further word; "on 9" or "for 9" is no time of day.
    private bool IsHourWord(Phrase said) =>
        lexicon.At("hourrole", said.Words.ToArray(), 0)?.Words.Length == said.Words.Length;

    private (Duration Span, int Length)? SpanAt(int start) =>
        SpanSaid(start) is { } said && said.Span <= Longest ? said : null;

    private (Duration Span, int Length)? SpanSaid(int start)
    {
        if (start >= words.Length)
            return null;
        if (lexicon.At("span", words, start) is { } fixedSpan)
            return (Parse(fixedSpan.Value), fixedSpan.Words.Length);
        if (tokens[start].Kind == TokenKind.Duration && Written(words[start]) is { } written)
            return (written, 1);
        if (CountAt(start) is not { } count || UnitOf(start + count.Length) is not { } unit)
            return null;
        var (span, length) = (unit.Of * count.Value, count.Length + unit.Length);
        var next = start + length + (lexicon.At("and", words, start + length)?.Words.Length ?? 0);
        if (CountAt(next) is { } more && UnitOf(next + more.Length) is { } smaller && smaller.Of < unit.Of)
            return (span + (smaller.Of * more.Value), next + more.Length + smaller.Length - start);
        return (span, length);
    }

    /// <summary>"the last hour": one of it.</summary>
    private (Duration Span, int Length)? UnitAt(int start) =>
        UnitOf(start) is { } unit && unit.Of <= Duration.FromDays(1) ? (unit.Of, unit.Length) : null;

    private (double Value, int Length)? CountAt(int start)
    {
        if (start >= words.Length)
            return null;
        if (tokens[start].Kind is TokenKind.Number or TokenKind.Word
            && double.TryParse(words[start].Replace(',', '.'), NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out var value)
            && value is > 0 and < 100_000)
            return (value, 1);
        return lexicon.At("number", words, start) is { } number
            ? (int.Parse(number.Value, CultureInfo.InvariantCulture), number.Words.Length)
            : null;
    }

    private (Duration Of, int Length)? UnitOf(int start) => lexicon.At("unit", words, start) is not { } unit
        ? null
        : (unit.Value switch
        {
            "second" => Duration.FromSeconds(1),
            "minute" => Duration.FromMinutes(1),
            "hour" => Duration.FromHours(1),
            "day" => Duration.FromDays(1),
            "week" => Duration.FromDays(7),
            _ => Duration.FromDays(30),
        }, unit.Words.Length);

    private static Duration Parse(string iso) => PeriodPattern.NormalizingIso.Parse(iso).Value.ToDuration();

    /// <summary>4h, 1h30m, 2d or an ISO 8601 duration; null where it is more than anybody means.</summary>
    private static Duration? Written(string word)
    {
        if (word[0] == 'p')
        {
            var parsed = PeriodPattern.NormalizingIso.Parse(word.ToUpperInvariant());
            return parsed.Success ? parsed.Value.ToDuration() : null;
        }
        var (total, index) = (Duration.Zero, 0);
        while (index < word.Length)
        {
            var digits = index;
            while (digits < word.Length && !char.IsLetter(word[digits]))
                digits++;
            var letters = digits;
            while (letters < word.Length && char.IsLetter(word[letters]))
                letters++;
            if (!double.TryParse(word[index..digits].Replace(',', '.'), CultureInfo.InvariantCulture, out var count)
                || count > 100_000)
                return null;
            total += count * (word[digits..letters] switch
            {
                "s" => Duration.FromSeconds(1),
                "m" or "min" => Duration.FromMinutes(1),
                "h" => Duration.FromHours(1),
                "d" => Duration.FromDays(1),
                _ => Duration.FromDays(7),
            });
            index = letters;
        }
        return total;
    }
}
