using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Server.Status;

namespace Muster.Server.Composition;

/// <summary>
/// Looks once a minute for the status page where its readers find it, if that is somewhere else, and says when it is
/// not there or old. Nothing else waits for that.
/// </summary>
internal sealed partial class PublicStatusPages(House house, ILogger<PublicStatusPages> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private bool isLeftAlone;

    protected override Task ExecuteAsync(CancellationToken stopping) => house.Status.Public is not { } page
        ? Task.CompletedTask
        : Rounds.Run(
            house, "public status", Every, () => Step(page, stopping), fault => Failed(log, fault), stopping);

    internal async Task<bool> Step(PublicPage page, CancellationToken stopping)
    {
        var wrong = await page.Look(() => house.Status.Written, stopping).ConfigureAwait(false);
        if (wrong is not null && page.Differs is { } since && since >= StatusPage.LongestDifference)
            IsOther(log, page.Url, since.TotalSeconds, wrong);
        if (page.IsLeftAlone && !isLeftAlone)
            LeftAlone(log, page.Url);
        isLeftAlone = page.IsLeftAlone;
        return true;
    }

    public override void Dispose()
    {
        house.Status.Public?.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "readers of {url} have not found what is so for {seconds} s: {wrong}")]
    private static partial void IsOther(ILogger log, string url, double seconds, string wrong);

    [LoggerMessage(
        LogLevel.Warning, "nobody looks whether readers find the status page at {url}: it lies within the house; name "
            + "its host in channels.webhook.trustedHosts")]
    private static partial void LeftAlone(ILogger log, string url);

    [LoggerMessage(LogLevel.Error, "the public status page could not be looked for; tried again in a minute")]
    private static partial void Failed(ILogger log, Exception fault);
}
