using System.Diagnostics;
using Muster.Engine.Policies;
using Muster.Files.Policies;
using Muster.Server.Access;
using Muster.Storage.Sqlite;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>Which policy is in force after a start, and what a start says of its configuration.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private const string ThreeDays = "lifecycle: {autoClose: 3d}";
    private const string FourDays = "lifecycle: {autoClose: 4d}";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");

    public void Dispose() => folder.Delete(recursive: true);

    private string Data => Path.Combine(folder.FullName, "data");

    [Fact]
    public async Task A_changed_file_is_a_new_version_and_the_log_names_both()
    {
        var first = await Start(ThreeDays);
        Assert.Contains($"the policy {Version(ThreeDays)} is in force", first, StringComparison.Ordinal);
        var second = await Start(FourDays);
        Assert.Contains(
            $"the policy {Version(FourDays)} is in force in place of {Version(ThreeDays)}", second,
            StringComparison.Ordinal);
        Assert.DoesNotContain("in force", await Start(FourDays), StringComparison.Ordinal);
        Assert.Equal((Version(FourDays), 2), await InForce());
    }

    [Fact]
    public async Task Without_a_configuration_what_a_file_said_stays_in_force()
    {
        await Start(ThreeDays);
        Assert.Contains($"{Version(ThreeDays)} stays in force", await Start(null), StringComparison.Ordinal);
        Assert.Equal((Version(ThreeDays), 1), await InForce());
    }

    [Fact]
    public async Task What_was_changed_in_the_running_server_stays_and_the_differences_are_listed()
    {
        await Start(ThreeDays);
        await ChangeInTheServer(FourDays);
        var told = await Start(ThreeDays);
        Assert.Contains("--config-wins", told, StringComparison.Ordinal);
        Assert.Contains("in force is lifecycle.autoClose: 4d, not 3d", told, StringComparison.Ordinal);
        Assert.Equal((Version(FourDays), 2), await InForce());

        Assert.Contains(
            $"in place of {Version(FourDays)}", await Start(ThreeDays, "--config-wins"), StringComparison.Ordinal);
        Assert.Equal((Version(ThreeDays), 3), await InForce());
    }

    [Fact]
    public void Differences_of_people_are_named_and_not_told() =>
        Assert.Equal(
            ["people.bo.mail differs"],
            PolicyDifferences.Between(
                "people: {bo: {mail: old@example.org}}", "people: {bo: {mail: new@example.org}}"));

    [Fact]
    public async Task The_file_and_the_environment_say_where_to_listen_and_the_command_line_wins()
    {
        var config = Write("server: {urls: [\"http://127.0.0.1:1\"], data: " + Data + "}");
        var served = await Served.Start(null, config, new() { ["MUSTER_SERVER__URLS"] = "http://127.0.0.1:0" });
        await served.Kill();
        Assert.True(Directory.Exists(Data));
        await (await Served.Start(Data, config)).Kill();
    }

    [Fact]
    public async Task A_faulty_configuration_ends_with_all_its_faults()
    {
        var config = Write("server: {nod: one}\nlimits: {connections: 0}");
        using var process = Served.Process(null, null, "serve", "--config", config);
        var told = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains($"{config}:1:10: unknown key 'nod'", told, StringComparison.Ordinal);
        Assert.Contains($"{config}:2:23: expected a whole number", told, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        var config = Path.Combine(folder.FullName, "muster.yaml");
        File.WriteAllText(config, text);
        return config;
    }

    /// <summary>Starts the program, lets it end in good order, and returns what it logged.</summary>
    private async Task<string> Start(string? config, params string[] more)
    {
        string[] configured = config is null ? [] : ["--config", Write(config)];
        var served = await Served.Start(Data, null, null, [.. configured, .. more]);
        return (await served.Stop()).Error;
    }

    private async Task ChangeInTheServer(string text)
    {
        await using var store = SqliteStore.Open(Data);
        var book = await PolicyBook.Load(store);
        var policy = Read(text);
        var now = Instant.FromUnixTimeSeconds(1_800_000_000);
        var wanted = new AdoptedPolicy(policy.Policy!, policy.MergedYaml, PolicyOrigin.Api);
        Assert.True(await book.Adopt(store, await store.ClaimEpoch("serve"), wanted, now));
    }

    private async Task<(string Version, long Adoptions)> InForce()
    {
        await using var store = SqliteStore.Open(Data);
        var book = await PolicyBook.Load(store);
        return (book.Current.Version, book.Adoptions);
    }

    private static string Version(string text) => Read(text).Policy!.Version;

    private static PolicyResult Read(string text) => PolicyReader.Read([new PolicySource("muster.yaml", text, null)]);
}
