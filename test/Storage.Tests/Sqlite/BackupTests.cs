using System.Text;
using Muster.Core.Tickets;
using Muster.Storage.Sqlite;
using Muster.Storage.Tests.Suites;
using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Sqlite;

public sealed class BackupTests : Suite<SqliteRoom>
{
    private readonly SqliteRoom elsewhere = new();

    private SqliteStore Original => (SqliteStore)Store;

    private string Copy => Path.Combine(Room.Path, "copy.db");

    private string Erased => Path.Combine(Room.Path, "erased.jsonl");

    [Fact]
    public async Task A_backup_taken_under_load_holds_everything_that_was_acknowledged_before()
    {
        await Task.WhenAll(Enumerable.Range(1, 50).Select(number => Open(Row(number), text: "fuse")));
        var load = Task.WhenAll(Enumerable.Range(51, 200).Select(number => Open(Row(number))));
        await Original.Backup(Copy);
        await load;
        await Restored(async restored =>
        {
            Assert.InRange((await restored.ReadAll(0, 999)).Count, 50, 250);
            Assert.True((await restored.Verify(null)).IsSound);
            var found = await restored.ListTickets(new TicketFilter { Words = "fuse", Limit = 500 });
            Assert.Equal(50, found.Items.Count);
        });
    }

    [Fact]
    public async Task What_is_restored_tells_nobody_until_it_is_released()
    {
        await Store.Append(Batch() with { Messages = [new OutboxMessage("m", "page", null, 0, Nine, default)] });
        await Original.Backup(Copy);
        await Restored(async restored =>
        {
            var request = new LeaseRequest("loop", Nine, Duration.FromMinutes(1), 10);
            Assert.True(await restored.IsHeld());
            var held = await restored.Lease(request);
            Assert.True(held.IsHeld);
            Assert.Empty(held.Messages);
            await restored.Release();
            Assert.Single((await restored.Lease(request)).Messages);
        });
        await using var again = elsewhere.Open();
        Assert.False(await again.IsHeld());
    }

    [Fact]
    public async Task A_writer_of_the_old_world_is_refused_by_the_restored_store()
    {
        await Original.Backup(Copy);
        Epoch = await Store.ClaimEpoch("node-1");
        await Restored(async restored =>
        {
            Assert.IsType<AppendResult.StaleEpoch>(await restored.Append(Batch(Part("1", 0, Fact()))));
            Assert.True(await restored.ClaimEpoch("node-1") > Epoch);
        });
    }

    [Fact]
    public async Task What_was_erased_after_the_backup_is_erased_again_by_the_restore()
    {
        const string canary = "kanarienvogel";
        var part = Part("1", 0, Fact(text: $$"""{"title":"{{canary}}"}""")) with { Row = Row(1, canary) };
        await Append(part);
        await Original.Backup(Copy);
        await Store.Append(Batch() with { Erasures = [new Erasure(StreamId.Ticket("1"), 1, default)] });
        await Restored(
            async restored =>
            {
                Assert.True((await restored.ReadAll(0, 10))[0].IsErased);
                Assert.Empty((await restored.ListTickets(new TicketFilter { Words = canary })).Items);
                Assert.Null((await restored.FindTicket(StreamId.Ticket("1")))!.Title);
                Assert.True((await restored.Verify(null)).IsSound);
            },
            Erased);
        Assert.False(Holds(elsewhere.Path, canary));
        Assert.True(File.Exists(Path.Combine(elsewhere.Path, "erased.jsonl")));
    }

    [Fact]
    public async Task After_a_scrub_no_file_of_the_store_holds_what_was_erased()
    {
        const string canary = "kanarienvogel";
        var part = Part("1", 0, Fact(text: canary)) with { Row = Row(1, canary), SearchText = canary + "s" };
        await Append(part with { Snapshot = Encoding.UTF8.GetBytes(canary) });
        Assert.True(Holds(Room.Path, canary));
        var batch = Batch(Part("1", 1, Fact()) with { Row = Row(1, "[erased]") }) with
        {
            Erasures = [new Erasure(StreamId.Ticket("1"), 1, default)],
        };
        await Store.Append(batch);
        await Original.Scrub();
        Assert.False(Holds(Room.Path, canary));
        Assert.Equal(1, Assert.Single((await Store.ListTickets(new() { Words = "erased" })).Items).Number);
    }

    [Fact]
    public async Task A_restore_overwrites_nothing_and_takes_no_damaged_file()
    {
        await Open(Row(1));
        await Original.Backup(Copy);
        await Assert.ThrowsAsync<StoreRefusedException>(() => Original.Backup(Copy));
        SqliteStore.Restore(Copy, elsewhere.Path);
        Assert.Throws<StoreRefusedException>(() => SqliteStore.Restore(Copy, elsewhere.Path));

        using var third = new SqliteRoom();
        var bytes = await File.ReadAllBytesAsync(Copy, TestContext.Current.CancellationToken);
        for (var at = 100; at < bytes.Length; at += 50)
            bytes[at] ^= 0xFF;
        await File.WriteAllBytesAsync(Copy + "2", bytes, TestContext.Current.CancellationToken);
        Refused(Copy + "2", third, "copy.db2");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("this is no database, and long enough to be told so", "is no store, or is damaged")]
    public async Task What_is_no_backup_is_refused_by_its_name_and_leaves_nothing(string text, string said)
    {
        await File.WriteAllTextAsync(Copy, text, TestContext.Current.CancellationToken);
        Refused(Copy, elsewhere, $"{Copy} {said}");
    }

    [Fact]
    public async Task A_backup_that_was_cut_off_is_refused_and_leaves_nothing()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => Open(Row(number), text: "fuse")));
        await Original.Backup(Copy);
        using (var file = new FileStream(Copy, FileMode.Open))
            file.SetLength(file.Length / 2 / 4096 * 4096);
        Refused(Copy, elsewhere, $"{Copy} is ");
    }

    [Fact]
    public async Task A_backup_in_which_a_fact_was_changed_is_refused_with_the_first_position_and_taken_when_told_so()
    {
        await Task.WhenAll(Enumerable.Range(1, 5).Select(number => Open(Row(number))));
        await Original.Backup(Copy);
        Change("UPDATE events SET body = x'7B7D20' WHERE position IN (2, 4)");
        Refused(Copy, elsewhere, $"{Copy} is not what was written: position 2: ticket/", "--even-if-changed");
        SqliteStore.Restore(Copy, elsewhere.Path, evenIfChanged: true);
        await using var restored = SqliteStore.Open(elsewhere.Path);
        Assert.Equal(2, (await restored.Verify(null)).Faults.Count);
    }

    [Fact]
    public async Task A_damaged_store_makes_no_backup_and_no_part_of_one()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => Open(Row(number), text: "fuse")));
        await Original.Backup(Copy);
        Directory.CreateDirectory(elsewhere.Path);
        File.Copy(Copy, Path.Combine(elsewhere.Path, "muster.db"));
        using (var file = new FileStream(Path.Combine(elsewhere.Path, "muster.db"), FileMode.Open))
            file.SetLength(file.Length / 2 / 4096 * 4096);
        var refused = Assert.Throws<StoreRefusedException>(() => SqliteStore.CopyTo(elsewhere.Path, Copy + "2"));
        Assert.True(refused.IsDamage, refused.Message);
        Assert.Equal([Copy], Directory.GetFiles(Room.Path, "copy*"));
    }

    private void Change(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Copy};Pooling=False");
        connection.Open();
        Opening.Ask(connection, sql);
    }

    private static void Refused(string backup, SqliteRoom room, params string[] words)
    {
        var refused = Assert.Throws<StoreRefusedException>(() => SqliteStore.Restore(backup, room.Path));
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(room.Path, "muster.db*"));
    }

    private async Task Restored(Func<SqliteStore, Task> look, string? erased = null)
    {
        SqliteStore.Restore(Copy, elsewhere.Path, erased);
        await using (var restored = SqliteStore.Open(elsewhere.Path))
            await look(restored);
    }

    private static bool Holds(string folder, string text) => Directory.EnumerateFiles(folder)
        .Where(file => !file.EndsWith("copy.db") && !file.EndsWith(".lock"))
        .Any(file => Encoding.Latin1.GetString(ReadShared(file)).Contains(text, StringComparison.OrdinalIgnoreCase));

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
