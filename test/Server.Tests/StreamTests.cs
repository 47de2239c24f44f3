using System.Text.Json;
using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The journal as server-sent events.</summary>
public sealed class StreamTests
{
    private const string Tickets = "/api/v1/tickets";

    [Fact]
    public async Task What_is_written_comes_as_it_is_written()
    {
        await using var server = await RunningServer.Start();
        await server.Post(Tickets, """{"title":"before"}""", server.Admin);
        await using var reader = await Reader.Open(server, null);
        var opened = await server.Post(Tickets, """{"title":"after"}""", server.Admin);
        var told = await reader.Next();
        Assert.Equal("journal", told.Event);
        Assert.Equal("after", told.Data.GetProperty("title").GetString());
        Assert.Equal(opened.Said("id"), told.Data.GetProperty("ticket").GetString());
    }

    [Fact]
    public async Task A_reader_that_was_away_goes_on_where_it_was()
    {
        await using var server = await RunningServer.Start();
        string seen;
        await using (var reader = await Reader.Open(server, null))
        {
            await server.Post(Tickets, """{"title":"1"}""", server.Admin);
            seen = (await reader.Next()).Id;
        }
        for (var count = 2; count <= 4; count++)
            await server.Post(Tickets, $$"""{"title":"{{count}}"}""", server.Admin);
        await using var again = await Reader.Open(server, seen);
        for (var count = 2; count <= 4; count++)
            Assert.Equal($"{count}", (await again.Next()).Data.GetProperty("title").GetString());
    }

    [Fact]
    public async Task From_position_0_it_tells_all_there_is_to_tell_of_tickets_alone()
    {
        await using var server = await RunningServer.Start();
        await server.Post(Tickets, """{"title":"first"}""", server.Admin);
        await using var reader = await Reader.Open(server, "0");
        Assert.Equal("first", (await reader.Next()).Data.GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_position_that_is_none_is_refused()
    {
        await using var server = await RunningServer.Start();
        var answer = await server.Send(
            HttpMethod.Get, Permissions.Stream, null, server.Admin, ("Last-Event-ID", "yesterday"));
        Assert.Equal((422, "invalid"), (answer.Code, answer.Problem));
    }

    [Fact]
    public async Task It_ends_when_its_token_is_revoked()
    {
        await using var server = await RunningServer.Start();
        var issued = await server.Post(Permissions.Tokens, """{"name":"wall","role":"observer"}""", server.Admin);
        await using var reader = await Reader.Open(server, null, issued.Said("token"));
        await server.Send(HttpMethod.Delete, $"{Permissions.Tokens}/{issued.Said("id")}", null, server.Admin);
        Assert.True(await reader.Ends());
    }

    private sealed record Told(string Event, string Id, JsonElement Data);

    private sealed class Reader(HttpResponseMessage response, StreamReader lines) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        public static async Task<Reader> Open(RunningServer server, string? after, string? token = null)
        {
            using var request = server.Request(HttpMethod.Get, Permissions.Stream, token ?? server.Admin);
            if (after is not null)
                request.Headers.Add("Last-Event-ID", after);
            var response = await server.Open(request);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            return new Reader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        public async Task<Told> Next()
        {
            var fields = new Dictionary<string, string>();
            while (await lines.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                if (line.Length == 0 && fields.TryGetValue("data", out var data))
                    return new Told(fields["event"], fields["id"], JsonDocument.Parse(data).RootElement);
                if (line.Split(": ", 2) is [{ Length: > 0 } name, var value])
                    fields[name] = value;
            }
            throw new EndOfStreamException();
        }

        public async Task<bool> Ends()
        {
            while (await lines.ReadLineAsync().WaitAsync(Patience) is not null)
            {
                // what comes before the end
            }
            return true;
        }

        public ValueTask DisposeAsync()
        {
            lines.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
