using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Server.Description;

namespace Muster.Server.Pages;

/// <summary>Examples as somebody would type or read them.</summary>
internal static class DocsText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is shown as text, which the page escapes
    };

    public static string Curl(RouteDescription route)
    {
        var path = route.Parameters.Where(parameter => parameter.Place == "path").Aggregate(
            route.Path,
            (made, parameter) => made.Replace(
                $"{{{parameter.Name}}}", $"{Schemas.ExampleOf(parameter.Schema)}", StringComparison.Ordinal));
        var lines = new List<string>();
        if (route.Method != "GET")
            lines.Add($"-X {route.Method}");
        lines.Add($"\"$MUSTER_URL{path}\"");
        if (route.Path.StartsWith("/v2/alerts", StringComparison.Ordinal))
            lines.Add("-H \"Authorization: GenieKey $KEY\"");
        else if (!route.Rule.IsPublic && !route.Rule.IsKeyed)
            lines.Add("-H \"Authorization: Bearer $MUSTER_TOKEN\"");
        if (route.BodyExample is { } body)
        {
            lines.Add("-H 'Content-Type: application/json'");
            lines.Add($"-d '{body.ToJsonString(Indented).Replace("'", "'\\''", StringComparison.Ordinal)}'");
        }
        return $"curl {string.Join(" \\\n  ", lines)}";
    }

    /// <summary>Null where there is no body.</summary>
    public static string? Answer(AnswerShape answer) =>
        answer.Text ?? (answer.Example is { } example ? example.ToJsonString(Indented) : null);
}
