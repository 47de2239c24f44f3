using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>For whoever starts and stops the process: is it alive, and can it answer?</summary>
internal static class HealthRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(Routes routes)
    {
        routes.MapPublic("/livez", http => Answer(http, "ok"));
        routes.MapPublic("/readyz", http => Ready(http, routes));
        routes.MapPublic("/healthz", http => Ready(http, routes));
        EngineHealth.Map(routes);
    }

    private static async Task Ready(HttpContext http, Routes routes)
    {
        var lifetime = http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        if (!lifetime.ApplicationStopping.IsCancellationRequested
            && routes.House.Tokens.Opened.IsCompletedSuccessfully
            && await StoreAnswers(routes).ConfigureAwait(false))
            await Answer(http, "ok").ConfigureAwait(false);
        else
            await ProblemWriter.Write(http, Problem.OfStatus(503)).ConfigureAwait(false);
    }

    private static async Task<bool> StoreAnswers(Routes routes)
    {
        try
        {
            var store = routes.House.Store;
            await store.NextDue().WaitAsync(Patience, routes.House.Time).ConfigureAwait(false);
            // goes by the writer, which stays shut after a fault of the disk
            await store.IsHeld().WaitAsync(Patience, routes.House.Time).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (fault is StoreFailedException or TimeoutException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static Task Answer(HttpContext http, string status) => Answers.Write(http, 200, json =>
    {
        json.WriteStartObject();
        json.WriteString("status", status);
        json.WriteEndObject();
    });
}
