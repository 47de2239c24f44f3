using System.Text.Json;

namespace Muster.Files.Policies;

/// <summary>Holds a journal line, or a clock, against what a policy test expects of it.</summary>
public static class JournalMatch
{
    /// <summary>
    /// True when <paramref name="actual"/> has every field of <paramref name="expected"/> with the same value; further
    /// fields do not matter. Null expects that the field is absent. Instants, and the durations of <c>elapsed</c>, are
    /// compared as such, however they are written; maps field by field, lists whole.
    /// </summary>
    public static bool Matches(JsonElement actual, JsonElement expected) => Differs(actual, expected) is null;

    /// <summary>The first field that differs, null when none does.</summary>
    public static string? Differs(JsonElement actual, JsonElement expected)
    {
        if (actual.ValueKind != JsonValueKind.Object || expected.ValueKind != JsonValueKind.Object)
            return Same(actual, expected, "") ? null : "";
        foreach (var field in expected.EnumerateObject())
        {
            var present = actual.TryGetProperty(field.Name, out var value);
            var same = present && value.ValueKind != JsonValueKind.Null
                ? Same(value, field.Value, field.Name)
                : field.Value.ValueKind == JsonValueKind.Null;
            if (!same)
                return field.Name;
        }
        return null;
    }

    private static bool Same(JsonElement actual, JsonElement expected, string field) =>
        (actual.ValueKind, expected.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => Differs(actual, expected) is null,
            (JsonValueKind.Array, JsonValueKind.Array) =>
                actual.GetArrayLength() == expected.GetArrayLength() &&
                actual.EnumerateArray().Zip(expected.EnumerateArray()).All(p => Same(p.First, p.Second, field)),
            (JsonValueKind.String, JsonValueKind.String) => SameText(actual.GetString()!, expected.GetString()!, field),
            (JsonValueKind.Number, JsonValueKind.Number) =>
                actual.TryGetDecimal(out var a) && expected.TryGetDecimal(out var b) && a == b,
            var (a, b) => a == b && a is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null,
        };

    private static bool SameText(string actual, string expected, string field)
    {
        if (actual == expected)
            return true;
        if (field is "at" or "due" or "until")
        {
            return Moments.TryParse(actual, out var one) && Moments.TryParse(expected, out var other) &&
                one.Exact is not null && one.Exact == other.Exact;
        }
        return field == "elapsed" && Durations.TryParse(actual, out var a) && Durations.TryParse(expected, out var b) &&
            a == b;
    }
}
