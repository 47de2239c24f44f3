namespace Muster.Engine;

/// <summary>A word to all who wait that something came. Whoever takes <see cref="Next"/> first misses none.</summary>
public sealed class Pulse
{
    private volatile TaskCompletionSource next = New();

    /// <summary>Ends at the next beat; take it before looking.</summary>
    public Task Next => next.Task;

    public void Beat() => Interlocked.Exchange(ref next, New()).TrySetResult();

    /// <summary>Waits for a beat taken before, at most so long.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static async Task Wait(Task beat, TimeSpan longest, TimeProvider time, CancellationToken stop)
    {
        try
        {
            await beat.WaitAsync(longest, time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // nobody said anything: look anyway
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
