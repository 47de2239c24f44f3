using NodaTime;

namespace Muster.Server.Composition;

/// <summary>A loop that takes one step in each span of time and reports each of them.</summary>
internal static class Rounds
{
    /// <param name="step">False where it failed and has said so itself.</param>
    /// <param name="failed">Told of a step that threw; the next one comes in its time.</param>
    public static async Task Run(
        House house, string name, TimeSpan every, Func<Task<bool>> step, Action<Exception> failed,
        CancellationToken stopping)
    {
        var watch = house.Loops.Watch(name);
        watch.End(Duration.FromTimeSpan(every));
        using var timer = new PeriodicTimer(every, house.Time);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
                watch.Begin();
                if (await step().ConfigureAwait(false))
                    watch.End(Duration.FromTimeSpan(every));
                else
                    watch.Fail();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                watch.Fail();
                failed(fault);
            }
        }
    }
}
