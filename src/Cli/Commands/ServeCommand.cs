using System.CommandLine;
using System.Runtime.CompilerServices;
using Muster.Channels.Console;
using Muster.Files.Policies;
using Muster.Server;
using Muster.Storage.Sqlite;

namespace Muster.Cli.Commands;

/// <summary><c>muster serve</c>: the coordinator itself.</summary>
internal static class ServeCommand
{
    public static Command Build()
    {
        var urls = new Option<string[]>("--urls")
        {
            Description = "Where to listen, such as http://127.0.0.1:5080.",
            AllowMultipleArgumentsPerToken = true,
        };
        var data = new Option<string?>("--data") { Description = "The data directory; ./muster-data if absent." };
        var config = new Option<string?>("--config")
        {
            Description = "The policy in force; the shipped one if absent.",
        };
        var command = new Command("serve", "Run the coordinator: tickets in, clocks running.") { urls, data, config };
        command.SetAction(parsed => Run(parsed.GetValue(urls) ?? [], parsed.GetValue(data), parsed.GetValue(config)));
        return command;
    }

    private static int Run(string[] urls, string? data, string? config)
    {
        var sources = new List<PolicySource>();
        if (config is not null)
            sources.Add(Source(config));
        var policy = PolicyReader.Read(sources);
        foreach (var fault in policy.Faults.Concat(policy.Warnings))
            Console.Error.WriteLine(fault);
        return policy.Policy is null ? ExitCodes.WrongUsage : Serve(urls, data, policy);
    }

    private static PolicySource Source(string file)
    {
        using var reader = new StreamReader(Terminal.OpenInput(file));
        return new PolicySource(file, reader.ReadToEnd(), Path.GetDirectoryName(Path.GetFullPath(file)));
    }

    // In a method of its own: no other command is to load the server's assemblies.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Serve(string[] urls, string? data, PolicyResult policy)
    {
        using var output = Terminal.OpenText("-");
        try
        {
            var options = new ServeOptions
            {
                OpenStore = () => SqliteStore.Open(data ?? ServeOptions.DefaultData),
                Policy = policy.Policy!,
                PolicyText = policy.MergedYaml,
                Time = TimeProvider.System,
                Output = output,
                Channels = [new ConsoleChannel(output)],
            };
            var listening = urls
                .SelectMany(url => url.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries)).ToArray();
            ServeHost.Run(listening.Length == 0 ? options : options with { Urls = listening }).GetAwaiter().GetResult();
            return ExitCodes.Done;
        }
        catch (ServeRefusedException fault)
        {
            throw new UsageFault(fault.Message);
        }
    }
}
