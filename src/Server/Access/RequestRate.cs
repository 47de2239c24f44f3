using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Muster.Server.Api;
using NodaTime;

namespace Muster.Server.Access;

/// <summary>
/// How many requests a token may make in a second of the clock. Every answer says what is left of it (RateLimit and
/// RateLimit-Policy, as the IETF's draft has them). To acknowledge is never held up.
/// </summary>
/// <param name="most">In one second, for each token.</param>
internal sealed class RequestRate(int most, Func<Instant> clock)
{
    // Bound: as many as there are tokens, each 50 bytes.
    private readonly ConcurrentDictionary<string, Window> windows = new(StringComparer.Ordinal);

    /// <summary>Counts a request and says so in its answer; why it is not done, or null.</summary>
    public Problem? Count(HttpContext http, Token caller)
    {
        var now = clock();
        var second = now.ToUnixTimeSeconds();
        var window = windows.AddOrUpdate(
            caller.Id, new Window(second, 1), (_, before) => before.Second == second
                ? before with { Used = before.Used + 1 }
                : new Window(second, 1));
        if (window.Used == 1 && windows.Count > TokenBook.Most) // to count takes every lock
            windows.Clear();
        var left = Math.Max(0, most - window.Used);
        http.Response.Headers["RateLimit-Policy"] = string.Create(
            CultureInfo.InvariantCulture, $"\"token\";q={most};w=1");
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"token\";r={left};t=1");
        return window.Used <= most || IsUrgent(http)
            ? null
            : new Problem(429, "too-many", "Too many requests",
                $"A token may make {most} requests a second; go on in a second.")
            {
                RetryAfter = 1,
            };
    }

    private static bool IsUrgent(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<RouteRule>()?.Path == Permissions.OfVerb("acknowledge");

    private sealed record Window(long Second, int Used);
}
