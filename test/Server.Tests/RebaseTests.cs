using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>S9: running clocks keep the policy they began under until they are re-based.</summary>
public sealed class RebaseTests
{
    private const string Tickets = "/api/v1/tickets";
    private const string Policies = "/api/v1/policies";

    [Fact]
    public async Task What_was_listed_beforehand_is_what_becomes_of_the_clocks()
    {
        await using var server = await RunningServer.Start();
        var id = await Opened(server);
        await Push(server, "PT4H");
        var dry = (await Rebase(server, "?dry=1"))[0];
        Assert.Equal("PT8H", Clock(await Ticket(server, id)).Target());
        var done = await Rebase(server);
        Assert.Equal(JsonSerializer.Serialize(dry), JsonSerializer.Serialize(Assert.Single(done)));
        Assert.Equal("PT4H", Clock(await Ticket(server, id)).Target());
        var line = await LastLine(server, id);
        Assert.Equal(("rebased", "S9"), (line.GetProperty("event").GetString(), line.GetProperty("rule").GetString()));
        Assert.Equal(
            (await server.Get(Policies, server.Admin)).Said("version"), line.GetProperty("policy").GetString());
        var explained = await server.Get($"{Tickets}/{id}/explain", server.Admin);
        Assert.Equal("PT4H", explained.Json.GetProperty("clocks").GetProperty("resolution").GetProperty("target")
            .GetString());
    }

    [Fact]
    public async Task Asked_again_it_does_nothing_again_and_each_ticket_stands_in_the_audit_once()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        string admin, id;
        await using (var server = await RunningServer.Start(folder))
        {
            admin = server.Admin;
            id = await Opened(server);
            await Opened(server);
            await Push(server, "PT4H");
            Assert.Equal(2, (await Rebase(server)).Count);
            Assert.Empty(await Rebase(server));
            Assert.Single(await Lines(server, id), line => line.GetProperty("event").GetString() == "rebased");
            var audit = (await server.Get("/api/v1/audit?limit=1000", admin)).Json.GetProperty("items");
            Assert.Equal(2, audit.EnumerateArray().Count(line => line.GetProperty("verb").GetString() == "rebase"));
        }
        await using (var server = await RunningServer.Start(folder))
        {
            var ticket = (await server.Get($"{Tickets}/{id}", admin)).Json;
            Assert.Equal("PT4H", Clock(ticket).Target());
            Assert.Equal(0, (await server.Post($"{Policies}/rebase", null, admin)).Json.GetProperty("items")
                .GetArrayLength());
        }
        folder.Delete(recursive: true);
    }

    // L7
    [Fact]
    public async Task The_same_key_again_lists_the_first_answer_and_another_question_under_it_is_refused()
    {
        await using var server = await RunningServer.Start();
        await Opened(server);
        await Opened(server);
        await Push(server, "PT4H");
        var key = ("Idempotency-Key", "monday");
        var first = await server.Post($"{Policies}/rebase", null, server.Admin, key);
        Assert.Equal(2, first.Json.GetProperty("items").GetArrayLength());
        await Opened(server);
        await Push(server, "PT5H");
        Assert.Equal(first.Text, (await server.Post($"{Policies}/rebase", null, server.Admin, key)).Text);
        var other = await server.Post($"{Policies}/rebase?limit=1", null, server.Admin, key);
        Assert.Equal((422, "key-reused"), (other.Code, other.Problem));
        Assert.Equal(3, (await Rebase(server)).Count);
    }

    [Fact]
    public async Task What_broke_off_half_way_lists_under_its_key_what_it_had_done_before()
    {
        await using var server = await RunningServer.Start();
        var (one, two) = (await Opened(server), await Opened(server));
        await Push(server, "PT4H");
        var dry = await Rebase(server, "?dry=1");
        await server.RebaseAlone(one, "tuesday"); // and then the power went
        var answer = await server.Post(
            $"{Policies}/rebase", null, server.Admin, ("Idempotency-Key", "tuesday"));
        Assert.Equal([two, one], answer.Json.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("id").GetString()));
        Assert.Equal(JsonSerializer.Serialize(dry),
            JsonSerializer.Serialize(answer.Json.GetProperty("items").EnumerateArray()));
    }

    [Fact]
    public async Task A_target_that_is_over_already_is_a_breach_at_once_and_what_is_resolved_is_left_alone()
    {
        await using var server = await RunningServer.Start();
        var (id, resolved) = (await Opened(server), await Opened(server));
        await server.Post($"{Tickets}/{resolved}/resolve", """{"code":"fixed"}""", server.Admin);
        await Push(server, "PT0.001S");
        await server.PassMillisecond();
        await server.PassMillisecond();
        var done = await Rebase(server);
        Assert.Equal(id, Assert.Single(done).GetProperty("id").GetString());
        await server.PassMillisecond();
        await server.Post($"{Tickets}/{id}/tag", """{"tags":{"a":"b"}}""", server.Admin); // brings time up to now
        var breach = Assert.Single(
            await Lines(server, id), line => line.GetProperty("event").GetString() == "sla-breached");
        Assert.Equal("S4", breach.GetProperty("rule").GetString());
        Assert.True(breach.GetProperty("retroactive").GetBoolean());
    }

    [Fact]
    public async Task Pages_of_tickets_are_rebased_one_after_another()
    {
        await using var server = await RunningServer.Start();
        for (var count = 0; count < 3; count++)
            await Opened(server);
        await Push(server, "PT4H");
        var (pages, cursor) = (0, "");
        while (cursor is not null)
        {
            var page = await server.Post($"{Policies}/rebase?limit=1{cursor}", null, server.Admin);
            Assert.Equal(1, page.Json.GetProperty("items").GetArrayLength());
            cursor = page.Json.TryGetProperty("next", out var next) ? $"&cursor={next.GetString()}" : null;
            pages++;
        }
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task What_ran_under_two_policies_is_not_assumed_anew_and_not_exported_as_if_it_were_one()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        await using (var server = await RunningServer.Start(folder))
        {
            var id = await Opened(server);
            await Push(server, "PT4H");
            await Rebase(server);
            var assumed = await server.Get(
                $"{Tickets}/{id}/explain?assume={Uri.EscapeDataString("priority=P1@2030-01-07T09:00:00Z")}"
                    + "&at=2030-01-07T10:00:00Z", server.Admin);
            Assert.Equal(422, assumed.Code);
            Assert.Contains("re-based", assumed.Said("detail"));
        }
        var log = Path.Combine(folder.FullName, "log.jsonl");
        using var export = Served.Process(null, null, "export", "--data", folder.FullName, "--log", log);
        var error = await export.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await export.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, export.ExitCode);
        Assert.Contains("was re-based to another policy", error);
        Assert.False(File.Exists(log));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_command_line_lists_with_a_dry_run_and_then_does_it()
    {
        await using var server = await RunningServer.Start();
        var id = await Opened(server);
        await Push(server, "PT4H");
        foreach (var (arguments, left) in new[] { ((string[])["--dry-run"], 1), ([], 0) })
        {
            using var program = Served.Process(
                server.Address.ToString(), server.Admin, ["policy", "rebase", "--output", "json", .. arguments]);
            using var listed = JsonDocument.Parse(
                await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
            Assert.Equal(id, listed.RootElement.GetProperty("items")[0].GetProperty("id").GetString());
            Assert.Equal(left, (await Rebase(server, "?dry=1")).Count);
        }
    }

    private static async Task<string> Opened(RunningServer server) =>
        (await server.Post(Tickets, """{"title":"VPN","priority":"P2"}""", server.Admin)).Said("id");

    private static async Task Push(RunningServer server, string resolution)
    {
        var answer = await server.Send(
            HttpMethod.Put, Policies, JsonSerializer.Serialize(new
            {
                text = $"sla: [{{targets: {{P2: {{resolution: {resolution}, escalateAt: {resolution}}}}}}}]",
            }), server.Admin);
        Assert.True(answer.Code == 200, answer.Text);
    }

    private static async Task<List<JsonElement>> Rebase(RunningServer server, string query = "")
    {
        var answer = await server.Post($"{Policies}/rebase{query}", null, server.Admin);
        Assert.True(answer.Code == 200, answer.Text);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    private static async Task<JsonElement> Ticket(RunningServer server, string id) =>
        (await server.Get($"{Tickets}/{id}", server.Admin)).Json;

    private static async Task<List<JsonElement>> Lines(RunningServer server, string id) =>
        [.. (await server.Get($"{Tickets}/{id}/timeline", server.Admin)).Json.GetProperty("items").EnumerateArray()];

    private static async Task<JsonElement> LastLine(RunningServer server, string id) =>
        (await Lines(server, id))[^1];

    private static ResolutionClock Clock(JsonElement ticket) =>
        new(ticket.GetProperty("clocks").GetProperty("resolution"), ticket.GetProperty("openedAt").GetString()!);

    /// <summary>A resolution clock that runs round the clock, as an answer shows it.</summary>
    private sealed record ResolutionClock(JsonElement Shown, string OpenedAt)
    {
        public string Target()
        {
            var span = Moment(Shown.GetProperty("due").GetString()!) - Moment(OpenedAt);
            return $"PT{span.TotalHours}H";
        }

        private static DateTimeOffset Moment(string text) =>
            DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
