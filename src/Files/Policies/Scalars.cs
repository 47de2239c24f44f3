using System.Collections.Immutable;
using System.Globalization;
using Muster.Core.Calendars;
using Muster.Core.Policies;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>The kinds of single values in a policy: what each accepts, and how each is read.</summary>
internal static class Scalars
{
    private const string Wrong = "";

    // so that no instant of a log and what may pass after it lie further apart than instants can
    private static readonly Duration Longest = Duration.FromDays(36_525);

    private const string DurationWords = "a duration such as 15m, 4h, 7d, 1h30m or PT15M";

    public static readonly ScalarShape Text =
        new("text", "a text", s => s.IsText && !string.IsNullOrWhiteSpace(s.Text) ? null : Wrong);

    public static readonly ScalarShape LongDuration = new("duration", DurationWords, s => Length(s, 1));

    public static readonly ScalarShape AnyDuration = new("duration", DurationWords, s => Length(s, 0));

    public static readonly ScalarShape Share =
        new("percentage", "a whole percentage such as 75%", s => InPercent(s, 1, 100, "above 0 % and at most 100 %"));

    public static readonly ScalarShape Level =
        new("percentage", "a whole percentage such as 75%", s => InPercent(s, 1, 99, "above 0 % and below 100 %"));

    public static readonly ScalarShape Flag =
        new("boolean", "true or false", s => IsFlag(s) ? null : Wrong);

    // Bounds: no sum or product of these with a time unit can overflow, and nobody needs more.
    public static readonly ScalarShape Count = Whole(0, 999_999_999);

    public static readonly ScalarShape Every = Whole(1, 10_000);

    public static readonly ScalarShape Repeats = Whole(0, 100);

    public static readonly ScalarShape Date =
        new("date", "a date such as 2025-12-25", s => s.IsText && Moments.TryDate(s.Text, out _) ? null : Wrong);

    public static readonly ScalarShape DateTime = new(
        "moment",
        "a date and time such as 2025-01-06T09:00, or with an offset 2025-01-06T09:00+01:00",
        s => s.IsText && Moments.TryParse(s.Text, out _) ? null : Wrong);

    public static readonly ScalarShape Zone = new(
        "zone", "a zone such as Europe/Berlin", s => s.IsText && s.Text.Length > 0 ? null : Wrong);

    public static readonly ScalarShape Window = new(
        "window",
        "a window HH:MM-HH:MM from 00:00 to 24:00, such as 09:00-17:00",
        s => s.IsText && Week.TryWindow(s.Text, out _) ? null : Wrong);

    public static readonly ScalarShape PagingTarget = new(
        "target", "a target such as schedule:primary, team:tier-2, person:maria or role:duty-manager",
        s => Target(s, TargetKinds));

    public static readonly ScalarShape Time = new(
        "time", "a time of day such as \"10:00\"", s => s.IsText && TryTime(s.Text, out _) ? null : Wrong);

    public static readonly ScalarShape StakeholderTarget = new(
        "target",
        "a target such as person:cto, mail:board@example.org, slack:#status or webhook:https://example.org/in",
        s => Target(s, [.. TargetKinds, "mail", "slack", "webhook"]));

    public static readonly ImmutableArray<string> TargetKinds = ["schedule", "team", "person", "role"];

    public static ScalarShape Word(params string[] words) =>
        new("word", "one of " + string.Join(", ", words), s => OneOf(s, words)) { Words = [.. words] };

    public static Duration AsDuration(Node node) =>
        Durations.TryParse(((ScalarNode)node).Text, out var duration) ? duration : throw NotChecked(node);

    public static Percentage AsPercentage(Node node) =>
        TryPercent(((ScalarNode)node).Text, out var hundredths) ? new Percentage(hundredths) : throw NotChecked(node);

    public static int AsCount(Node node) =>
        int.Parse(((ScalarNode)node).Text, NumberStyles.None, CultureInfo.InvariantCulture);

    public static bool AsFlag(Node node) => ((ScalarNode)node).Text == "true";

    public static LocalDate AsDate(Node node) =>
        Moments.TryDate(((ScalarNode)node).Text, out var date) ? date : throw NotChecked(node);

    public static LocalTime AsTime(Node node) =>
        TryTime(((ScalarNode)node).Text, out var time) ? time : throw NotChecked(node);

    public static Moment AsMoment(Node node) =>
        Moments.TryParse(((ScalarNode)node).Text, out var moment) ? moment : throw NotChecked(node);

    public static DateTimeZone AsZone(Node node, ZoneData zones) =>
        zones.Find(((ScalarNode)node).Text) ?? throw NotChecked(node);

    private static InvalidOperationException NotChecked(Node node) =>
        new($"A value was read before it was checked, at {node.Place}.");

    private static string? Length(ScalarNode scalar, long leastMilliseconds)
    {
        if (!scalar.IsText || !Durations.TryParse(scalar.Text, out var duration))
            return Wrong;
        if (duration < Duration.Zero)
            return $"a duration cannot be negative here: {scalar.Text}";
        if (duration > Longest)
            return $"a duration must be a hundred years (36525d) at most: {scalar.Text}";
        return duration >= Duration.FromMilliseconds(leastMilliseconds)
            ? null
            : $"a duration must be longer than zero here: {scalar.Text}";
    }

    private static string? InPercent(ScalarNode scalar, int least, int most, string range)
    {
        if (!scalar.IsText || !TryPercent(scalar.Text, out var hundredths))
            return Wrong;
        return hundredths >= least && hundredths <= most ? null : $"a percentage must be {range} here: {scalar.Text}";
    }

    private static bool TryPercent(string text, out int hundredths)
    {
        hundredths = 0;
        const NumberStyles Signed = NumberStyles.AllowLeadingSign;
        return text.EndsWith('%') &&
            int.TryParse(text.AsSpan(0, text.Length - 1), Signed, CultureInfo.InvariantCulture, out hundredths);
    }

    private static bool TryTime(string text, out LocalTime time)
    {
        var parsed = NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text);
        return parsed.TryGetValue(LocalTime.Midnight, out time);
    }

    private static bool IsFlag(ScalarNode scalar) =>
        scalar.Kind is ScalarKind.Boolean or ScalarKind.Plain && scalar.Text is "true" or "false";

    public static ScalarShape Whole(int least, int most) => new(
        "count",
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        s => s.MayBeNumber && int.TryParse(s.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
            number >= least && number <= most ? null : Wrong);

    private static string? OneOf(ScalarNode scalar, string[] words)
    {
        if (!scalar.IsText)
            return Wrong;
        if (Array.IndexOf(words, scalar.Text) >= 0)
            return null;
        var near = Nearest.To(scalar.Text, words);
        return near is null
            ? Wrong
            : $"expected one of {string.Join(", ", words)}, found '{scalar.Text}'{DidYouMean(near)}";
    }

    private static string? Target(ScalarNode scalar, ImmutableArray<string> kinds)
    {
        var colon = scalar.Text.IndexOf(':', StringComparison.Ordinal);
        if (!scalar.IsText || colon < 0 || string.IsNullOrWhiteSpace(scalar.Text[(colon + 1)..]))
            return Wrong;
        var kind = scalar.Text[..colon];
        if (kinds.Contains(kind))
            return null;
        var expected = string.Join(", ", kinds[..^1].Select(known => known + ":")) + $" or {kinds[^1]}:";
        return $"a target cannot be a '{kind}'; expected {expected}{DidYouMean(Nearest.To(kind, kinds))}";
    }

    public static string DidYouMean(string? near) => near is null ? "" : $"; did you mean '{near}'?";
}
