using Microsoft.AspNetCore.Http;
using Muster.Server.Api;
using Muster.Server.Composition;

namespace Muster.Server.Access;

/// <summary>Lets nobody without a good token past, wherever the path leads, but to what is public.</summary>
internal static class Gate
{
    private const string Scheme = "Bearer ";
    private static readonly object CallerKey = new();
    private static readonly object SecretKey = new();

    public static Token? CallerOf(HttpContext http) => http.Items[CallerKey] as Token;

    /// <summary>The secret that the caller showed.</summary>
    public static string SecretOf(HttpContext http) => (string)http.Items[SecretKey]!;

    public static async Task Pass(HttpContext http, RequestDelegate next, House house, RequestRate rate)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<RouteRule>() is { IsPublic: true })
        {
            await next(http).ConfigureAwait(false);
            return;
        }
        await house.Tokens.Opened.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        if ((Refusal(http, house) ?? rate.Count(http, CallerOf(http)!)) is { } problem)
            await ProblemWriter.Write(http, problem).ConfigureAwait(false);
        else
            await next(http).ConfigureAwait(false);
    }

    private static Problem? Refusal(HttpContext http, House house)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Problem.NotSignedIn("Send Authorization: Bearer with a token (mst_…).", wasTried: false);
        var secret = header[Scheme.Length..].Trim();
        if (house.Tokens.Recognise(secret) is not { } caller)
            return Problem.NotSignedIn("The token is not known, or was revoked.", wasTried: true);
        if (caller.IsExpired(house.Now))
            return Problem.NotSignedIn("The token has expired; ask an administrator for a new one.", wasTried: true);
        http.Items[CallerKey] = caller;
        http.Items[SecretKey] = secret;
        return null;
    }
}
