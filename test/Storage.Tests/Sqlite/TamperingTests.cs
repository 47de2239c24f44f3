using Microsoft.Data.Sqlite;
using Muster.Storage.Sqlite;
using Muster.Storage.Tests.Suites;
using Xunit;

namespace Muster.Storage.Tests.Sqlite;

/// <summary>Whoever has the file and changes a row is found by the chains.</summary>
public sealed class TamperingTests : Suite<SqliteRoom>
{
    [Theory]
    [InlineData("UPDATE events SET body = x'7B7D20' WHERE position = 2")]
    [InlineData("UPDATE events SET actor = 'somebody' WHERE position = 1")]
    [InlineData("UPDATE events SET happened = happened + 1 WHERE position = 3")]
    [InlineData("UPDATE events SET epoch = 7 WHERE position = 3")]
    [InlineData("UPDATE events SET cause = NULL WHERE position = 3")]
    [InlineData("UPDATE terms SET text = 'ticket.closed.v1' WHERE text = 'ticket.opened.v1'")]
    [InlineData("UPDATE texts SET text = x'41' WHERE position = 1")]
    [InlineData("DELETE FROM events WHERE position = 2")]
    [InlineData("DELETE FROM events WHERE position = 4")]
    [InlineData("UPDATE events SET version = -version; UPDATE events SET version = CASE version WHEN -2 THEN 3 "
        + "WHEN -3 THEN 2 ELSE -version END")]
    [InlineData("UPDATE streams SET version = 3")]
    [InlineData("UPDATE streams SET name = 'ticket/2'")]
    [InlineData("UPDATE commands SET accepted = 1 WHERE number = 2")]
    [InlineData("DELETE FROM commands WHERE number = 1")]
    [InlineData("DELETE FROM commands WHERE number = 3")]
    public async Task A_changed_row_is_found(string change)
    {
        await Append(Part("1", 0, Fact(text: "a"), Fact(body: "{\"a\":1}"), Fact(), Fact()));
        for (var line = 0; line < 3; line++)
            await Store.Append(Batch() with
            {
                Command = new CommandRecord { At = Nine, Actor = "a", Verb = "open", Accepted = false, Code = "x" },
            });
        Assert.True((await Store.Verify(null)).IsSound);
        using (var connection = new SqliteConnection($"Data Source={Room.Path}/muster.db;Pooling=False"))
        {
            connection.Open();
            Opening.Ask(connection, change);
        }
        Assert.NotEmpty((await Store.Verify(null)).Faults);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("streams")]
    [InlineData("texts")]
    [InlineData("commands")]
    [InlineData("terms")]
    public async Task A_broken_page_is_a_fault_and_the_rest_is_checked(string table)
    {
        for (var number = 1; number <= 20; number++)
            await Append(Part($"{number}", 0, Fact(text: "a")));
        using var broken = new SqliteRoom();
        var file = Path.Combine(broken.Path, "muster.db");
        await ((SqliteStore)Store).Backup(file);
        BreakPage(file, table);
        var faults = await FaultsOf(broken.Path);
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.DoesNotContain('\n', fault));
    }

    [Fact]
    public async Task A_file_that_was_cut_off_or_is_empty_is_a_fault()
    {
        for (var number = 1; number <= 20; number++)
            await Append(Part($"{number}", 0, Fact(text: "a")));
        using var broken = new SqliteRoom();
        var file = Path.Combine(broken.Path, "muster.db");
        await ((SqliteStore)Store).Backup(file);
        for (var pages = new FileInfo(file).Length / 4096 - 1; pages >= 0; pages--)
        {
            using (var cut = new FileStream(file, FileMode.Open))
                cut.SetLength(pages * 4096);
            Assert.NotEmpty(await FaultsOf(broken.Path));
        }
        Assert.Equal(0, new FileInfo(file).Length); // and looking at it has made nothing of it
        Assert.Contains("is empty", Assert.Single(await FaultsOf(broken.Path)));
    }

    private static void BreakPage(string file, string table)
    {
        long page;
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            page = long.Parse(
                Opening.Ask(connection, $"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'")!,
                System.Globalization.CultureInfo.InvariantCulture);
        }
        using var bytes = new FileStream(file, FileMode.Open) { Position = (page - 1) * 4096 };
        bytes.Write(Enumerable.Repeat((byte)0xFF, 4096).ToArray());
    }

    private static async Task<IReadOnlyList<string>> FaultsOf(string path)
    {
        try
        {
            await using var store = SqliteStore.OpenToRead(path);
            return (await store.Verify(null)).Faults;
        }
        catch (StoreRefusedException refused) when (refused.IsDamage)
        {
            return [refused.Message];
        }
    }

    [Fact]
    public async Task A_text_that_was_deleted_without_an_erasure_is_an_erasure_as_far_as_the_chain_can_tell()
    {
        await Append(Part("1", 0, Fact(text: "a")));
        using (var connection = new SqliteConnection($"Data Source={Room.Path}/muster.db;Pooling=False"))
        {
            connection.Open();
            Opening.Ask(connection, "DELETE FROM texts");
        }
        Assert.True((await Store.Verify(null)).IsSound);
    }
}
