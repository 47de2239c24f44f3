using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Server.Status;

namespace Muster.Server.Composition;

/// <summary>
/// Writes the status page at the start and every half minute, for its history goes on though nothing happens, and says
/// when what it shows is not what the store says.
/// </summary>
internal sealed partial class StatusPages(House house, ILogger<StatusPages> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>The page is there before the first request is.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Step().ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stopping) => Rounds.Run(
        house, "status", Every, Step, fault => Failed(log, fault), stopping);

    public override void Dispose()
    {
        house.Status.Book.Dispose();
        house.Subscriptions.Dispose();
        base.Dispose();
    }

    private async Task<bool> Step()
    {
        try
        {
            if (await house.Status.Compare().ConfigureAwait(false) is { } difference
                && house.Status.Differs >= StatusPage.LongestDifference)
                IsOther(log, house.Status.Differs.Value.TotalSeconds, difference);
            if (await house.Status.Publish().ConfigureAwait(false) is { } reason)
            {
                NotWritten(log, reason);
                return false;
            }
            await house.Subscriptions.Expire().ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Failed(log, fault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "the status page has not said what is so for {seconds} s: {difference}")]
    private static partial void IsOther(ILogger log, double seconds, string difference);

    [LoggerMessage(LogLevel.Error, "the status page could not be written: {reason}; tried again in 30 s")]
    private static partial void NotWritten(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "the status page could not be made; tried again in 30 s")]
    private static partial void Failed(ILogger log, Exception fault);
}
