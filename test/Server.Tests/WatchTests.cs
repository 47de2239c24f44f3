using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The program as a client that looks on, asks why and checks.</summary>
public sealed class WatchTests
{
    private const string Tickets = "/api/v1/tickets";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_hundred_are_shown_at_once_and_how_many_more_there_are()
    {
        await using var server = await RunningServer.Start();
        await Task.WhenAll(Enumerable.Range(0, 203).Select(_ =>
            server.Post("/api/v1/tickets", """{"title":"VPN","priority":"P3"}""", server.Admin)));
        var page = (await server.Get("/api/v1/sla?limit=500", server.Admin)).Json;
        Assert.Equal((200, 3), (page.GetProperty("items").GetArrayLength(), page.GetProperty("more").GetInt32()));
        var rest = await server.Get($"/api/v1/sla?cursor={page.GetProperty("next").GetString()}", server.Admin);
        Assert.Equal(3, rest.Json.GetProperty("items").GetArrayLength());
        Assert.DoesNotContain("more", rest.Text);
        var shown = await Muster(server, "sla", "check", "--output", "table");
        Assert.Contains("200 tickets, 0 at risk, the most pressing first; 3 more are not shown", shown.Output);
    }

    [Fact]
    public async Task A_piped_watch_prints_the_journal_and_goes_on_without_a_gap_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        var first = await RunningServer.Start(folder);
        var (address, admin) = ($"{first.Address}".TrimEnd('/'), first.Admin);
        using var watch = Served.Process(address, admin, "ticket", "watch", "--after", "0");
        try
        {
            await first.Post(Tickets, """{"title":"before"}""", admin);
            Assert.Equal("before", await Title(watch));
            await first.DisposeAsync();

            await using var second = await RunningServer.Start(folder, address);
            await second.Post(Tickets, """{"title":"after"}""", admin);
            Assert.Equal("after", await Title(watch));
        }
        finally
        {
            watch.Kill();
            await watch.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_check_of_the_promises_answers_no_by_its_exit_code_where_one_is_at_risk()
    {
        await using var server = await RunningServer.Start();
        await server.Post(Tickets, """{"title":"calm","priority":"P4"}""", server.Admin);
        var fine = await Muster(server, "sla", "check", "--exit-code");
        Assert.Equal(0, fine.Code);
        Assert.Equal(1, JsonDocument.Parse(fine.Output).RootElement.GetProperty("items").GetArrayLength());
        var table = await Muster(server, "sla", "check", "--state", "open", "--output", "table");
        Assert.Contains("calm", (await Muster(server, "ticket", "graph", "1", "--output", "table")).Output);
        Assert.Contains("resolution left", table.Output);
        var refused = await Muster(server, "sla", "check", "--state", "odd");
        Assert.Equal(1, refused.Code);
        Assert.StartsWith("muster: invalid: state must be", refused.Error);
    }

    [Fact]
    public async Task An_explanation_reads_as_that_of_a_replay()
    {
        await using var server = await RunningServer.Start();
        await server.Post(Tickets, """{"title":"VPN","priority":"P2"}""", server.Admin);
        var told = await Muster(
            server, "ticket", "explain", "1", "--assume", "priority=P1", "--at", "2100-01-01T00:00:00Z");
        Assert.Equal(1, told.Code);
        var explained = await Muster(
            server, "ticket", "explain", "1", "--assume", "priority=P1", "--output", "table");
        Assert.Equal(0, explained.Code);
        Assert.Contains("under the assumption", explained.Output);
        Assert.Contains("resolution clock, interval by interval", explained.Output);
        Assert.Contains("P2 → P1", explained.Output);
    }

    private static async Task<string?> Title(Process watch)
    {
        var line = await watch.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return JsonDocument.Parse(line!).RootElement.GetProperty("title").GetString();
    }

    private static async Task<(int Code, string Output, string Error)> Muster(
        RunningServer server, params string[] arguments)
    {
        using var process = Served.Process($"{server.Address}", server.Admin, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await error);
    }
}
