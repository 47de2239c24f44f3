using Muster.Storage.Sqlite;
using Muster.Storage.Tests.Suites;
using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Sqlite;

/// <summary>What a caller is told when a commit goes wrong, and what is there afterwards.</summary>
public sealed class CommitTests : IAsyncLifetime
{
    private readonly SqliteRoom room = new();
    private Action? before;
    private Action? after;
    private SqliteStore store = null!;
    private long epoch;

    private CancellationToken Cancelled { get; } = TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = SqliteStore.Open(room.Path, new CommitHooks(() => before?.Invoke(), () => after?.Invoke()));
        epoch = await store.ClaimEpoch("node-1");
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        room.Dispose();
    }

    [Fact]
    public async Task A_commit_that_fails_fails_for_all_in_it_and_none_is_there()
    {
        before = () => throw new IOException("cut");
        var results = Enumerable.Range(0, 10).Select(index => Append($"{index}")).ToList();
        foreach (var result in results)
            await Assert.ThrowsAsync<IOException>(() => result);
        before = null;
        Assert.Empty(await store.ReadAll(0, 100));
        Assert.IsType<AppendResult.Appended>(await Append("0"));
        Assert.Equal(1, Assert.Single(await store.ReadAll(0, 100)).Position);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_there_and_its_caller_is_told_that_it_may_be()
    {
        after = () => throw new IOException("cut");
        var fault = await Assert.ThrowsAsync<StoreFailedException>(() => Append("1"));
        Assert.True(fault.MayHaveHappened);
        after = null;
        Assert.Equal(new AppendResult.VersionConflict(StreamId.Ticket("1"), 1), await Append("1"));
        Assert.IsType<AppendResult.Appended>(await Append("2"));
        Assert.True((await store.Verify(null)).IsSound);
    }

    [Fact]
    public async Task What_throws_is_run_apart_from_its_neighbours()
    {
        using var gate = new ManualResetEventSlim();
        before = () => gate.Wait(Cancelled);
        var first = Append("first"); // holds the writer, so that the others wait together
        var others = Enumerable.Range(0, 20).Select(index => Append($"{index}")).ToList();
        var bug = store.Rebuild((_, _) => throw new InvalidOperationException("a bug"));
        var more = Append("more");
        before = null;
        gate.Set();
        await Assert.ThrowsAsync<InvalidOperationException>(() => bug);
        foreach (var result in others.Append(first).Append(more))
            Assert.IsType<AppendResult.Appended>(await result);
        Assert.Equal(22, (await store.ReadAll(0, 100)).Count);
        Assert.True((await store.Verify(null)).IsSound);
    }

    [Fact]
    public async Task More_than_may_wait_are_refused_and_the_rest_goes_through()
    {
        using var gate = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        before = () =>
        {
            held.Set();
            gate.Wait(Cancelled);
        };
        var first = Append("first");
        held.Wait(Cancelled);
        var others = Enumerable.Range(0, WriteLoop.MostWaiting + 10).Select(index => Append($"{index}")).ToList();
        before = null;
        gate.Set();
        var results = await Task.WhenAll(others);
        Assert.IsType<AppendResult.Appended>(await first);
        Assert.Equal(10, results.OfType<AppendResult.Overloaded>().Count());
        Assert.Equal(WriteLoop.MostWaiting + 1, (await store.ReadAll(0, 9_999)).Count);
    }

    [Fact]
    public async Task A_broken_disk_shuts_the_store_until_it_is_opened_anew()
    {
        after = () => throw new Microsoft.Data.Sqlite.SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
        Assert.True((await Assert.ThrowsAsync<StoreFailedException>(() => Append("1"))).MayHaveHappened);
        after = null;
        await Assert.ThrowsAsync<StoreFailedException>(() => Append("2"));
        Assert.Single(await store.ReadAll(0, 10)); // reading goes on
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_store_goes_on_when_there_is_room()
    {
        before = () => throw new Microsoft.Data.Sqlite.SqliteException("full", SQLitePCL.raw.SQLITE_FULL);
        var fault = await Assert.ThrowsAsync<StoreFailedException>(() => Append("1"));
        Assert.False(fault.MayHaveHappened);
        Assert.Contains("full", fault.Message);
        before = null;
        Assert.IsType<AppendResult.Appended>(await Append("1"));
    }

    [Fact]
    public async Task A_closing_store_finishes_what_waits()
    {
        var waiting = Enumerable.Range(0, 50).Select(index => Append($"{index}")).ToList();
        await store.DisposeAsync();
        Assert.All(await Task.WhenAll(waiting), result => Assert.IsType<AppendResult.Appended>(result));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Append("late"));
    }

    private Task<AppendResult> Append(string id) => store.Append(new Batch
    {
        Epoch = epoch,
        RecordedAt = Instant.FromUnixTimeSeconds(0),
        Streams =
        [
            new StreamAppend(StreamId.Ticket(id), 0, [
                new NewEvent
                {
                    Type = "t.v1",
                    HappenedAt = Instant.FromUnixTimeSeconds(0),
                    Policy = "p",
                    Body = "{}"u8.ToArray(),
                },
            ]),
        ],
    });
}
