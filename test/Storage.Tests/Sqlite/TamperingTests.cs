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
