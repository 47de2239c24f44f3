using System.Collections;
using System.CommandLine;
using System.Runtime.CompilerServices;
using Muster.Engine.Policies;
using Muster.Files.Policies;
using Muster.Files.Settings;
using Muster.Server;
using Muster.Server.Demo;
using Muster.Storage.Sqlite;

namespace Muster.Cli.Commands;

/// <summary><c>muster serve</c>: the coordinator itself.</summary>
internal static class ServeCommand
{
    private sealed record Asked(string[] Urls, string? Data, string[] Config, bool ConfigWins)
    {
        public string? LogFormat { get; init; }
        public string? LogLevel { get; init; }
        public bool WithOrleans { get; init; }
        public bool IsDemo { get; init; }
    }

    public static Command Build()
    {
        var urls = new Option<string[]>("--urls")
        {
            Description = "Where to listen, such as http://127.0.0.1:5080.",
            AllowMultipleArgumentsPerToken = true,
        };
        var data = new Option<string?>("--data") { Description = "The data directory; ./muster-data if absent." };
        var config = new Option<string[]>("--config")
        {
            Description = "The configuration, with the policy in it; a second file is laid over the first.",
        };
        var wins = new Option<bool>("--config-wins")
        {
            Description = "The configuration's policy replaces one that was changed in the running server.",
        };
        var format = new Option<string?>("--log-format") { Description = "plain on a terminal, else json, if absent." };
        format.AcceptOnlyFromAmong("plain", "json");
        var engine = new Option<string?>("--engine")
        {
            Description = "direct, or orleans: a grain for each ticket; direct if absent.",
        };
        engine.AcceptOnlyFromAmong("direct", "orleans");
        var demo = new Option<bool>("--demo")
        {
            Description = "A believable week in a fresh directory, then an outage before your eyes; loopback only.",
        };
        var level = new Option<string?>("--log-level")
        {
            Description = "This and all that is graver is logged; info if absent.",
        };
        level.AcceptOnlyFromAmong("debug", "info", "warning", "error");
        var command = new Command("serve", "Run the coordinator: tickets in, clocks running.")
        {
            urls, data, config, wins, format, level, engine, demo,
        };
        command.SetAction(parsed => Run(new Asked(
            parsed.GetValue(urls) ?? [], parsed.GetValue(data), parsed.GetValue(config) ?? [], parsed.GetValue(wins))
        {
            LogFormat = parsed.GetValue(format),
            LogLevel = parsed.GetValue(level),
            WithOrleans = parsed.GetValue(engine) == "orleans",
            IsDemo = parsed.GetValue(demo),
        }));
        return command;
    }

    private static int Run(Asked asked)
    {
        var variables = Variables();
        var read = SettingsReader.Read([.. asked.Config.Select(Source)], variables);
        foreach (var fault in read.Faults.Concat(read.Warnings))
            Console.Error.WriteLine(fault);
        return read.Settings is null ? ExitCodes.WrongUsage : Serve(asked, read, variables);
    }

    private static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    private static PolicySource Source(string file)
    {
        using var reader = new StreamReader(Terminal.OpenInput(file));
        return new PolicySource(file, reader.ReadToEnd(), Path.GetDirectoryName(Path.GetFullPath(file)));
    }

    // In a method of its own: no other command is to load the server's assemblies.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Serve(Asked asked, SettingsResult read, Dictionary<string, string> variables)
    {
        using var output = Terminal.OpenText("-");
        var settings = read.Settings!;
        var policy = asked.IsDemo && asked.Config.Length == 0
            ? DemoPolicy.Read(settings.Time.Zones.Zones)
            : read.Policy;
        var data = asked.Data ?? settings.Data ?? ServeOptions.DefaultData;
        try
        {
            var options = new ServeOptions
            {
                OpenStore = () => SqliteStore.Open(data, new CommitHooks { Time = TimeProvider.System }),
                StatusFolder = Path.Combine(data, "status"),
                Policy = policy.Policy!,
                PolicyText = policy.MergedYaml,
                PolicyOrigin = asked.Config.Length > 0 || asked.IsDemo ? PolicyOrigin.File : PolicyOrigin.Shipped,
                ConfigWins = asked.ConfigWins,
                Settings = settings,
                Time = TimeProvider.System,
                Output = output,
                Log = LogOf(asked),
                WithOrleans = asked.WithOrleans,
                IsDemo = asked.IsDemo,
                OpenTelemetry = variables.Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal))
                    .ToDictionary(),
            };
            string[] listening =
            [
                .. asked.Urls.SelectMany(url => url.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries)),
            ];
            if (listening.Length == 0)
                listening = [.. settings.Urls];
            if (asked.IsDemo && listening.FirstOrDefault(url => !IsLoopback(url)) is { } open)
                throw new UsageFault($"--demo listens on loopback only, such as http://127.0.0.1:5080, not on {open}");
            ServeHost.Run(options with
            {
                Urls = listening.Length == 0 ? options.Urls : listening,
                Node = settings.Node ?? options.Node,
            }).GetAwaiter().GetResult();
            return ExitCodes.Done;
        }
        catch (ServeRefusedException fault)
        {
            throw new UsageFault(fault.Message);
        }
    }

    private static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address)
        && address.IsLoopback;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static LogOptions LogOf(Asked asked) => new(
        IsJson: asked.LogFormat is { } said ? said == "json" : !Terminal.ErrorIsTerminal,
        asked.LogLevel switch
        {
            "debug" => LogDetail.Debug,
            "warning" => LogDetail.Warning,
            "error" => LogDetail.Error,
            _ => LogDetail.Info,
        });
}
