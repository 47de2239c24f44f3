using System.Text;
using System.Text.Json;
using Muster.Core.Tickets;
using Muster.Files;
using NodaTime;

namespace Muster.Server.Inbound;

/// <summary>What senders say, read leniently: what is not there or has another form is not said.</summary>
internal static class Said
{
    /// <summary>Of one title; no sender's limit is higher.</summary>
    public const int LongestTitle = 1_024;

    /// <summary>Of one description: what an Opsgenie alert with note and details may hold, which is the most.</summary>
    public const int LongestText = 50_000;

    private static readonly Instant YearTwo = Instant.FromUtc(2, 1, 1, 0, 0);

    private const int LongestTag = 200;
    private const int MostTags = 50;

    /// <summary>A text or a number as text, without blanks around it; null for anything else and for nothing.</summary>
    public static string? Text(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value.AsText() : null;

    public static string? AsText(this JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => Whole(value),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    public static JsonElement Child(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : default;

    public static IEnumerable<JsonElement> Items(this JsonElement from, string name) =>
        from.Child(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<(string Name, string Value)> Fields(this JsonElement from)
    {
        if (from.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var field in from.EnumerateObject())
        {
            if (field.Value.AsText() is { } text)
                yield return (field.Name, text);
        }
    }

    /// <summary>An instant; null where there is none, or the year 1, which stands for none in Go.</summary>
    public static Instant? Moment(this JsonElement from, string name) => AsMoment(from.Text(name));

    public static Instant? AsMoment(string? text)
    {
        if (Moments.TryParse(text, out var moment) && moment.Exact is { } exact)
            return exact > YearTwo ? exact : null;
        return long.TryParse(text, out var seconds) && seconds is > 0 and < 253_402_300_800
            ? Instant.FromUnixTimeSeconds(seconds)
            : null;
    }

    /// <summary>As many as a ticket bears, each cut to a length that lists can show.</summary>
    public static IEnumerable<Tag> Tags(IEnumerable<(string Name, string Value)> fields) => fields
        .Where(field => field.Name.Length > 0)
        .DistinctBy(field => field.Name)
        .Take(MostTags)
        .Select(field => new Tag(Cut(field.Name, LongestTag), Cut(field.Value, LongestTag)));

    /// <summary>At most so many characters, and no half of one; what was cut ends in three dots.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = most - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    /// <summary>Lines that are there, one under the other; null for none.</summary>
    public static string? Lines(params IEnumerable<string?> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (text.Length > 0)
                text.Append('\n');
            text.Append(line);
            if (text.Length > LongestText)
                break;
        }
        return text.Length == 0 ? null : Cut(text.ToString(), LongestText);
    }

    /// <summary>How many characters people would count.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    // an escape for half a character is sound JSON and no text
    private static string? Whole(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
