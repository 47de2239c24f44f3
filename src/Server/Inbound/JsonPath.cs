using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Muster.Server.Inbound;

/// <summary>
/// The way to one value: <c>alert.labels.host</c>, <c>items[0].name</c>, <c>meta["a.b"]</c>, with or without <c>$.</c>
/// before it.
/// </summary>
internal sealed class JsonPath
{
    private const int MostSteps = 20;

    private readonly ImmutableArray<string> steps;

    private JsonPath(ImmutableArray<string> steps) => this.steps = steps;

    /// <summary>Null where the text is no path.</summary>
    public static JsonPath? Read(string text)
    {
        var steps = ImmutableArray.CreateBuilder<string>();
        var rest = text.AsSpan();
        if (rest.StartsWith("$.") || rest.StartsWith("$[")) // a name may begin with $ itself
            rest = rest[(rest[1] == '.' ? 2 : 1)..];
        while (!rest.IsEmpty)
        {
            if (steps.Count == MostSteps || Step(ref rest) is not { Length: > 0 } step)
                return null;
            steps.Add(step);
        }
        return steps.Count == 0 ? null : new JsonPath(steps.ToImmutable());
    }

    /// <summary>Undefined where the way leads nowhere.</summary>
    public JsonElement In(JsonElement from)
    {
        foreach (var step in steps)
        {
            if (from.ValueKind == JsonValueKind.Array)
                from = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < from.GetArrayLength() ? from[index] : default;
            else
                from = from.Child(step);
        }
        return from;
    }

    private static string? Step(ref ReadOnlySpan<char> rest)
    {
        if (rest[0] == '[')
            return Bracketed(ref rest);
        var end = rest.IndexOfAny('.', '[');
        var step = (end < 0 ? rest : rest[..end]).ToString();
        rest = end < 0 ? [] : rest[end..];
        return Next(ref rest) ? step : null;
    }

    private static string? Bracketed(ref ReadOnlySpan<char> rest)
    {
        var end = rest.Length > 1 && rest[1] == '"' ? rest[2..].IndexOf("\"]") + 3 : rest.IndexOf(']');
        if (end < 2)
            return null;
        var step = rest[1..end].Trim('"').ToString();
        rest = rest[(end + 1)..];
        return Next(ref rest) ? step : null;
    }

    /// <summary>Goes over the point before the next step; one at the end is a fault.</summary>
    private static bool Next(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] == '[')
            return true;
        var isPoint = rest[0] == '.' && rest.Length > 1;
        rest = rest[1..];
        return isPoint;
    }
}
