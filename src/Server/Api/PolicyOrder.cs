using System.Text.Json;
using Muster.Files.Logs;
using Muster.Files.Policies;

namespace Muster.Server.Api;

/// <summary>A policy as a PUT sends it: one text, or several files, a later one laid over the earlier.</summary>
internal static class PolicyOrder
{
    private const int MostFiles = 50;
    private const string Form = "{\"text\": …} or {\"files\": [{\"name\": \"desk.yaml\", \"text\": …}]}";

    public static (IReadOnlyList<PolicySource>? Sources, Problem? Problem) Read(JsonElement said)
    {
        var sources = new List<PolicySource>();
        foreach (var field in said.EnumerateObject())
        {
            if (field.Name is "text" or "name" && field.Value.ValueKind == JsonValueKind.String)
                continue;
            if (field.Name != "files" || field.Value.ValueKind != JsonValueKind.Array
                || field.Value.GetArrayLength() is 0 or > MostFiles)
                return (null, Wrong(field.Name));
            foreach (var file in field.Value.EnumerateArray())
            {
                if (file.ValueKind != JsonValueKind.Object || Source(file) is not { } source)
                    return (null, Wrong("files"));
                sources.Add(source);
            }
        }
        var whole = said.TryGetProperty("text", out _) ? Source(said) : null;
        if (whole is null == (sources.Count == 0))
            return (null, Wrong("text"));
        return sources.DistinctBy(source => source.Name).Count() == sources.Count
            ? (whole is null ? sources : [whole], null)
            : (null, Wrong("files"));
    }

    private static PolicySource? Source(JsonElement file)
    {
        if (!file.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String)
            return null;
        var name = file.TryGetProperty("name", out var said) && said.ValueKind == JsonValueKind.String
            ? said.GetString()!
            : "policy.yaml";
        return IsName(name) ? new PolicySource(name, text.GetString()!, null) : null;
    }

    // It becomes a part of the version, and no way to a file.
    private static bool IsName(string name) => name.Length is > 0 and <= 80
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    private static Problem Wrong(string field) => Problem.Invalid(new BodyFault(
        field, $"{field} cannot be used: a policy comes as {Form}, names of letters, digits, dots and dashes"));
}
