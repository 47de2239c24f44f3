using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Muster.Files.Logs;

namespace Muster.Server.Api;

/// <summary>What a POST carries beside its path: the body's bytes, and its key.</summary>
internal static class Bodies
{
    /// <summary>In bytes, of any body.</summary>
    public const int Largest = 1 << 20;

    private const string KeyHeader = "Idempotency-Key";
    private const int LongestKey = 200;

    /// <summary>The bytes, or why they are not taken; nothing at all is an empty body.</summary>
    /// <exception cref="BadHttpRequestException">It is longer than <see cref="Largest"/>, or breaks off.</exception>
    public static async Task<(byte[] Bytes, Problem? Problem)> Read(HttpContext http)
    {
        var request = http.Request;
        var mayHaveBody = request.ContentLength is not 0 && (request.ContentLength is not null || IsChunked(request));
        if (mayHaveBody && !IsJson(request.ContentType))
            return ([], Problem.OfStatus(415));
        using var bytes = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, Largest));
        await request.Body.CopyToAsync(bytes, http.RequestAborted).ConfigureAwait(false);
        return (bytes.ToArray(), null);
    }

    /// <summary>A body that is one JSON object, with the bytes it was read from.</summary>
    /// <exception cref="BadHttpRequestException">It is longer than <see cref="Largest"/>, or breaks off.</exception>
    public static async Task<(JsonElement Said, byte[] Bytes, Problem? Problem)> ReadObject(HttpContext http)
    {
        var (bytes, problem) = await Read(http).ConfigureAwait(false);
        if (problem is not null)
            return (default, bytes, problem);
        try
        {
            using var json = JsonDocument.Parse(bytes.Length == 0 ? "{}"u8.ToArray() : bytes);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return (default, bytes, Problem.Unreadable("no JSON object"));
            MeetEveryText(json.RootElement);
            return (json.RootElement.Clone(), bytes, null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (default, bytes, Problem.Unreadable("not JSON in UTF-8"));
        }
    }

    // A text that is no Unicode shows only when it is read.
    private static void MeetEveryText(JsonElement said)
    {
        switch (said.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in said.EnumerateObject())
                {
                    _ = field.Name;
                    MeetEveryText(field.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in said.EnumerateArray())
                    MeetEveryText(item);
                break;
            case JsonValueKind.String:
                _ = said.GetString();
                break;
        }
    }

    /// <summary>The one tag of If-Match without its quotes; null for any.</summary>
    public static (string? Tag, Problem? Problem) SeenTag(HttpContext http)
    {
        var said = http.Request.Headers.IfMatch;
        if (said.Count == 0 || said.ToString().Trim() == "*")
            return (null, null);
        return EntityTagHeaderValue.TryParseList(said, out var tags) && tags.Count == 1
            ? ($"{tags[0].Tag}".Trim('"'), null)
            : (null, Problem.Invalid(new BodyFault("If-Match", "If-Match must be one version as an ETag gave it")));
    }

    /// <summary>The key of the header; a quoted one (as its draft has it) and a bare one are the same.</summary>
    public static (string? Key, Problem? Problem) Key(HttpContext http, string? inBody)
    {
        var said = http.Request.Headers[KeyHeader];
        var key = said.Count == 0 ? null : said.ToString().Trim();
        if (key is ['"', .., '"'])
            key = key[1..^1];
        if (said.Count > 1 || key is { Length: 0 or > LongestKey })
            return (null, Problem.Invalid(
                new BodyFault(KeyHeader, $"{KeyHeader} must be one key of 1 to {LongestKey} characters")));
        if (inBody is { Length: 0 or > LongestKey })
            return (null, Problem.Invalid(
                new BodyFault("key", $"key must have 1 to {LongestKey} characters")));
        return key is not null && inBody is not null && key != inBody
            ? (null, Problem.Invalid(new BodyFault("key", $"key is not what {KeyHeader} says; give one")))
            : (key ?? inBody, null);
    }

    /// <summary>The version of If-Match; null for any. A tag that is none of ours matches no version.</summary>
    public static (long? Version, Problem? Problem) SeenVersion(HttpContext http)
    {
        var said = http.Request.Headers.IfMatch;
        if (said.Count == 0 || said.ToString().Trim() == "*")
            return (null, null);
        if (!EntityTagHeaderValue.TryParseList(said, out var tags) || tags.Count != 1)
            return (null, Problem.Invalid(
                new BodyFault("If-Match", "If-Match must be one version as an ETag gave it, such as \"3\"")));
        var isOurs = long.TryParse(tags[0].Tag.AsSpan().Trim('"'), NumberStyles.None,
            CultureInfo.InvariantCulture, out var version);
        return (isOurs && !tags[0].IsWeak ? version : -1, null);
    }

    private static bool IsChunked(HttpRequest request) =>
        request.Headers.TransferEncoding.Count > 0 || request.Protocol is "HTTP/2" or "HTTP/3";

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
