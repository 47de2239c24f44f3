using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Muster.Server.Access;
using Muster.Server.Composition;

namespace Muster.Server.Logs;

/// <summary>
/// One line and one figure a request: what was asked by whom and how it went. Never a body, a token, a query or an
/// address: what is logged is the route as it is written, not as it was called.
/// </summary>
internal sealed partial class RequestLog(ILoggerFactory logs, HouseMeasures measures, TimeProvider time)
{
    private const int LongestName = 64;

    private readonly ILogger log = logs.CreateLogger("muster.requests");

    public async Task Pass(HttpContext http, RequestDelegate next)
    {
        var began = time.GetTimestamp();
        try
        {
            await next(http).ConfigureAwait(false);
        }
        finally
        {
            Tell(http, time.GetElapsedTime(began));
        }
    }

    private void Tell(HttpContext http, TimeSpan took)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";
        var status = http.Response.StatusCode;
        var method = Known(http.Request.Method);
        if (route != Permissions.Stream) // ends when its reader goes
            measures.Answered(method, route, status, took);
        var level = LevelOf(route, status);
        if (!log.IsEnabled(level))
            return;
        var actor = Gate.CallerOf(http)?.Actor;
        var ms = Math.Round(took.TotalMilliseconds, 2);
        // a line names what there is
        if (TicketOf(http, route) is { } ticket)
            Say(level, method, route, status, ms, actor ?? "nobody", ticket);
        else if (actor is not null)
            Say(level, method, route, status, ms, actor);
        else
            Say(level, method, route, status, ms);
    }

    // What watches the server asks every few seconds.
    private static LogLevel LevelOf(string route, int status) => status >= 500
        ? LogLevel.Warning
        : route is "/livez" or "/readyz" or "/healthz" or "/metrics" or "/health/engine"
            ? LogLevel.Debug
            : LogLevel.Information;

    private static string Known(string method) =>
        method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? method : "(other)";

    private static string? TicketOf(HttpContext http, string route)
    {
        if (!route.StartsWith(Permissions.Tickets, StringComparison.Ordinal))
            return null;
        var name = http.Request.RouteValues["id"] as string
            ?? http.Response.Headers.Location.ToString().Split('/')[^1];
        return name.Length is > 0 and <= LongestName && !name.Any(char.IsControl) ? name : null;
    }

    [LoggerMessage(Message = "{method} {route} {status} in {ms} ms, actor {actor}, ticket {ticket}")]
    private partial void Say(
        LogLevel level, string method, string route, int status, double ms, string actor, string ticket);

    [LoggerMessage(Message = "{method} {route} {status} in {ms} ms, actor {actor}")]
    private partial void Say(LogLevel level, string method, string route, int status, double ms, string actor);

    [LoggerMessage(Message = "{method} {route} {status} in {ms} ms")]
    private partial void Say(LogLevel level, string method, string route, int status, double ms);
}
