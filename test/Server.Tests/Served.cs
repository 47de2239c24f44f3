using System.Diagnostics;

namespace Muster.Server.Tests;

/// <summary>The program serving, as a process of its own.</summary>
internal sealed class Served
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Library = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Cli",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "muster.dll"));

    private readonly Process process;
    private readonly Task<string> error;

    private Served(Process process, Task<string> error, string url, string token, string link) =>
        (this.process, this.error, Url, Token, Link) = (process, error, url, token, link);

    public string Url { get; }

    /// <summary>The administrator's, at the first start; empty later.</summary>
    public string Token { get; }

    /// <summary>The link that signs in, at the first start; empty later.</summary>
    public string Link { get; }

    /// <param name="data">Null leaves it to the configuration.</param>
    public static async Task<Served> Start(
        string? data, string? config = null, Dictionary<string, string>? variables = null, params string[] more)
    {
        string[] configured = config is null ? [] : ["--config", config];
        string[] stored = data is null ? [] : ["--urls", "http://127.0.0.1:0", "--data", data];
        var process = Process(null, null, variables, ["serve", .. stored, .. configured, .. more]);
        var error = process.StandardError.ReadToEndAsync(); // a full pipe would hold it up
        var (token, link) = ("", "");
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Contains("mst_", StringComparison.Ordinal))
                token = line.Trim();
            if (line.Contains("/sign-in/", StringComparison.Ordinal))
                link = line.Trim();
            if (line.Contains("listens on ", StringComparison.Ordinal))
                return new Served(process, error, line.Split(' ')[^1], token, link);
        }
        throw new EndOfStreamException(await error);
    }

    /// <summary>As kill -9 does.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Sends SIGTERM; the process may go on for a while.</summary>
    public async Task Terminate()
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM, waits for the end, and returns how it ended and what it logged.</summary>
    public async Task<(int Code, string Error)> Stop()
    {
        await Terminate();
        return await End();
    }

    public async Task<(int Code, string Error)> End()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        var ended = (process.ExitCode, await error);
        process.Dispose();
        return ended;
    }

    public static Process Process(string? url, string? token, params string[] arguments) =>
        Process(url, token, null, arguments);

    private static Process Process(
        string? url, string? token, Dictionary<string, string>? variables, string[] arguments)
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
        foreach (var (name, value) in variables ?? [])
            start.Environment[name] = value;
        return System.Diagnostics.Process.Start(start)!;
    }
}
