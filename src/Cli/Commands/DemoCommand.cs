using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary>
/// <c>muster demo</c>: the story of a major incident on a terminal, told by a server of its own in a folder of its own;
/// with <c>--kill</c> that server is killed in the middle, begins again, and has forgotten nothing.
/// </summary>
internal static class DemoCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>After this the server is killed.</summary>
    private const string KillAfter = "role-accepted";

    public static Command Build()
    {
        var kill = new Option<bool>("--kill") { Description = "Kill the server in the middle, and let it come back." };
        var command = new Command("demo", "Watch a major incident from the alert to the second status update.")
        {
            kill,
        };
        command.SetAction(parsed => Run(parsed.GetValue(kill)).GetAwaiter().GetResult());
        return command;
    }

    private static async Task<int> Run(bool kill)
    {
        var folder = Directory.CreateTempSubdirectory("muster-demo-").FullName;
        var url = $"http://127.0.0.1:{FreePort()}";
        using var story = new DemoStoryTeller(Console.Out);
        Process? server = null;
        try
        {
            Terminal.Say("muster demo: a week goes by at an invented desk …");
            string token;
            (server, token) = Start(folder, url);
            Environment.SetEnvironmentVariable("MUSTER_URL", url);
            Environment.SetEnvironmentVariable("MUSTER_TOKEN", token);
            var position = await Watch(story, kill ? KillAfter : null, null).ConfigureAwait(false);
            if (kill)
            {
                server.Kill();
                await server.WaitForExitAsync().ConfigureAwait(false);
                story.Say("kill -9: the server is gone.");
                server.Dispose();
                (server, _) = Start(folder, url);
                story.Say("It is back, and goes on where it was.");
                await Watch(story, null, position).ConfigureAwait(false);
            }
            using var connection = new ServerConnection();
            story.Finish(connection.Send(HttpMethod.Get, $"api/v1/majors/{story.Ticket}").Text);
            return ExitCodes.Done;
        }
        finally
        {
            if (server is { HasExited: false })
            {
                server.Kill();
                await server.WaitForExitAsync().ConfigureAwait(false);
            }
            server?.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Tells what happens until an event; returns where it stood then.</summary>
    private static async Task<string?> Watch(DemoStoryTeller story, string? until, string? after)
    {
        using var connection = new ServerConnection();
        using var stop = new CancellationTokenSource(Patience);
        string? position = null;
        await new EventFeed(connection, after).Run(
            told =>
            {
                using var line = JsonDocument.Parse(told.Line);
                position = told.Position;
                story.Tell(line.RootElement);
                if (until is null ? story.Updates >= 2 : line.RootElement.GetProperty("event").GetString() == until)
                    stop.Cancel();
            },
            stop.Token).ConfigureAwait(false);
        return position;
    }

    /// <summary>A server in a process of its own, once it listens; its token is empty where it printed none.</summary>
    private static (Process Server, string Token) Start(string folder, string url)
    {
        var program = Environment.ProcessPath
            ?? throw new InvalidOperationException("the program does not know its own path");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(DemoCommand).Assembly.Location);
        foreach (var argument in (string[])["serve", "--demo", "--data", folder, "--urls", url, "--log-level", "error"])
            start.ArgumentList.Add(argument);
        var server = Process.Start(start) ?? throw new InvalidOperationException("the server did not start");
        server.BeginErrorReadLine(); // read and left, so that nobody waits for a full pipe
        var token = "";
        while (server.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains("mst_", StringComparison.Ordinal))
                token = line.Trim();
            if (line.StartsWith("Muster listens", StringComparison.Ordinal))
            {
                _ = server.StandardOutput.ReadToEndAsync(); // who is told; the story tells it itself
                return (server, token);
            }
        }
        throw new UsageFault("the server of the demonstration did not start; muster serve --demo says why");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
