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

    private Served(Process process, string url, string token, string link) =>
        (this.process, Url, Token, Link) = (process, url, token, link);

    public string Url { get; }

    /// <summary>The administrator's, at the first start; empty later.</summary>
    public string Token { get; }

    /// <summary>The link that signs in, at the first start; empty later.</summary>
    public string Link { get; }

    /// <param name="url">Where it listens; a free port of this machine where it is left out.</param>
    public static async Task<Served> Start(string data, string? config = null, string? url = null)
    {
        string[] configured = config is null ? [] : ["--config", config];
        var process = Process(null, null, ["serve", "--urls", url ?? "http://127.0.0.1:0", "--data", data, .. configured]);
        var (token, link) = ("", "");
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Contains("mst_", StringComparison.Ordinal))
                token = line.Trim();
            if (line.Contains("/sign-in/", StringComparison.Ordinal))
                link = line.Trim();
            if (line.Contains("listens on ", StringComparison.Ordinal))
                return new Served(process, line.Split(' ')[^1], token, link);
        }
        throw new EndOfStreamException(await process.StandardError.ReadToEndAsync());
    }

    /// <summary>As kill -9 does.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public static Process Process(string? url, string? token, params string[] arguments)
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
        return System.Diagnostics.Process.Start(start)!;
    }
}
