using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>
/// What is shipped for running the server, read as text: no systemd, container, Prometheus or Grafana runs here.
/// </summary>
public sealed partial class DeployTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void The_unit_starts_the_program_as_it_is_hardened_and_gives_it_time_to_drain()
    {
        var settings = File.ReadLines(Path.Combine(Root, "deploy/muster.service"))
            .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2)).ToLookup(pair => pair[0], pair => pair[1]);
        var start = Assert.Single(settings["ExecStart"]).Split(' ');
        Assert.Equal(["serve", "--config", "--data"], start.Where(word => !word.StartsWith('/')));
        foreach (var (key, value) in (List<(string, string)>)
        [
            ("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"), ("ProtectHome", "yes"), ("PrivateTmp", "yes"),
            ("CapabilityBoundingSet", ""), ("User", "muster"), ("KillSignal", "SIGTERM"), ("Restart", "always"),
        ])
            Assert.Equal([value], settings[key]);
        Assert.True(int.Parse(Assert.Single(settings["TimeoutStopSec"])) > 10);
        // the runtime compiles at run time
        Assert.Empty(settings["MemoryDenyWriteExecute"]);
    }

    [Fact]
    public void The_image_is_built_of_paths_that_exist_and_runs_as_nobody_special()
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "deploy/Dockerfile"));
        var instructions = lines.Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(' ', 2)).ToList();
        Assert.All(instructions, instruction => Assert.Matches("^[A-Z]+$", instruction[0]));
        Assert.Equal(2, instructions.Count(instruction => instruction[0] == "FROM"));
        Assert.Contains(
            instructions, instruction => instruction is ["RUN", var run] && run.Contains("publish src/Cli "));
        Assert.True(Directory.Exists(Path.Combine(Root, "src/Cli")));
        Assert.Equal("1654:1654", Assert.Single(instructions, instruction => instruction[0] == "USER")[1]);
        foreach (var instruction in instructions.Where(instruction => instruction[0] is "CMD" or "ENTRYPOINT"))
            Assert.NotEmpty(JsonSerializer.Deserialize<string[]>(instruction[1])!);
    }

    [Fact]
    public void The_compose_file_names_files_that_exist_and_keeps_the_data()
    {
        var service = (YamlMappingNode)Read("deploy/compose.yaml")["services"]["muster"];
        Assert.True(File.Exists(Path.Combine(Root, $"{service["build"]["dockerfile"]}")));
        var volumes = ((YamlSequenceNode)service["volumes"]).Select(volume => $"{volume}".Split(':')).ToList();
        Assert.Contains(volumes, volume => volume is ["data", "/var/lib/muster"]);
        Assert.Contains(volumes, volume => volume[0] == "./muster.yaml");
        Assert.True(File.Exists(Path.Combine(Root, "deploy/muster.yaml")));
        Assert.Equal("true", $"{service["read_only"]}");
        Assert.StartsWith("127.0.0.1:", $"{service["ports"][0]}");
    }

    [Fact]
    public void The_Slack_app_asks_for_the_scopes_and_names_the_paths_that_the_code_uses_and_no_others()
    {
        var manifest = Read("deploy/slack-manifest.yaml");
        var scopes = ((YamlSequenceNode)manifest["oauth_config"]["scopes"]["bot"]).Select(scope => $"{scope}");
        Assert.Equal(
            Channels.Slack.SlackMethods.Scopes.Values.SelectMany(each => each)
                .Append(Channels.Slack.SlackMethods.CommandScope).Distinct().Order(StringComparer.Ordinal),
            scopes);
        var command = (YamlMappingNode)Assert.Single((YamlSequenceNode)manifest["features"]["slash_commands"]);
        Assert.Equal("/muster", $"{command["command"]}");
        Assert.Equal(Access.Permissions.SlackCommands, new Uri($"{command["url"]}").AbsolutePath);
        var interactivity = manifest["settings"]["interactivity"];
        Assert.Equal("true", $"{interactivity["is_enabled"]}");
        Assert.Equal(Access.Permissions.SlackInteractivity, new Uri($"{interactivity["request_url"]}").AbsolutePath);
        Assert.Equal("true", $"{manifest["features"]["app_home"]["messages_tab_enabled"]}"); // else no direct messages
        Assert.Equal("false", $"{manifest["settings"]["socket_mode_enabled"]}");
        Assert.InRange($"{manifest["display_information"]["name"]}".Length, 1, 35);
        Assert.InRange($"{manifest["display_information"]["description"]}".Length, 1, 140);
    }

    [Fact]
    public async Task Alerts_dashboard_and_reference_name_figures_that_the_server_has_and_none_else()
    {
        var known = await Published();
        var alerts = ((YamlSequenceNode)Read("deploy/prometheus/muster-alerts.yaml")["groups"][0]["rules"])
            .Cast<YamlMappingNode>().ToList();
        Assert.All(alerts, alert =>
        {
            Assert.Matches("^Muster[A-Z]", $"{alert["alert"]}");
            Assert.Contains($"{alert["labels"]["severity"]}", (string[])["critical", "warning"]);
            Assert.NotEmpty($"{alert["annotations"]["summary"]}");
        });
        var asked = alerts.Select(alert => $"{alert["expr"]}").Concat(Panels()).ToList();
        Assert.Equal([], asked.SelectMany(Names).Where(name => !known.Contains(WithoutPart(name))).Distinct());
        Assert.All(asked, expression => Assert.NotEmpty(Names(expression)));

        var reference = Names(File.ReadAllText(Path.Combine(Root, "docs/reference/metrics.md"))).ToHashSet();
        Assert.Equal(known.Order(StringComparer.Ordinal), reference.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Panels()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "deploy/grafana/muster.json")));
        return
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
                .Select(target => target.GetProperty("expr").GetString()!)
                .Where(expression => !expression.StartsWith("dotnet_", StringComparison.Ordinal)),
        ];
    }

    /// <summary>The figures of a running server, by the names that its exporter gives them.</summary>
    private static async Task<HashSet<string>> Published()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                lock (names)
                {
                    if (instrument.Meter.Name.StartsWith("Muster", StringComparison.Ordinal))
                        names.Add(NameOf(instrument));
                }
            },
        };
        listener.Start();
        await using var server = await RunningServer.Start();
        await server.Post("/api/v1/tickets", """{"title":"VPN drops"}""", server.Admin);
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(
            typeof(Storage.Sqlite.SqliteStore).Assembly.GetType("Muster.Storage.Sqlite.CommitMeasures")!.TypeHandle);
        lock (names)
            return [.. names];
    }

    private static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return instrument.GetType().Name.StartsWith("Counter", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static IEnumerable<string> Names(string text) => Figure().Matches(text).Select(match => match.Value);

    private static string WithoutPart(string name) => Part().Replace(name, "");

    private static YamlMappingNode Read(string file)
    {
        using var reader = new StreamReader(Path.Combine(Root, file));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Muster.slnx")))
            directory = directory.Parent;
        return directory.FullName;
    }

    [GeneratedRegex(@"\bmuster_[a-z_]+\b")]
    private static partial Regex Figure();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();
}
