using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Storage;

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
        using var timer = new PeriodicTimer(Every, house.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
                await Write().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Write().ConfigureAwait(false);
        }
    }

    private async Task Write()
    {
        try
        {
            await house.Alerts.WriteCounts().ConfigureAwait(false);
        }
        catch (StoreFailedException fault)
        {
            log.LogError(fault, "counts of repeated alerts could not be written; tried again in a second");
        }
    }
}
