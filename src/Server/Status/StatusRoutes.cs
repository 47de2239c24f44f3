using Microsoft.AspNetCore.Http;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;
using Muster.Server.Pages;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>The public status page: as HTML without a script, as Statuspage's JSON and as feeds; no token.</summary>
internal sealed class StatusRoutes(House house) : IDisposable
{
    /// <summary>So long all who ask get the same page: how many they are costs nothing.</summary>
    private static readonly Duration Fresh = Duration.FromSeconds(1);

    private readonly StatusReading reading = new(
        house.Store, house.Desk, house.Policies, house.Settings.Templates, house.Answers);
    private readonly SemaphoreSlim asking = new(1);
    private StatusView? latest;

    public static void Map(Routes routes, House house)
    {
        var status = new StatusRoutes(house); // lives as long as the server
        routes.MapPublic(PageRules.Status, status.Page);
        routes.MapPublic(PageRules.StatusJson, async http => await Write(
            http, "application/json; charset=utf-8", StatusJson.Write(await status.View(), status.Url))
            .ConfigureAwait(false));
        routes.MapPublic(PageRules.StatusAtom, async http => await Write(
            http, "application/atom+xml; charset=utf-8", StatusFeeds.Atom(await status.View(), status.Url))
            .ConfigureAwait(false));
        routes.MapPublic(PageRules.StatusRss, async http => await Write(
            http, "application/rss+xml; charset=utf-8", StatusFeeds.Rss(await status.View(), status.Url))
            .ConfigureAwait(false));
    }

    public void Dispose() => asking.Dispose();

    private string Url => house.Reached.Address.TrimEnd('/') + PageRules.Status;

    private async Task Page(HttpContext http) => await PageWriter.Write<StatusSheet>(
        http, 200, new()
        {
            [nameof(StatusSheet.View)] = await View().ConfigureAwait(false),
            [nameof(StatusSheet.Base)] = PageRules.Status,
        },
        StatusStyle.ContentPolicy).ConfigureAwait(false);

    private async Task<StatusView> View()
    {
        await asking.WaitAsync().ConfigureAwait(false);
        try
        {
            var now = house.Now;
            if (latest is null || now - latest.At >= Fresh || now < latest.At)
                latest = await reading.Read("Status", now).ConfigureAwait(false);
            return latest;
        }
        finally
        {
            asking.Release();
        }
    }

    private static Task Write(HttpContext http, string type, byte[] bytes) => Answers.Write(http, 200, type, bytes);
}
