using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Suites;

public sealed class MemoryOutboxTests : OutboxRules<MemoryRoom>;

public sealed class SqliteOutboxTests : OutboxRules<SqliteRoom>;

public abstract class OutboxRules<TRoom> : Suite<TRoom>
    where TRoom : IStoreRoom, new()
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private Task<AppendResult> Post(string key, int rank = 5, Instant? notBefore = null, string kind = "page") =>
        Store.Append(Batch() with
        {
            Messages = [new OutboxMessage(
                key, kind, StreamId.Ticket("1"), rank, notBefore ?? Nine, System.Text.Encoding.UTF8.GetBytes(key))],
        });

    private async Task<IReadOnlyList<LeasedMessage>> Lease(string owner, Instant now, int max = 10) =>
        (await Store.Lease(new LeaseRequest(owner, now, Minute, max))).Messages;

    private Task<AppendResult> Settle(Settlement settlement) =>
        Store.Append(Batch() with { Settlements = [settlement] });

    [Fact]
    public async Task The_most_urgent_goes_first_and_nothing_before_its_instant()
    {
        await Post("late", rank: 0, notBefore: Nine + Minute);
        await Post("b", rank: 5, notBefore: Nine);
        await Post("a", rank: 5, notBefore: Nine - Minute);
        await Post("urgent", rank: 1);
        var leased = await Lease("loop-1", Nine);
        Assert.Equal(["urgent", "a", "b"], leased.Select(message => message.Message.Key));
        Assert.Equal(("urgent", "page", StreamId.Ticket("1"), 1),
            (Text(leased[0].Message.Body), leased[0].Message.Kind, leased[0].Message.About, leased[0].Attempt));
        Assert.Equal(Nine + Minute, leased[0].LeasedUntil);
    }

    [Fact]
    public async Task What_one_has_leased_no_other_gets_until_the_lease_ends()
    {
        await Post("a");
        Assert.Single(await Lease("loop-1", Nine));
        Assert.Empty(await Lease("loop-2", Nine + Minute - Duration.FromMilliseconds(1)));
        var again = Assert.Single(await Lease("loop-2", Nine + Minute));
        Assert.Equal((2, "a"), (again.Attempt, again.Message.Key));
        var lost = await Settle(new Settlement.Delivered(again.Id, "loop-1"));
        Assert.Equal(new AppendResult.LeaseLost(again.Id), lost);
        Assert.IsType<AppendResult.Appended>(await Settle(new Settlement.Delivered(again.Id, "loop-2")));
    }

    [Fact]
    public async Task What_the_dead_had_leased_may_go_at_once()
    {
        await Post("a");
        await Post("b");
        Assert.Single(await Lease("node-1/x", Nine, max: 1));
        Assert.Single(await Lease("node-2/x", Nine, max: 1));
        Assert.Equal(1, await Store.EndLeases("node-1/"));
        var again = Assert.Single(await Lease("node-1/y", Nine));
        Assert.Equal((2, "a"), (again.Attempt, again.Message.Key));
        Assert.Equal(
            new AppendResult.LeaseLost(again.Id), await Settle(new Settlement.Delivered(again.Id, "node-1/x")));
    }

    [Fact]
    public async Task Many_who_lease_at_once_share_the_messages_out()
    {
        for (var index = 0; index < 30; index++)
            await Post($"m{index}");
        var shares = await Task.WhenAll(Enumerable.Range(0, 10).Select(loop => Lease($"loop-{loop}", Nine, 5)));
        Assert.Equal(30, shares.SelectMany(share => share).Select(message => message.Id).Distinct().Count());
        Assert.Equal(30, shares.Sum(share => share.Count));
    }

    [Fact]
    public async Task A_delivered_message_is_not_sent_again_and_cannot_be_settled_twice()
    {
        await Post("a");
        var id = (await Lease("loop-1", Nine))[0].Id;
        await Settle(new Settlement.Delivered(id, "loop-1"));
        Assert.Empty(await Lease("loop-1", Nine + Minute + Minute));
        Assert.IsType<AppendResult.LeaseLost>(await Settle(new Settlement.Delivered(id, "loop-1")));
        var stored = Assert.Single(await Store.ReadMessages(StreamId.Ticket("1"), 0, 10));
        Assert.Equal((OutboxState.Delivered, 1, Nine), (stored.State, stored.Attempts, stored.SettledAt));
        Assert.Null(await Store.OldestUnsent(Nine + Minute));
        Assert.Null(await Store.NextSend());
    }

    [Fact]
    public async Task A_message_that_is_to_be_tried_again_waits_for_its_instant()
    {
        await Post("a");
        var id = (await Lease("loop-1", Nine))[0].Id;
        await Settle(new Settlement.Retry(id, "loop-1", Nine + Minute * 5, "mail server away"));
        Assert.Equal(Nine + Minute * 5, await Store.NextSend());
        Assert.Empty(await Lease("loop-1", Nine + Minute * 4));
        Assert.Equal(Nine, await Store.OldestUnsent(Nine + Minute * 4));
        var stored = Assert.Single(await Store.ReadMessages(null, 0, 10));
        Assert.Equal((OutboxState.Waiting, "mail server away"), (stored.State, stored.Reason));
        Assert.Equal(2, (await Lease("loop-1", Nine + Minute * 5))[0].Attempt);
    }

    [Fact]
    public async Task A_refused_message_is_over_and_says_why()
    {
        await Post("a");
        var id = (await Lease("loop-1", Nine))[0].Id;
        await Settle(new Settlement.Refused(id, "loop-1", "acknowledged meanwhile"));
        var stored = Assert.Single(await Store.ReadMessages(null, 0, 10));
        Assert.Equal((OutboxState.Refused, "acknowledged meanwhile"), (stored.State, stored.Reason));
        Assert.Empty(await Lease("loop-1", Nine + Minute * 9));
    }

    [Fact]
    public async Task What_was_not_needed_any_more_says_so_and_is_no_dead_letter()
    {
        await Post("a");
        var id = (await Lease("loop-1", Nine))[0].Id;
        await Settle(new Settlement.Dropped(id, "loop-1", "acknowledged meanwhile"));
        var stored = Assert.Single(await Store.ReadMessages(null, 0, 10));
        Assert.Equal((OutboxState.Dropped, "acknowledged meanwhile"), (stored.State, stored.Reason));
        Assert.Empty(await Lease("loop-1", Nine + Minute * 9));
    }

    [Fact]
    public async Task Thirty_days_after_it_was_settled_a_message_goes_a_few_at_a_time_and_not_a_millisecond_sooner()
    {
        string[] keys = ["delivered", "dropped", "third", "last"];
        foreach (var key in keys)
            await Post(key);
        foreach (var leased in await Lease("loop-1", Nine))
            await Settle(leased.Message.Key == "dropped"
                ? new Settlement.Dropped(leased.Id, "loop-1", "over")
                : new Settlement.Delivered(leased.Id, "loop-1"));
        var over = Nine + Duration.FromDays(30);
        Assert.Equal(0, await Store.ForgetMessages(over - Duration.FromMilliseconds(1), 500));
        Assert.Equal(4, (await Store.ReadMessages(StreamId.Ticket("1"), 0, 10)).Count);
        Assert.Equal(2, await Store.ForgetMessages(over, 2));
        Assert.Equal(1, await Store.ForgetMessages(over, 2));
        Assert.Equal("last", Assert.Single(await Store.ReadMessages(null, 0, 10)).Message.Key);
    }

    [Fact]
    public async Task Dead_letters_and_what_waits_are_kept_whatever_their_age()
    {
        string[] keys = ["dead", "again", "never tried"];
        foreach (var key in keys)
            await Post(key, rank: Array.IndexOf(keys, key));
        var leased = await Lease("loop-1", Nine, max: 2);
        await Settle(new Settlement.Refused(leased[0].Id, "loop-1", "no such address"));
        await Settle(new Settlement.Retry(leased[1].Id, "loop-1", Nine + Minute, "away"));
        Assert.Equal(0, await Store.ForgetMessages(Nine + Duration.FromDays(4_000), 500));
        Assert.Equal(keys, (await Store.ReadMessages(null, 0, 10)).Select(message => message.Message.Key));
    }

    [Fact]
    public async Task The_number_of_a_forgotten_message_is_given_to_no_other()
    {
        await Post("a");
        await Post("b");
        foreach (var leased in await Lease("loop-1", Nine))
            await Settle(new Settlement.Delivered(leased.Id, "loop-1"));
        var last = (await Store.ReadMessages(null, 0, 10))[^1].Id;
        await Store.ForgetMessages(Nine + Duration.FromDays(31), 500);
        await Post("c");
        Assert.True((await Store.ReadMessages(null, 0, 10)).Single(message => message.Message.Key == "c").Id > last);
    }

    [Fact]
    public async Task A_key_that_was_posted_before_is_the_same_message_even_after_it_was_sent()
    {
        await Post("a");
        await Post("a");
        var id = Assert.Single(await Lease("loop-1", Nine)).Id;
        await Settle(new Settlement.Delivered(id, "loop-1"));
        await Post("a");
        Assert.Single(await Store.ReadMessages(null, 0, 10));
        Assert.Empty(await Lease("loop-1", Nine + Minute * 9));
    }

    [Fact]
    public async Task A_loop_gets_the_kinds_that_it_asks_for()
    {
        await Post("a", kind: "page");
        await Post("b", kind: "agent");
        var leased = await Store.Lease(new LeaseRequest("loop-1", Nine, Minute, 10) { Kinds = ["agent"] });
        Assert.Equal("b", Assert.Single(leased.Messages).Message.Key);
        Assert.False(leased.IsHeld);
    }

    [Fact]
    public async Task A_settlement_and_the_event_about_it_are_one_commit()
    {
        await Post("a");
        var id = (await Lease("loop-1", Nine))[0].Id;
        var both = Batch(Part("1", 3, Fact())) with { Settlements = [new Settlement.Delivered(id, "loop-1")] };
        Assert.IsType<AppendResult.VersionConflict>(await Store.Append(both));
        Assert.Equal(OutboxState.Waiting, (await Store.ReadMessages(null, 0, 10))[0].State);
        Assert.IsType<AppendResult.Appended>(await Store.Append(both with { Streams = [Part("1", 0, Fact())] }));
        Assert.Equal(OutboxState.Delivered, (await Store.ReadMessages(null, 0, 10))[0].State);
    }

    [Fact]
    public async Task The_oldest_unsent_is_the_oldest_of_those_that_might_have_gone()
    {
        await Post("later", notBefore: Nine + Minute);
        Assert.Null(await Store.OldestUnsent(Nine));
        await Post("now", notBefore: Nine);
        Assert.Equal(Nine, await Store.OldestUnsent(Nine + Minute));
        Assert.Equal(Nine, await Store.NextSend());
    }

    [Fact]
    public async Task The_lowest_rank_can_be_left_waiting_and_its_wait_is_nobodys_fault()
    {
        await Post("a subscriber's", rank: OutboxMessage.LowestRank);
        Assert.Null(await Store.OldestUnsent(Nine + Minute));
        Assert.Null((await Store.Measure(Nine + Minute)).OldestUnsentAt);
        var urgent = new LeaseRequest("loop-1", Nine, Minute, 10) { LowestRank = OutboxMessage.LowestRank - 1 };
        Assert.Empty((await Store.Lease(urgent)).Messages);
        await Post("a page", rank: OutboxMessage.LowestRank - 1);
        Assert.Single((await Store.Lease(urgent)).Messages);
        Assert.Single(await Lease("loop-1", Nine));
    }
}
