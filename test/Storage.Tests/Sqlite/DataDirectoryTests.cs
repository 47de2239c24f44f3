using Microsoft.Data.Sqlite;
using Muster.Storage.Sqlite;
using Muster.Storage.Tests.Suites;
using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Sqlite;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly SqliteRoom room = new();

    private string Database => Path.Combine(room.Path, "muster.db");

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task A_second_process_is_told_who_has_the_folder()
    {
        await using var first = SqliteStore.Open(room.Path);
        var refused = Assert.Throws<StoreRefusedException>(() => SqliteStore.Open(room.Path));
        Assert.Contains($"in use by process {Environment.ProcessId}", refused.Message);
    }

    [Fact]
    public async Task Beside_the_process_that_has_it_a_store_is_read_and_never_written()
    {
        await using var first = SqliteStore.Open(room.Path);
        var epoch = await first.ClaimEpoch("n");
        await using var beside = SqliteStore.OpenToRead(room.Path);
        await first.Append(new Batch
        {
            Epoch = epoch,
            RecordedAt = Instant.FromUnixTimeSeconds(1),
            Counters = [new CounterChange("seen", 3)],
        });
        Assert.Equal(3, await beside.ReadCounter("seen")); // and what is written meanwhile is seen
        Assert.True((await beside.Verify(null)).IsSound);
        await Assert.ThrowsAsync<InvalidOperationException>(() => beside.ClaimEpoch("m"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => beside.Append(new Batch
        {
            Epoch = epoch,
            RecordedAt = Instant.FromUnixTimeSeconds(1),
        }));
    }

    [Fact]
    public async Task A_store_that_nobody_has_is_read_as_its_own_and_brought_forward()
    {
        await using (SqliteStore.Open(room.Path))
        {
        }
        await using (var read = SqliteStore.OpenToRead(room.Path))
            Assert.True((await read.Verify(null)).IsSound);
        Assert.Throws<StoreRefusedException>(() => SqliteStore.OpenToRead(room.Path + "/none"));
    }

    [Fact]
    public async Task The_folder_is_free_again_once_the_store_is_closed()
    {
        await using (SqliteStore.Open(room.Path))
        {
        }
        await using var again = SqliteStore.Open(room.Path);
        Assert.Null(await again.NextDue());
    }

    [Fact]
    public async Task A_store_of_a_newer_program_is_left_alone()
    {
        await using (SqliteStore.Open(room.Path))
        {
        }
        Ask("PRAGMA user_version = 99");
        var refused = Assert.Throws<StoreRefusedException>(() => SqliteStore.Open(room.Path));
        Assert.Contains("newer program", refused.Message);
        Assert.Equal("99", Ask("PRAGMA user_version"));
        Ask($"PRAGMA user_version = {Schema.Steps.Count}");
        await using var again = SqliteStore.Open(room.Path); // and the refusal let go of the folder
        Assert.NotNull(again);
    }

    [Fact]
    public void A_database_of_another_program_is_left_alone()
    {
        Ask("CREATE TABLE theirs(x)");
        var refused = Assert.Throws<StoreRefusedException>(() => SqliteStore.Open(room.Path));
        Assert.Contains("another program", refused.Message);
    }

    [Fact]
    public void What_is_no_database_is_left_alone()
    {
        File.WriteAllText(Database, new string('x', 5_000));
        Assert.Throws<StoreRefusedException>(() => SqliteStore.Open(room.Path));
        Assert.Equal(5_000, new FileInfo(Database).Length);
    }

    [Fact]
    public async Task A_fresh_store_is_in_write_ahead_mode_and_marked_as_ours()
    {
        await using (SqliteStore.Open(room.Path))
        {
            Assert.Equal("wal", Ask("PRAGMA journal_mode"));
            Assert.Equal($"{0x4D757374}", Ask("PRAGMA application_id"));
        }
    }

    [Fact]
    public async Task Everything_is_there_after_closing_and_opening()
    {
        var command = new CommandRecord
        {
            At = Instant.FromUnixTimeSeconds(1),
            Actor = "a",
            Verb = "open",
            Accepted = true,
            Key = "k",
        };
        await using (var store = SqliteStore.Open(room.Path))
        {
            await store.Append(new Batch
            {
                Epoch = await store.ClaimEpoch("n"),
                RecordedAt = command.At,
                Command = command,
            });
        }
        await using var again = SqliteStore.Open(room.Path);
        Assert.NotNull(await again.FindCommand("k", command.At));
        Assert.Equal(2, await again.ClaimEpoch("n"));
        Assert.True((await again.Verify(null)).IsSound);
    }

    private string? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return Opening.Ask(connection, sql);
    }
}
