using System.Text.Json;

namespace Muster.Files.Eval;

/// <summary>Who is on call at an instant, or in which shifts over a range.</summary>
internal static class OnCallCase
{
    public static void Write(Utf8JsonWriter json, JsonElement line) =>
        throw new EvalFault($"on-call is not answered yet: {line.ValueKind}");
}
