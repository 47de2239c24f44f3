using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Muster.Core.Tickets;

namespace Muster.Core.Reports;

/// <summary>What was said of an impact, in words; the store keeps it as the JSON that it was said in.</summary>
public static class ImpactText
{
    /// <summary>Its words; empty for what has none.</summary>
    public static string Of(ImpactFact fact) => string.Join(", ", Lines(fact));

    /// <summary>One for each thing that was said.</summary>
    public static ImmutableArray<string> Lines(ImpactFact fact)
    {
        using var json = JsonDocument.Parse(fact.Json);
        return json.RootElement.ValueKind == JsonValueKind.Array
            ? [.. json.RootElement.EnumerateArray().Select(Text).Where(text => text.Length > 0)]
            : Text(json.RootElement) is { Length: > 0 } text ? [text] : [];
    }

    /// <summary>A count such as <c>1,000</c>, or <c>1,000+</c> where it was said as at least.</summary>
    public static string Count(ImpactFact fact)
    {
        var said = Of(fact);
        var digits = said.TrimEnd('+');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count.ToString("#,0", CultureInfo.InvariantCulture) + said[digits.Length..]
            : said;
    }

    /// <summary>A share such as <c>40%</c>: a number up to 1 is a part of the whole, a higher one is in hundredths.
    /// </summary>
    public static string Share(ImpactFact fact)
    {
        var said = Of(fact);
        if (!decimal.TryParse(
            said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return said;
        var hundredths = number <= 1 ? number * 100 : number;
        return hundredths.ToString("0.##", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>Whether something was lost: what was said, with yes and none for true and false.</summary>
    public static string Loss(ImpactFact fact) => Of(fact) switch
    {
        "true" => "Yes",
        "false" => "None",
        var said => said,
    };

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}
