using Muster.Storage;

namespace Muster.Engine.Tickets;

/// <summary>
/// One at a time for each ticket within this process, so that commands wait in place of being decided twice. Streams
/// share 1,024 locks; nobody holds two.
/// </summary>
internal sealed class StreamLocks
{
    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> Enter(StreamId stream)
    {
        var mine = locks[stream.GetHashCode() & (locks.Length - 1)];
        await mine.WaitAsync().ConfigureAwait(false);
        return new Hold(mine);
    }

    private sealed class Hold(SemaphoreSlim held) : IDisposable
    {
        public void Dispose() => held.Release();
    }
}
