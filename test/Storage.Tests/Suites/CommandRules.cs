using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Suites;

public sealed class MemoryCommandTests : CommandRules<MemoryRoom>;

public sealed class SqliteCommandTests : CommandRules<SqliteRoom>;

public abstract class CommandRules<TRoom> : Suite<TRoom>
    where TRoom : IStoreRoom, new()
{
    private static CommandRecord Command(string? key, Instant? at = null) => new()
    {
        At = at ?? Nine,
        Actor = "person-7",
        Verb = "open",
        Stream = StreamId.Ticket("1"),
        Accepted = true,
        Key = key,
        BodyDigest = key is null ? default : "digest"u8.ToArray(),
        Answer = key is null ? default : "answer"u8.ToArray(),
    };

    [Fact]
    public async Task A_key_that_was_used_gives_the_first_answer_and_changes_nothing()
    {
        await Store.Append(Batch(Part("1", 0, Fact())) with { Command = Command("k") });
        var again = await Store.Append(Batch(Part("2", 0, Fact())) with { Command = Command("k") });

        var earlier = Assert.IsType<AppendResult.KeyUsed>(again).Earlier;
        Assert.Equal(("answer", "digest"), (Text(earlier.Answer), Text(earlier.BodyDigest)));
        Assert.Equal((Nine, "person-7", "open"), (earlier.At, earlier.Actor, earlier.Verb));
        Assert.Null(await Store.ReadHead(StreamId.Ticket("2")));
        Assert.Single(await Store.ReadAudit(0, 10));
    }

    [Fact]
    public async Task Two_who_use_one_key_at_once_do_it_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(index =>
            Store.Append(Batch(Part($"{index}", 0, Fact())) with { Command = Command("k") })));
        Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.Equal(19, results.OfType<AppendResult.KeyUsed>().Count());
    }

    [Fact]
    public async Task A_key_counts_for_72_hours_and_not_a_millisecond_longer()
    {
        await Store.Append(Batch() with { Command = Command("k") });
        var end = Nine + Duration.FromHours(72);
        var before = end - Duration.FromMilliseconds(1);
        Assert.NotNull(await Store.FindCommand("k", before));
        Assert.Null(await Store.FindCommand("k", end));
        Assert.IsType<AppendResult.KeyUsed>(await Store.Append(Batch() with { Command = Command("k", before) }));
        Assert.IsType<AppendResult.Appended>(await Store.Append(Batch() with { Command = Command("k", end) }));
        Assert.Equal(end, (await Store.FindCommand("k", end))!.At);
    }

    [Fact]
    public async Task Answers_are_forgotten_after_72_hours_and_the_audit_stays()
    {
        for (var hour = 0; hour < 4; hour++)
            await Store.Append(Batch() with { Command = Command($"k{hour}", Nine + Duration.FromHours(hour)) });
        var now = Nine + Duration.FromHours(74);
        Assert.Equal(2, await Store.ForgetAnswers(now, 2));
        Assert.Equal(1, await Store.ForgetAnswers(now, 2));
        Assert.Equal(0, await Store.ForgetAnswers(now, 2));
        Assert.NotNull(await Store.FindCommand("k3", now));
        Assert.Null(await Store.FindCommand("k0", Nine));
        Assert.Equal(4, (await Store.ReadAudit(0, 10)).Count);
        Assert.True((await Store.Verify(null)).IsSound);
    }

    [Fact]
    public async Task A_refused_command_stands_in_the_audit_and_writes_no_event()
    {
        var refused = Command(null) with { Accepted = false, Code = "notAllowed", Stream = null };
        await Store.Append(Batch() with { Command = refused });
        await Store.Append(Batch(Part("1", 0, Fact())) with { Command = Command(null) });

        var audit = await Store.ReadAudit(0, 10);
        Assert.Equal([1L, 2L], audit.Select(line => line.Number));
        Assert.Equal((false, "notAllowed", null), (audit[0].Accepted, audit[0].Code, audit[0].Stream));
        Assert.Equal((true, null, StreamId.Ticket("1")), (audit[1].Accepted, audit[1].Code, audit[1].Stream));
        Assert.Single(await Store.ReadAll(0, 10));
        Assert.Equal([2L], (await Store.ReadAudit(1, 10)).Select(line => line.Number));
    }

    [Fact]
    public async Task A_batch_that_the_store_refuses_leaves_no_line_in_the_audit()
    {
        await Append(Part("1", 0, Fact()));
        await Store.Append(Batch(Part("1", 0, Fact())) with { Command = Command("k") });
        Assert.Empty(await Store.ReadAudit(0, 10));
        Assert.Null(await Store.FindCommand("k", Nine));
    }
}
