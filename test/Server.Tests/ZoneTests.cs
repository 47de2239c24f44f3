using System.Text.Json;
using Muster.Core.Calendars;
using Muster.Engine.Zones;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Files.Settings;
using Muster.Storage.Sqlite;
using Muster.Support;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>A server that is started with other zone data counts by it, and says what that moves.</summary>
public sealed class ZoneTests : IDisposable
{
    private const string Tickets = "/api/v1/tickets";
    private const string Zones = "/api/v1/zones";

    // An hour a day counts, so that what is promised lies weeks ahead, beyond the change.
    private const string Text = """
        calendars: {early: {zone: Europe/Berlin, week: {mon-sun: ["06:00-07:00"]}}}
        sla: [{calendar: early, targets: {P2: {response: 20h, resolution: 30h, escalateAt: 30h}}}]
        people: {ana: {mail: ana@example.org}, bo: {mail: bo@example.org}}
        schedules:
          primary: {zone: Europe/Berlin, layers: [{rotation: weekly, start: 2025-01-06T09:00, people: [ana, bo]}]}
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_foreseen_is_what_a_start_moves_and_lists_and_a_restart_lists_nothing()
    {
        var changed = Changed("2027a");
        string id, admin, foreseen, opened;
        await using (var server = await Start(LoadedZones.BuiltIn))
        {
            admin = server.Admin;
            var ticket = (await server.Post(Tickets, """{"title":"VPN","priority":"P2"}""", admin)).Json;
            (id, opened) = (ticket.GetProperty("id").GetString()!, ticket.GetProperty("openedAt").GetString()!);
            Assert.Equal(Due(opened, ZoneData.BuiltIn), DueOf(ticket));
            var answer = await server.Post($"{Zones}/foresee", Body(changed), admin);
            Assert.True(answer.Code == 200, answer.Text);
            foreseen = Items(answer.Json);
            Assert.Contains(id, foreseen);
            Assert.Equal("2026f", (await server.Get(Zones, admin)).Said("version"));
        }
        await using (var server = await Start(changed))
        {
            var zones = (await server.Get(Zones, admin)).Json;
            Assert.Equal(("2027a", 2), (
                zones.GetProperty("version").GetString(), zones.GetProperty("versions").GetArrayLength()));
            Assert.Equal(foreseen, Items(zones));
            Assert.NotEqual(0, zones.GetProperty("moved").GetProperty("shifts").GetInt32());
            var due = DueOf((await server.Get($"{Tickets}/{id}", admin)).Json);
            Assert.Equal(Due(opened, changed.Zones), due);
            Assert.NotEqual(Due(opened, ZoneData.BuiltIn), due);
            Assert.Contains($"is in use in place of 2026f; 1 tickets and", server.House.Notices[0]);
            Assert.Contains(server.House.Notices, notice =>
                notice.Contains($"{id}: ") && notice.Contains($"resolution is due {due} in place of"));
            Assert.Contains(server.House.Notices, notice => notice.StartsWith("a shift of "));
        }
        await using (var server = await Start(changed))
        {
            Assert.DoesNotContain(server.House.Notices, notice => notice.Contains("zone data"));
            var zones = (await server.Get(Zones, admin)).Json;
            Assert.Equal(2, zones.GetProperty("versions").GetArrayLength());
            Assert.Equal(foreseen, Items(zones)); // and still tells what it was
            Assert.Equal("2026f", (await server.Get($"{Zones}?version=2026f", admin)).Said("version"));
            Assert.Equal(404, (await server.Get($"{Zones}?version=2019c", admin)).Code);
        }
    }

    [Fact]
    public async Task The_store_is_checked_and_exported_by_the_zone_data_that_its_server_counts_by()
    {
        var changed = Changed("2027a");
        foreach (var zones in (LoadedZones[])[LoadedZones.BuiltIn, changed])
        {
            await using var server = await Start(zones);
            if (zones == LoadedZones.BuiltIn)
                await server.Post(Tickets, """{"title":"VPN","priority":"P2"}""", server.Admin);
        }
        var (code, _, error) = await Run("verify", "--data", folder.FullName);
        Assert.Equal((0, ""), (code, error));
        (code, _, error) = await Run(
            "export", "--data", folder.FullName, "--log", Path.Combine(folder.FullName, "log.jsonl"));
        Assert.Equal(0, code);
        Assert.Contains($"the store counts by the zone data {changed.Zones.Name}", error);
        Assert.Contains("zone data moved 1 tickets while they ran", error);
    }

    [Fact]
    public async Task The_command_line_shows_what_moved_and_foresees_what_would()
    {
        var file = Path.Combine(folder.FullName, "tzdb2027a.nzd");
        File.WriteAllBytes(file, Changed("2027a").Bytes.ToArray());
        await using var server = await Start(LoadedZones.BuiltIn);
        var id = (await server.Post(Tickets, """{"title":"VPN","priority":"P2"}""", server.Admin)).Said("id");
        var (code, output, error) = await Run(server, "zones", "foresee", file, "--output", "table");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("1 tickets", output);
        Assert.Contains($"{id}  resolution due", output);
        Assert.Contains("Europe/Berlin", output);
        (code, output, _) = await Run(server, "zones", "show", "--output", "json");
        Assert.Contains("\"version\":\"2026f\"", output);
        (code, _, error) = await Run(server, "zones", "foresee", Path.Combine(folder.FullName, "none.nzd"));
        Assert.Equal(2, code);
        Assert.Contains("there is no file", error);
    }

    [Fact]
    public async Task What_is_no_zone_data_or_lacks_a_zone_is_refused_in_words()
    {
        await using var server = await Start(LoadedZones.BuiltIn);
        foreach (var (body, words) in new[]
        {
            ("""{"data":"bm8="}""", "is no zone data, or not all of it; give a whole"),
            ("""{"data":7}""", "in base64"), ("{}", "in base64"),
            ("""{"date":"bm8="}""", "date is not known here"),
            ("""{"data":"AAAAAAADAQF4AgYFMjAzMGEDAQAEBAAAAAA="}""", "there is no zone 'Europe/Berlin'"),
        })
        {
            var answer = await server.Post($"{Zones}/foresee", body, server.Admin);
            Assert.Equal(422, answer.Code);
            Assert.Contains(words, answer.Text.Replace("\\u0027", "'", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Newer_zone_data_and_a_policy_that_names_a_zone_of_it_come_in_one_start()
    {
        var older = ZoneFile.Of(ChangedZones.Without("EST5EDT", "2026e"), "older");
        await using (var server = await Start(older))
            await server.Post(Tickets, """{"title":"VPN","priority":"P2"}""", server.Admin);
        await using (var server = await Start(
            LoadedZones.BuiltIn, Text.Replace("Europe/Berlin, layers", "EST5EDT, layers", StringComparison.Ordinal)))
        {
            Assert.Contains("EST5EDT", server.House.Policies.CurrentText);
            Assert.Contains(server.House.Notices, notice => notice.Contains(
                "the zone data 2026f is in use in place of 2026e@sha256:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_store_that_begins_with_other_zone_data_lists_nothing()
    {
        await using var server = await Start(Changed("2027a"));
        Assert.DoesNotContain(server.House.Notices, notice => notice.Contains("zone data"));
        var zones = (await server.Get(Zones, server.Admin)).Json;
        Assert.Equal("2027a", zones.GetProperty("version").GetString());
        Assert.Equal(0, zones.GetProperty("moved").GetProperty("shifts").GetInt32());
    }

    [Fact]
    public async Task A_server_does_not_start_with_what_is_no_zone_data_and_says_where_it_is_named()
    {
        var config = Path.Combine(folder.FullName, "muster.yaml");
        File.WriteAllText(config, "time:\n  zones: tzdb2027a.nzd\n");
        var (code, _, error) = await Run("serve", "--config", config, "--data", folder.FullName);
        Assert.Equal(2, code);
        Assert.StartsWith($"{config}:2:10: there is no file ", error);
        File.WriteAllBytes(
            Path.Combine(folder.FullName, "tzdb2027a.nzd"), ChangedZones.Of("2027a")[..50_000]);
        (code, _, error) = await Run("serve", "--config", config, "--data", folder.FullName);
        Assert.Equal(2, code);
        Assert.Contains("is no zone data, or not all of it", error);
        Assert.DoesNotContain("   at ", error);
    }

    private Task<RunningServer> Start(LoadedZones zones, string text = Text) => RunningServer.Start(
        folder, change: options =>
    {
        var policy = PolicyReader.Read([new PolicySource("desk.yaml", text, null)], zones: zones.Zones);
        return options with
        {
            Policy = policy.Policy!,
            PolicyText = policy.MergedYaml,
            Settings = new ServerSettings { Time = new TimeSettings { Zones = zones } },
        };
    });

    /// <summary>Berlin's clocks go on to five hours before UTC's, the day after tomorrow.</summary>
    private static LoadedZones Changed(string version) => ZoneFile.Of(
        ChangedZones.Of(version, ("Europe/Berlin", Tomorrow + Duration.FromDays(1), Offset.FromHours(5))), "file");

    private static readonly Instant Tomorrow = Instant.FromDateTimeUtc(DateTime.UtcNow.Date) + Duration.FromDays(1);

    private static string Body(LoadedZones zones) =>
        JsonSerializer.Serialize(new { data = Convert.ToBase64String(zones.Bytes.Span) });

    private static string Items(JsonElement answer) =>
        JsonSerializer.Serialize(answer.GetProperty("moved").GetProperty("items"));

    private static string DueOf(JsonElement ticket) =>
        ticket.GetProperty("clocks").GetProperty("resolution").GetProperty("due").GetString()!;

    private static string Due(string opened, ZoneData zones)
    {
        var policy = PolicyReader.Read([new PolicySource("desk.yaml", Text, null)], zones: zones).Policy!;
        Assert.True(Rfc3339.TryParse(opened, out var at));
        return Rfc3339.Format(policy.Calendars["early"].Due(at, Duration.FromHours(30))!.Value);
    }

    private static Task<(int Code, string Output, string Error)> Run(RunningServer server, params string[] arguments) =>
        Run(Served.Process(server.Address.ToString(), server.Admin, arguments));

    private static Task<(int Code, string Output, string Error)> Run(params string[] arguments) =>
        Run(Served.Process(null, null, arguments));

    private static async Task<(int Code, string Output, string Error)> Run(System.Diagnostics.Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, error);
        }
    }
}
