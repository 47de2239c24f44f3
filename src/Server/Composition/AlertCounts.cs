using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Composition;

/// <summary>Writes how often alerts were repeated, once a second and at the end.</summary>
internal sealed partial class AlertCounts(House house, ILogger<AlertCounts> log) : BackgroundService
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
        var watch = house.Loops.Watch("alert counts");
        watch.End(Duration.FromTimeSpan(Every));
        using var timer = new PeriodicTimer(Every, house.Time);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // what was gathered until now is written all the same
            }
            watch.Begin();
            try
            {
                await house.Alerts.WriteCounts().ConfigureAwait(false);
                watch.End(Duration.FromTimeSpan(Every));
            }
            catch (StoreFailedException fault)
            {
                watch.Fail();
                Failed(log, fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "counts of repeated alerts could not be written; tried again in a second")]
    private static partial void Failed(ILogger log, Exception fault);
}
