using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The program as a process: serving, killed, and as a client of a server.</summary>
public sealed class ProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_was_answered_outlives_a_kill()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        var first = await Served.Start(folder.FullName);
        var token = first.Token;
        var opened = await Muster(first.Url, token, "ticket", "open", "VPN drops", "--priority", "P1");
        await first.Kill();
        var id = JsonDocument.Parse(opened.Output).RootElement.GetProperty("id").GetString()!;

        var second = await Served.Start(folder.FullName);
        Assert.Equal("", second.Token);
        var shown = await Muster(second.Url, token, "ticket", "show", id);
        Assert.Equal("VPN drops", JsonDocument.Parse(shown.Output).RootElement.GetProperty("title").GetString());
        await second.Kill();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_store_is_verified_and_exported_while_the_server_that_has_it_goes_on()
    {
        await using var server = await RunningServer.Start();
        var (url, data) = ($"{server.Address}", server.Folder.FullName);
        var opened = await server.Post("/api/v1/tickets", """{"title":"VPN","priority":"P1"}""", server.Admin);
        var verified = await Muster(url, server.Admin, "verify", "--data", data);
        Assert.Equal((0, ""), (verified.Code, verified.Error));
        Assert.Contains("sound", verified.Output);
        var log = await Muster(url, server.Admin, "export", "--data", data, "--log", "-");
        Assert.Equal((0, ""), (log.Code, log.Error));
        Assert.Contains(opened.Said("id"), log.Output);
        Assert.Equal(201, (await server.Post("/api/v1/tickets", "{}", server.Admin)).Code);
        Assert.Equal(2, (await Muster(url, server.Admin, "rebuild", "--data", data)).Code);
    }

    [Fact]
    public async Task A_broken_store_is_a_no_of_verify_and_a_changed_backup_a_refusal_of_restore()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        var restored = Directory.CreateTempSubdirectory("muster-");
        var (database, copy) = (Path.Combine(folder.FullName, "muster.db"), Path.Combine(folder.FullName, "copy.db"));
        await using (var server = await RunningServer.Start())
        {
            for (var number = 0; number < 30; number++)
                await server.Post("/api/v1/tickets", """{"title":"VPN","priority":"P1"}""", server.Admin);
            Assert.Equal(0, (await Muster("", "", "backup", copy, "--data", server.Folder.FullName)).Code);
        }
        File.Copy(copy, database);
        Assert.Equal(0, (await Muster("", "", "verify", "--data", folder.FullName)).Code);
        for (var pages = new FileInfo(copy).Length / 4096 - 1; pages >= 0; pages -= Math.Max(1, pages / 2))
        {
            using (var cut = new FileStream(database, FileMode.Open))
                cut.SetLength(pages * 4096);
            var verified = await Muster("", "", "verify", "--data", folder.FullName);
            Assert.Equal(1, verified.Code);
            Assert.StartsWith("muster: ", verified.Error);
            Assert.DoesNotContain("should not happen", verified.Error);
            var refused = await Muster("", "", "restore", database, "--data", restored.FullName);
            Assert.Equal(2, refused.Code);
            Assert.StartsWith($"muster: {database} is ", refused.Error);
            Assert.Empty(restored.GetFiles("muster.db*"));
        }
        folder.Delete(recursive: true);
        restored.Delete(recursive: true);
    }

    [Fact]
    public async Task A_client_says_by_its_exit_code_how_it_went()
    {
        await using var server = await RunningServer.Start();
        var url = $"{server.Address}";
        var opened = await Muster(url, server.Admin,
            "ticket", "open", "VPN drops", "--requester", "ana", "--vip", "--tag", "os=macOS",
            "--affected-users", "100");
        Assert.Equal((0, ""), (opened.Code, opened.Error));
        var ticket = JsonDocument.Parse(opened.Output).RootElement;
        Assert.True(ticket.GetProperty("requester").GetProperty("vip").GetBoolean());
        Assert.Equal("macOS", ticket.GetProperty("tags").GetProperty("os").GetString());

        var refused = await Muster(url, server.Admin, "ticket", "resume", "1");
        Assert.Equal((1, ""), (refused.Code, refused.Output));
        Assert.StartsWith("muster: not-allowed:", refused.Error);
        Assert.Equal(2, (await Muster(url, server.Admin, "ticket", "sing", "1")).Code);
        Assert.Equal(3, (await Muster("http://127.0.0.1:1", server.Admin, "ticket", "list")).Code);
        Assert.Equal(4, (await Muster(url, "", "ticket", "list")).Code);
    }

    [Fact]
    public async Task A_body_comes_from_standard_input_and_tokens_are_managed()
    {
        await using var server = await RunningServer.Start();
        var url = $"{server.Address}";
        var opened = await Run(
            """{"title":"by JSON","priority":"P1"}""", url, server.Admin, "ticket", "open", "--json", "-");
        Assert.Contains("by JSON", opened.Output);
        var token = JsonDocument.Parse(
            (await Muster(url, server.Admin, "token", "create", "wall", "--role", "observer")).Output).RootElement;
        var secret = token.GetProperty("token").GetString()!;
        var list = await Muster(url, secret, "ticket", "list", "--state", "open", "--output", "table");
        Assert.Contains("by JSON", list.Output);
        Assert.Equal(1, (await Muster(url, secret, "ticket", "start", "1")).Code);
        var id = token.GetProperty("id").GetString()!;
        Assert.Equal(0, (await Muster(url, server.Admin, "token", "revoke", id)).Code);
        Assert.Equal(4, (await Muster(url, secret, "ticket", "list")).Code);
    }

    [Fact]
    public async Task A_list_is_said_by_its_own_name_and_by_that_of_one()
    {
        await using var server = await RunningServer.Start();
        var url = $"{server.Address}";
        var opened = await Muster(
            url, server.Admin, "ticket", "open", "Shop slow", "--aliases", "A-1", "--alias", "A-2", "--tags", "os=x");
        Assert.Equal((0, ""), (opened.Code, opened.Error));
        Assert.Equal(0, (await Muster(url, server.Admin, "ticket", "show", "A-2")).Code);
        var said = await Muster(
            url, server.Admin, "ticket", "impact", "A-1", "--systems", "erp", "--system", "crm", "--business", "sales");
        Assert.Equal((0, ""), (said.Code, said.Error));
        var timeline = (await Muster(url, server.Admin, "ticket", "timeline", "A-1")).Output;
        Assert.Contains("crm", timeline);
        Assert.Contains("sales", timeline);
        var major = await Muster(
            url, server.Admin, "major", "open", "Shop down", "--severity", "SEV-2", "--requester", "ana",
            "--alias", "A-3", "--affected-users", "100");
        Assert.Equal((0, ""), (major.Code, major.Error));
        Assert.Equal(0, (await Muster(url, server.Admin, "ticket", "show", "A-3")).Code);
        Assert.Contains("SEV-2", (await Muster(url, server.Admin, "major", "show", "A-3")).Output);
    }

    private sealed record Ended(int Code, string Output, string Error);

    [Fact]
    public async Task Words_are_answered_as_json_and_a_yes_can_be_said_beforehand()
    {
        await using var server = await RunningServer.Start();
        var url = $"{server.Address}";
        await Muster(url, server.Admin, "ticket", "open", "VPN drops");
        var waits = await Muster(url, server.Admin, "ask", "cancel ticket 1");
        Assert.Equal(0, waits.Code);
        Assert.True(JsonDocument.Parse(waits.Output).RootElement.TryGetProperty("needsConfirmation", out _));
        Assert.Equal(1, (await Muster(url, server.Admin, "ask", "don't close 1")).Code);
        Assert.Equal(1, (await Muster(url, server.Admin, "ask", "Schedule maintenance")).Code);
        Assert.Equal(2, (await Muster(url, server.Admin, "ask")).Code);
        var spoken = await Muster(
            url, server.Admin, "ask", "@incident-coordinator \"Check SLA status for all open P2 tickets\"");
        Assert.Equal("sla-status", JsonDocument.Parse(spoken.Output).RootElement.GetProperty("understood")
            .GetProperty("intent").GetString());
        var done = await Muster(url, server.Admin, "ask", "--yes", "cancel", "ticket", "1");
        Assert.Equal(0, done.Code);
        Assert.Equal("Closed", JsonDocument.Parse(done.Output).RootElement.GetProperty("done")[0]
            .GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_candidate_is_rejected_after_a_yes_in_words_and_at_once_by_its_verb()
    {
        await using var server = await RunningServer.Start();
        var url = $"{server.Address}";
        await Muster(url, server.Admin, "ticket", "open", "Shop slow", "--affected-users", "150");
        await Muster(url, server.Admin, "ask", "reject candidate 1");
        Assert.Equal("candidate", await StateOfMajor(url, server.Admin));
        var rejected = await Muster(url, server.Admin, "major", "reject", "1", "--reason", "a drill");
        Assert.Equal((0, ""), (rejected.Code, rejected.Error));
        Assert.Equal("rejected", await StateOfMajor(url, server.Admin));
        // nothing takes that back but to declare it: accept is refused
        Assert.Equal(1, (await Muster(url, server.Admin, "major", "accept", "1")).Code);
        Assert.Equal(0, (await Muster(url, server.Admin, "major", "declare", "1")).Code);
    }

    private static async Task<string?> StateOfMajor(string url, string token) => JsonDocument.Parse(
        (await Muster(url, token, "major", "show", "1")).Output).RootElement.GetProperty("state").GetString();

    private static Task<Ended> Muster(string url, string token, params string[] arguments) =>
        Run("", url, token, arguments);

    private static async Task<Ended> Run(string input, string url, string token, params string[] arguments)
    {
        using var process = Served.Process(url, token, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new Ended(process.ExitCode, await output, await error);
    }
}
