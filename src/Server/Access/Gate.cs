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
    private static readonly object SessionKey = new();

    public static Token? CallerOf(HttpContext http) => http.Items[CallerKey] as Token;

    /// <summary>The secret that the caller showed.</summary>
    public static string SecretOf(HttpContext http) => (string)http.Items[SecretKey]!;

    public static async Task Pass(HttpContext http, RequestDelegate next, House house, RequestRate rate)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<RouteRule>() is { IsPublic: true } or { IsKeyed: true })
        {
            await next(http).ConfigureAwait(false);
            return;
        }
        await house.Tokens.Opened.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        var refused = await Refusal(http, house).ConfigureAwait(false) ?? rate.Count(http, CallerOf(http)!);
        if (refused is { } problem)
            await ProblemWriter.Write(http, problem).ConfigureAwait(false);
        else
            await next(http).ConfigureAwait(false);
    }

    /// <summary>The caller showed a session and not the token itself.</summary>
    public static bool IsSession(HttpContext http) => http.Items.ContainsKey(SessionKey);

    private static async ValueTask<Problem?> Refusal(HttpContext http, House house)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0 && SessionCookie.Read(http) is { } session)
            return await RefusalOfSession(http, house, session).ConfigureAwait(false);
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

    private static async ValueTask<Problem?> RefusalOfSession(HttpContext http, House house, string secret)
    {
        if (await house.Sessions.Recognise(secret).ConfigureAwait(false) is not { } caller)
            return Problem.NotSignedIn("The session is over; sign in again.", wasTried: true);
        var isPage = http.GetEndpoint()?.Metadata.GetMetadata<RouteRule>() is { IsPage: true };
        if (!isPage && !HttpMethods.IsGet(http.Request.Method))
            return Problem.Forbidden(caller.Role.Name(), "change something here by a session; send a token");
        http.Items[CallerKey] = caller;
        http.Items[SecretKey] = secret;
        http.Items[SessionKey] = true;
        return null;
    }
}
