using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Server.Api;

namespace Muster.Server.Inbound;

/// <summary>What a sender posts. Its content type is not asked for: many send none, or a wrong one.</summary>
internal static class InboundBody
{
    /// <summary>In seconds: what was too much is over by then.</summary>
    public const string RetryAfter = "1";

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    /// <summary>Null where it is larger than allowed.</summary>
    public static async Task<byte[]?> Read(HttpContext http, int largest = Bodies.Largest)
    {
        if (http.Request.ContentLength > largest)
            return null;
        using var bytes = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        try
        {
            await http.Request.Body.CopyToAsync(bytes, http.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        return bytes.Length > largest ? null : bytes.ToArray();
    }

    /// <summary>Null where it is no JSON.</summary>
    public static JsonDocument? Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, Bounded);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The id of the delivery that the request bears; null for none, or one that cannot be meant.</summary>
    public static string? Delivery(HttpContext http) => Bodies.Key(http, null).Key;
}
