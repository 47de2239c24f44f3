using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>People, on-call and policies from the command line.</summary>
public sealed class DirectoryCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_policy_is_pushed_pulled_edited_person_by_person_and_listed()
    {
        await using var server = await RunningServer.Start();
        var file = Path.Combine(server.Folder.FullName, "desk.yaml");
        await File.WriteAllTextAsync(file, """
            people: {ana: {mail: ana@example.org}, bo: {mail: bo@example.org}}
            schedules: {primary: {zone: UTC, layers: [{rotation: weekly, start: 2025-01-06T09:00, people: [ana]}]}}
            """, TestContext.Current.CancellationToken);
        var pushed = await Muster(server, "policy", "push", file);
        Assert.Equal((0, ""), (pushed.Code, pushed.Error));
        Assert.Equal(0, (await Muster(server, "oncall", "readiness")).Code);
        var set = await Muster(server, "person", "set", "cy", "--name", "Cy", "--skills", "oracle", "--skill", "vpn");
        Assert.Equal((0, ""), (set.Code, set.Error));
        await Muster(server, "person", "set", "cy", "--mail", "cy@example.org", "--clear", "name");
        var shown = JsonDocument.Parse((await Muster(server, "person", "show", "cy")).Output).RootElement;
        Assert.Equal("cy@example.org", shown.GetProperty("mail").GetString());
        Assert.Equal(2, shown.GetProperty("skills").GetArrayLength());
        Assert.False(shown.TryGetProperty("name", out _));
        Assert.Equal(0, (await Muster(server, "team", "set", "desk", "--tier", "tier-1", "--member", "cy")).Code);
        Assert.Equal(1, (await Muster(server, "person", "remove", "cy")).Code);
        Assert.Equal(0, (await Muster(server, "team", "remove", "desk")).Code);

        Assert.Contains("cy@example.org", (await Muster(server, "policy", "pull")).Output);
        var versions = JsonDocument.Parse((await Muster(server, "policy", "versions")).Output).RootElement;
        Assert.Equal(6, versions.GetProperty("items").GetArrayLength());
        await File.WriteAllTextAsync(file, "nonsense: 1\n", TestContext.Current.CancellationToken);
        var refused = await Muster(server, "policy", "push", file);
        Assert.Equal(1, refused.Code);
        Assert.Contains("desk.yaml:1:1", refused.Error);
    }

    [Fact]
    public async Task A_swap_puts_each_in_the_place_of_the_other()
    {
        await using var server = await RunningServer.Start();
        var file = Path.Combine(server.Folder.FullName, "desk.yaml");
        await File.WriteAllTextAsync(file, """
            schedules: {primary: {zone: UTC, layers: [{rotation: daily, start: 2025-01-06T00:00, people: [ana, bo]}]}}
            """, TestContext.Current.CancellationToken);
        await Muster(server, "policy", "push", file);
        var swapped = await Muster(
            server, "oncall", "swap", "primary", "--person", "ana", "--from", "2030-01-07T00:00", "--to",
            "2030-01-08T00:00", "--with", "bo", "--with-from", "2030-01-08T00:00", "--with-to", "2030-01-09T00:00");
        Assert.Equal((0, ""), (swapped.Code, swapped.Error));
        Assert.Equal("bo", await Who(server, "2030-01-07T12:00:00Z"));
        Assert.Equal("ana", await Who(server, "2030-01-08T12:00:00Z"));
        var shifts = await Muster(
            server, "oncall", "schedule", "primary", "--from", "2030-01-07T00:00:00Z", "--output", "table");
        Assert.Contains("2030-01-07T00:00:00Z  2030-01-08T00:00:00Z  bo", shifts.Output);
    }

    private static async Task<string?> Who(RunningServer server, string at)
    {
        var told = await Muster(server, "oncall", "who", "--at", at);
        return JsonDocument.Parse(told.Output).RootElement.GetProperty("items")[0].GetProperty("oncall")[0].GetString();
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
