using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The program as a process: serving, killed, and as a client of a server.</summary>
public sealed class ProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Library = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Cli",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "muster.dll"));

    [Fact]
    public async Task What_was_answered_outlives_a_kill()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        var (first, url, token) = await Serve(folder);
        var opened = await Muster(url, token, "ticket", "open", "VPN drops", "--priority", "P1");
        first.Kill();
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        first.Dispose();
        var id = JsonDocument.Parse(opened.Output).RootElement.GetProperty("id").GetString()!;

        var (second, again, none) = await Serve(folder);
        Assert.Equal("", none);
        var shown = await Muster(again, token, "ticket", "show", id);
        Assert.Equal("VPN drops", JsonDocument.Parse(shown.Output).RootElement.GetProperty("title").GetString());
        second.Kill();
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);
        second.Dispose();
        folder.Delete(recursive: true);
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

    private sealed record Ended(int Code, string Output, string Error);

    private static async Task<(Process Process, string Url, string Token)> Serve(DirectoryInfo folder)
    {
        var process = Start(null, null, "serve", "--urls", "http://127.0.0.1:0", "--data", folder.FullName);
        var token = "";
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Contains("mst_", StringComparison.Ordinal))
                token = line.Trim();
            if (line.Contains("listens on ", StringComparison.Ordinal))
                return (process, line.Split(' ')[^1], token);
        }
        throw new EndOfStreamException(await process.StandardError.ReadToEndAsync());
    }

    private static Task<Ended> Muster(string url, string token, params string[] arguments) =>
        Run("", url, token, arguments);

    private static async Task<Ended> Run(string input, string url, string token, params string[] arguments)
    {
        using var process = Start(url, token, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new Ended(process.ExitCode, await output, await error);
    }

    private static Process Start(string? url, string? token, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Library);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["MUSTER_URL"] = url ?? "";
        start.Environment["MUSTER_TOKEN"] = token ?? "";
        return Process.Start(start)!;
    }
}
