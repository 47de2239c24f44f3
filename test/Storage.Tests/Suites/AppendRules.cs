using System.Text;
using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Suites;

public sealed class MemoryAppendTests : AppendRules<MemoryRoom>;

public sealed class SqliteAppendTests : AppendRules<SqliteRoom>;

public abstract class AppendRules<TRoom> : Suite<TRoom>
    where TRoom : IStoreRoom, new()
{
    private static StreamId Ticket1 => StreamId.Ticket("1");

    [Fact]
    public async Task What_was_appended_is_read_back_as_it_was_said()
    {
        var fact = Fact(body: """{"priority":"P1"}""", text: """{"title":"Drucker brennt"}""") with { Key = "k-1" };
        var result = await Append(Part("1", 0, fact));

        Assert.Equal(new AppendResult.Appended(1), result);
        var stored = Assert.Single(await Store.ReadStream(Ticket1, 0, 10));
        Assert.Equal((Ticket1, 1L, 1L), (stored.Stream, stored.Version, stored.Position));
        Assert.Equal(("ticket.opened.v1", "default@1"), (stored.Type, stored.Policy));
        Assert.Equal(("person-7", "command-1", "k-1"), (stored.Actor, stored.Cause, stored.Key));
        Assert.Equal((Nine, Nine, Epoch), (stored.HappenedAt, stored.RecordedAt, stored.Epoch));
        Assert.Equal(Text(fact.Body), Text(stored.Body));
        Assert.Equal(Text(fact.PersonalText), Text(stored.PersonalText));
        Assert.False(stored.IsErased);
    }

    [Fact]
    public async Task What_was_not_said_is_read_back_as_absent()
    {
        await Append(Part("1", 0, Fact() with { Actor = null, Cause = null }));
        var stored = Assert.Single(await Store.ReadStream(Ticket1, 0, 10));
        Assert.Equal((null, null, null), (stored.Actor, stored.Cause, stored.Key));
        Assert.True(stored.PersonalText.IsEmpty && stored.TextDigest.IsEmpty && !stored.IsErased);
    }

    [Fact]
    public async Task A_stream_is_read_from_a_version_on_and_no_more_than_asked_for()
    {
        await Append(Part("1", 0, Fact(), Fact("ticket.a.v1"), Fact("ticket.b.v1"), Fact("ticket.c.v1")));
        var part = await Store.ReadStream(Ticket1, 1, 2);
        Assert.Equal([2L, 3L], part.Select(fact => fact.Version));
        Assert.Empty(await Store.ReadStream(Ticket1, 4, 10));
        Assert.Empty(await Store.ReadStream(StreamId.Ticket("2"), 0, 10));
    }

    [Fact]
    public async Task A_stale_version_is_refused_with_the_version_that_is_there_and_leaves_nothing()
    {
        await Append(Part("1", 0, Fact()));
        var refused = await Store.Append(Batch(Part("2", 0, Fact()), Part("1", 0, Fact())) with
        {
            Messages = [new OutboxMessage("m", "page", null, 0, Nine, default)],
            Names = [new NameClaim("A", Ticket1)],
            Counters = [new CounterChange("c", 1)],
        });

        Assert.Equal(new AppendResult.VersionConflict(Ticket1, 1), refused);
        Assert.Null(await Store.ReadHead(StreamId.Ticket("2")));
        Assert.Empty(await Store.ReadMessages(null, 0, 10));
        Assert.Null(await Store.FindName("A"));
        Assert.Equal(0, await Store.ReadCounter("c"));
    }

    [Fact]
    public async Task Of_many_who_append_to_one_version_one_gets_through()
    {
        await Append(Part("1", 0, Fact()));
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Append(Part("1", 1, Fact()))));
        Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.Equal(49, results.OfType<AppendResult.VersionConflict>().Count());
        Assert.Equal(2, (await Store.ReadHead(Ticket1))!.Version);
    }

    [Fact]
    public async Task A_refused_batch_does_not_disturb_its_neighbours()
    {
        await Append(Part("1", 0, Fact()));
        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(index =>
            index % 3 == 0 ? Append(Part("1", 0, Fact())) : Append(Part($"n{index}", 0, Fact()))));
        Assert.Equal(20, results.OfType<AppendResult.VersionConflict>().Count());
        Assert.Equal(40, results.OfType<AppendResult.Appended>().Count());
        Assert.Equal(41, (await Store.ReadAll(0, 100)).Count);
    }

    [Fact]
    public async Task An_epoch_that_is_over_is_refused()
    {
        var second = await Store.ClaimEpoch("node-1");
        Assert.True(second > Epoch);
        Assert.Equal(new AppendResult.StaleEpoch(Epoch), await Append(Part("1", 0, Fact())));
        Epoch = second;
        Assert.IsType<AppendResult.Appended>(await Append(Part("1", 0, Fact())));
    }

    [Fact]
    public async Task Another_nodes_epoch_lives_beside_ours_until_it_is_retired()
    {
        var other = await Store.ClaimEpoch("node-2");
        Assert.IsType<AppendResult.Appended>(await Append(Part("1", 0, Fact())));
        await Store.RetireEpoch("node-1");
        Assert.IsType<AppendResult.StaleEpoch>(await Append(Part("1", 1, Fact())));
        Epoch = other;
        Assert.IsType<AppendResult.Appended>(await Append(Part("1", 1, Fact())));
        Assert.True(await Store.ClaimEpoch("node-1") > other);
    }

    [Fact]
    public async Task An_epoch_that_nobody_claimed_is_refused()
    {
        Epoch = 99;
        Assert.IsType<AppendResult.StaleEpoch>(await Append(Part("1", 0, Fact())));
    }

    [Fact]
    public async Task All_events_are_read_by_position_across_streams_without_skipping_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Append(Part($"{index}", 0, Fact(), Fact()))));
        var seen = new List<StoredEvent>();
        for (var last = 0L; await Store.ReadAll(last, 7) is { Count: > 0 } next; last = next[^1].Position)
            seen.AddRange(next);
        Assert.Equal(80, seen.Count);
        Assert.True(seen.Zip(seen.Skip(1)).All(pair => pair.First.Position < pair.Second.Position));
        Assert.All(seen.GroupBy(fact => fact.Stream), stream =>
            Assert.Equal([1L, 2L], stream.Select(fact => fact.Version)));
    }

    [Fact]
    public async Task A_batch_may_write_to_two_streams_at_once()
    {
        await Append(Part("1", 0, Fact()), Part("2", 0, Fact()));
        await Append(Part("1", 1, Fact()), Part("2", 1, Fact()));
        Assert.Equal(2, (await Store.ReadHead(StreamId.Ticket("2")))!.Version);
    }

    [Fact]
    public async Task A_batch_beyond_its_bounds_is_a_bug()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Append(Part("1", 0, Fact()), Part("1", 0, Fact())));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Append(Part("1", 0, Fact() with { Body = new byte[BatchBounds.Bytes + 1] })));
        await Assert.ThrowsAsync<ArgumentException>(() => Append(Part(new string('x', 200), 0, Fact())));
        await Assert.ThrowsAsync<ArgumentException>(() => Append(Part("1", 0)));
    }

    [Fact]
    public async Task A_snapshot_is_kept_with_the_version_it_belongs_to()
    {
        await Append(Part("1", 0, Fact(), Fact()) with { Snapshot = "state"u8.ToArray() });
        await Append(Part("1", 2, Fact()));
        var snapshot = await Store.ReadSnapshot(Ticket1);
        Assert.Equal((2L, "state"), (snapshot!.Version, Text(snapshot.Body)));
        await Append(Part("1", 3, Fact()) with { Snapshot = "later"u8.ToArray() });
        Assert.Equal(4, (await Store.ReadSnapshot(Ticket1))!.Version);
        Assert.Null(await Store.ReadSnapshot(StreamId.Ticket("2")));
    }

    [Fact]
    public async Task Streams_are_due_by_instant_then_rank()
    {
        foreach (var (id, minutes, rank) in new[] { ("a", 5, 3), ("b", 5, 1), ("c", 1, 9), ("d", 60, 0) })
        {
            var deadline = new Deadline(Nine + Duration.FromMinutes(minutes), rank);
            await Append(Part(id, 0, Fact()) with { Deadline = deadline });
        }
        await Append(Part("e", 0, Fact()));

        Assert.Equal(Nine + Duration.FromMinutes(1), await Store.NextDue());
        Assert.Empty(await Store.Due(Nine, 10));
        var due = await Store.Due(Nine + Duration.FromMinutes(5), 10);
        Assert.Equal(["c", "b", "a"], due.Select(row => row.Stream.Id));
        Assert.Equal((1L, new Deadline(Nine + Duration.FromMinutes(1), 9)), (due[0].Version, due[0].Deadline));
        Assert.Single(await Store.Due(Nine + Duration.FromMinutes(5), 1));
    }

    [Fact]
    public async Task A_deadline_is_moved_and_cleared_without_an_event()
    {
        var later = Nine + Duration.FromHours(1);
        await Append(Part("1", 0, Fact()) with { Deadline = new Deadline(Nine, 1) });
        await Append(Part("1", 1) with { Deadline = new Deadline(later, 2) });
        Assert.Equal(new Deadline(later, 2), (await Store.ReadHead(Ticket1))!.Deadline);
        Assert.Equal(later, await Store.NextDue());
        await Append(Part("1", 1));
        Assert.Null(await Store.NextDue());
        Assert.Equal(1, (await Store.ReadHead(Ticket1))!.Version);
    }

    [Fact]
    public async Task Names_lead_to_their_stream_without_case_and_are_not_given_twice()
    {
        await Store.Append(Batch(Part("1", 0, Fact())) with { Names = [new NameClaim("Ärger-7", Ticket1)] });
        Assert.Equal(Ticket1, await Store.FindName("äRGER-7"));
        Assert.Null(await Store.FindName("Ärger-8"));
        var again = Batch(Part("1", 1, Fact())) with { Names = [new NameClaim("ärger-7", Ticket1)] };
        Assert.IsType<AppendResult.Appended>(await Store.Append(again));
        var other = Batch(Part("2", 0, Fact())) with { Names = [new NameClaim("ÄRGER-7", StreamId.Ticket("2"))] };
        Assert.Equal(new AppendResult.NameTaken("ÄRGER-7", Ticket1), await Store.Append(other));
        Assert.Null(await Store.ReadHead(StreamId.Ticket("2")));
    }

    [Fact]
    public async Task Counters_add_up()
    {
        Assert.Equal(0, await Store.ReadCounter("epoch"));
        await Store.Append(Batch() with { Counters = [new CounterChange("epoch", 5), new CounterChange("b", 1)] });
        await Store.Append(Batch() with { Counters = [new CounterChange("epoch", -2)] });
        Assert.Equal((3, 1), (await Store.ReadCounter("epoch"), await Store.ReadCounter("b")));
    }

    [Fact]
    public async Task A_long_text_and_a_body_of_a_megabyte_are_kept_whole()
    {
        var body = "\"" + new string('ä', 400_000) + "\"";
        await Append(Part("1", 0, Fact(body: body, text: "\"\0\u0001 😀\"") with { Actor = new string('a', 5_000) }));
        var stored = Assert.Single(await Store.ReadStream(Ticket1, 0, 1));
        Assert.Equal(body, Encoding.UTF8.GetString(stored.Body.Span));
        Assert.Equal("\"\0\u0001 😀\"", Text(stored.PersonalText));
        Assert.Equal(5_000, stored.Actor!.Length);
    }
}
