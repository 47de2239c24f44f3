using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Composition;

/// <summary>
/// Counts what stands in the store, for <c>/metrics</c>. A large store is counted less often, so that counting takes
/// at most a thousandth of one core.
/// </summary>
internal sealed partial class Counting(House house, HouseMeasures measures, ILogger<Counting> log) : BackgroundService
{
    private const int RestsTimes = 1_000;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var watch = house.Loops.Watch("figures");
        await Task.Yield();
        try
        {
            while (true)
            {
                watch.Begin();
                var rest = await Count().ConfigureAwait(false);
                if (rest is { } well)
                    watch.End(Duration.FromTimeSpan(well));
                else
                    watch.Fail();
                using var timer = new PeriodicTimer(rest ?? Least, house.Time);
                await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // told to stop
        }
    }

    /// <returns>How long to rest; null where it failed.</returns>
    private async Task<TimeSpan?> Count()
    {
        try
        {
            var began = house.Time.GetTimestamp();
            measures.Figures = await house.Store.Measure(house.Now).ConfigureAwait(false);
            var rest = house.Time.GetElapsedTime(began) * RestsTimes;
            return rest < Least ? Least : rest > Most ? Most : rest;
        }
        catch (StoreFailedException fault)
        {
            Failed(log, fault);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "the store could not be counted; tried again in 15 s")]
    private static partial void Failed(ILogger log, Exception fault);
}
