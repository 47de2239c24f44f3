using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>The outermost layer: what goes wrong within becomes a problem, and tells nothing of the inside.</summary>
internal static class Faults
{
    public static async Task Catch(HttpContext http, RequestDelegate next)
    {
        if (http.Request.ContentLength > Bodies.Largest)
            http.Response.Headers.Connection = "close"; // nobody waits for the rest of what will not be read
        try
        {
            await next(http).ConfigureAwait(false);
            if (!http.Response.HasStarted && http.Response.StatusCode >= 400)
                await ProblemWriter.Write(http, Problem.OfStatus(http.Response.StatusCode)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // whoever asked has gone
        }
        catch (Exception fault)
        {
            if (fault is not BadHttpRequestException)
                Tell(http, fault);
            if (http.Response.HasStarted)
                http.Abort();
            else
                await ProblemWriter.Write(Cleared(http), Of(fault)).ConfigureAwait(false);
        }
    }

    private static Problem Of(Exception fault) => fault switch
    {
        BadHttpRequestException bad => Problem.OfStatus(bad.StatusCode),
        StoreFailedException { MayHaveHappened: true } => new Problem(
            503, "unavailable", "The store failed",
            "The disk failed, and nobody knows whether it was written; ask again with the same key, or read first.")
        {
            RetryAfter = 5,
        },
        StoreFailedException => new Problem(
            503, "unavailable", "The store failed",
            "The disk failed; nothing was written. Ask again, and look at what the server logged.")
        { RetryAfter = 5 },
        _ => Problem.OfStatus(500),
    };

    private static HttpContext Cleared(HttpContext http)
    {
        http.Response.Clear();
        return http;
    }

    private static void Tell(HttpContext http, Exception fault) => http.RequestServices
        .GetRequiredService<ILoggerFactory>().CreateLogger("muster.http")
        .LogError(fault, "{Method} {Path} broke", http.Request.Method, http.Request.Path);
}
