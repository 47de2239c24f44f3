using Muster.Storage.Memory;
using Muster.Storage.Tests.Suites;
using Muster.Support;
using Xunit;

namespace Muster.Storage.Tests;

/// <summary>The simulated faults do what the real ones do, and a careful writer survives each of them.</summary>
public sealed class FaultingStoreTests : Suite<MemoryRoom>
{
    private StoreFault fault;

    private FaultingStore Faulting(bool syncs = true) =>
        new((MemoryStore)Store, () => fault) { SyncsBeforeAnswering = syncs };

    [Theory]
    [InlineData(StoreFault.CommitFails, false, 0)]
    [InlineData(StoreFault.AnswerLost, true, 1)]
    [InlineData(StoreFault.CommitAndAnswerLost, true, 0)]
    public async Task A_fault_tells_what_may_have_happened(StoreFault struck, bool mayHaveHappened, int there)
    {
        await using var store = Faulting();
        fault = struck;
        var thrown = await Assert.ThrowsAsync<StoreFailedException>(() => store.Append(Batch(Part("1", 0, Fact()))));
        Assert.Equal(mayHaveHappened, thrown.MayHaveHappened);
        Assert.Equal(there, (await store.ReadAll(0, 10)).Count);
        Assert.Equal(1, store.Struck[struck]);
    }

    [Fact]
    public async Task An_overloaded_store_says_so_and_writes_nothing()
    {
        await using var store = Faulting();
        fault = StoreFault.Overloaded;
        Assert.IsType<AppendResult.Overloaded>(await store.Append(Batch(Part("1", 0, Fact()))));
        Assert.Empty(await store.ReadAll(0, 10));
    }

    [Fact]
    public async Task A_crash_takes_back_only_what_was_not_on_the_disk()
    {
        await using var careful = Faulting();
        await careful.Append(Batch(Part("1", 0, Fact())));
        careful.Crash();
        Assert.Single(await careful.ReadAll(0, 10));

        var careless = Faulting(syncs: false);
        await careless.Append(Batch(Part("2", 0, Fact())));
        careless.Sync();
        await careless.Append(Batch(Part("3", 0, Fact())));
        careless.Crash();
        Assert.Equal(2, (await careless.ReadAll(0, 10)).Count);
    }

    [Fact]
    public async Task A_writer_that_retries_under_one_key_does_each_command_once_whatever_goes_wrong()
    {
        var random = new Random(11);
        await using var store = new FaultingStore(Store, () => (StoreFault)random.Next(5));
        for (var number = 0; number < 200; number++)
        {
            var command = new CommandRecord
            {
                At = Nine,
                Actor = "a",
                Verb = "open",
                Accepted = true,
                Key = $"k{number}",
            };
            var batch = Batch(Part($"{number}", 0, Fact())) with { Command = command };
            while (!await Done(store, batch))
            {
            }
        }
        Assert.Equal(200, (await store.ReadAll(0, 999)).Count);
        Assert.Equal(200, (await store.ReadAudit(0, 999)).Count);
        Assert.Equal(5, store.Struck.Count);
    }

    private static async Task<bool> Done(FaultingStore store, Batch batch)
    {
        try
        {
            return await store.Append(batch) is AppendResult.Appended or AppendResult.KeyUsed;
        }
        catch (StoreFailedException)
        {
            return false;
        }
    }
}
