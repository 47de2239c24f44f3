namespace Muster.Cli.Client;

/// <summary>The query of a request.</summary>
internal static class Query
{
    /// <summary>What was said, with its question mark; empty where nothing was.</summary>
    public static string Of(params IEnumerable<(string Name, string? Value)> said)
    {
        var parts = said.Where(part => part.Value is not null)
            .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}").ToList();
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
