using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Composition;

/// <summary>Writes how often alerts were repeated, once a second and at the end.</summary>
internal sealed class AlertCounts(House house, ILogger<AlertCounts> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public override void Dispose()
    {
        house.Alerts.Dispose();
        house.Integrations.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var watch = house.Loops.Watch("alerts");
        using var timer = new PeriodicTimer(Every, house.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                watch.Begin();
                if (await Write().ConfigureAwait(false))
                    watch.End(Duration.FromTimeSpan(Every));
                else
                    watch.Fail();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Write().ConfigureAwait(false);
        }
    }

    private async Task<bool> Write()
    {
        try
        {
            await house.Alerts.WriteCounts().ConfigureAwait(false);
            return true;
        }
        catch (StoreFailedException fault)
        {
            log.LogError(fault, "counts of repeated alerts could not be written; tried again in a second");
            return false;
        }
    }
}
