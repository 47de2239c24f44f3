using Microsoft.Data.Sqlite;
using Muster.Storage.Sqlite;
using Muster.Storage.Tests.Suites;
using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Sqlite;

/// <summary>A file that an older program wrote, opened by this one.</summary>
public sealed class OldFormTests : IDisposable
{
    private readonly SqliteRoom room = new();

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task A_store_of_the_first_form_is_brought_forward_with_all_that_it_holds()
    {
        WriteFirstForm("""
            INSERT INTO streams(key, name, version, hash) VALUES(1, 'ticket/1', 1, x'00'), (2, 'ticket/2', 1, x'00');
            INSERT INTO tickets(key, view, number, state, priority, tier, opened_at, last_activity_at,
                response_breached, resolution_breached, is_major)
            VALUES(1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1), (2, 1, 2, 0, 3, 0, 0, 0, 0, 0, 0);
            INSERT INTO outbox(
                id, key, kind, rank, not_before, ready_at, body, state, attempts, reason, settled_at)
            VALUES(1, 'sent', 'page', 0, 0, 0, x'', 1, 1, NULL, 0),
                (2, 'dropped', 'page', 0, 0, 0, x'', 2, 1, 'not told: acknowledged by bo', 0),
                (3, 'dead', 'page', 0, 0, 0, x'', 2, 9, 'given up: away', 0),
                (4, 'waits', 'page', 0, 0, 0, x'', 0, 0, NULL, NULL);
            """);
        await using var store = SqliteStore.Open(room.Path);
        var major = Assert.Single((await store.ListTickets(new TicketFilter { Major = ["declared"] })).Items);
        Assert.Equal((1, "declared"), (major.Number, major.Major));
        Assert.Equal(
            [OutboxState.Delivered, OutboxState.Dropped, OutboxState.Refused, OutboxState.Waiting],
            (await store.ReadMessages(null, 0, 10)).Select(message => message.State));
        Assert.Equal(2, await store.ForgetMessages(Instant.FromUnixTimeSeconds(0) + StoredMessage.KeptFor, 500));
        Assert.Equal(["dead", "waits"], (await store.ReadMessages(null, 0, 10)).Select(each => each.Message.Key));
    }

    [Fact]
    public async Task A_store_that_was_brought_forward_opens_again()
    {
        WriteFirstForm("SELECT 1");
        await using (SqliteStore.Open(room.Path))
        {
        }
        await using var again = SqliteStore.Open(room.Path);
        Assert.Equal(1, await again.ClaimEpoch("n"));
    }

    private void WriteFirstForm(string rows)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(room.Path, "muster.db")};Pooling=False");
        connection.Open();
        Opening.Ask(connection, Schema.Steps[0]);
        Opening.Ask(connection, $"PRAGMA application_id = {Schema.ApplicationId}");
        Opening.Ask(connection, "PRAGMA user_version = 1");
        Opening.Ask(connection, rows);
    }
}
