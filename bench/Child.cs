using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Muster.Bench;

/// <summary>A server in a process of its own.</summary>
internal sealed class Child : IDisposable
{
    private const string TokenFile = "bench-token";

    private readonly Process process;

    private Child(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    /// <summary>The administrator's token, which is printed once and kept beside the data; null for none.</summary>
    public string? Token { get; private set; }

    /// <summary>From the start of the process to its first answer that it is ready, in milliseconds.</summary>
    public double ReadyAfter { get; private set; }

    /// <summary>Told of each line that it prints.</summary>
    public Action<string>? Printed { get; set; }

    /// <param name="core">The core that it keeps to; null for any.</param>
    /// <param name="told">Told of each line that it prints, from the first on.</param>
    /// <param name="config">Laid over the configuration that all have; null for none.</param>
    public static Child Muster(
        string data, int port, int? core, Action<string>? told = null, string? config = null)
    {
        var kept = Path.Combine(data, TokenFile);
        var child = Start(
            [
                Program, "serve", "--data", data, "--urls", $"http://127.0.0.1:{port}", "--config", Config,
                "--log-level", "warning", .. config is null ? Array.Empty<string>() : ["--config", config],
            ],
            port, core, "/readyz", told);
        var began = Stopwatch.GetTimestamp();
        if (File.Exists(kept))
            child.Token = File.ReadAllText(kept);
        while (child.Token is null && Stopwatch.GetElapsedTime(began).TotalSeconds < 10)
            Thread.Sleep(20);
        File.WriteAllText(kept, child.Token);
        return child;
    }

    public static Child Anchor(string folder, int port, int? core) => Start(
        [typeof(Child).Assembly.Location, "anchor", $"{port}", folder], port, core, "/hello", null);

    public static string Config => Path.Combine(Root, "bench", "figures.yaml");

    /// <summary>Resident, in MiB.</summary>
    public double Resident => Status("VmRSS:") / 1024.0;

    /// <summary>The most that was resident at once, in MiB.</summary>
    public double Peak => Status("VmHWM:") / 1024.0;

    /// <summary>All the time that it has had of any core, in seconds.</summary>
    public double Worked
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Asks it to stop and waits.</summary>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            stop.WaitForExit();
            if (!process.WaitForExit(30_000))
                process.Kill();
        }
        process.WaitForExit();
        process.Dispose();
    }

    private static Child Start(string[] arguments, int port, int? core, string ready, Action<string>? told)
    {
        string[] whole = core is { } one && OperatingSystem.IsLinux()
            ? ["taskset", "-c", $"{one}", "dotnet", .. arguments]
            : ["dotnet", .. arguments];
        var start = new ProcessStartInfo(whole[0], whole[1..]) { RedirectStandardOutput = true };
        var began = Stopwatch.GetTimestamp();
        var child = new Child(Process.Start(start)!, port) { Printed = told };
        var printing = new Thread(child.Read) { IsBackground = true };
        printing.Start();
        while (!child.IsReady(ready))
        {
            if (child.process.HasExited)
                throw new InvalidOperationException($"{string.Join(' ', whole)} ended");
            Thread.Sleep(5);
        }
        child.ReadyAfter = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return child;
    }

    private void Read()
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.TrimStart().StartsWith("mst_", StringComparison.Ordinal))
                Token = line.Trim();
            Printed?.Invoke(line);
        }
    }

    private bool IsReady(string path)
    {
        try
        {
            using var wire = new Wire(Port, 1);
            return wire.Each(1, _ => Requests.Get(path, null)).Failed == 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private double Status(string name)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(
            line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    private static string Program
    {
        get
        {
            var builds = Path.Combine(Root, ".build", "muster");
            return Path.Combine(builds, File.ReadAllText(Path.Combine(builds, "current")), "muster.dll");
        }
    }

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Muster.slnx")))
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("this is no clone");
            return folder;
        }
    }

    /// <summary>Builds the program where it is stale.</summary>
    public static void Build()
    {
        using var build = Process.Start(Path.Combine(Root, "muster"), ["--version"]);
        build.WaitForExit();
    }
}

/// <summary>Requests as bytes.</summary>
internal static class Requests
{
    public static byte[] Get(string path, string? token) =>
        Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: bench\r\n{Bearer(token)}\r\n");

    public static byte[] Post(string path, string body, string? token) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n{Bearer(token)}"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static string Bearer(string? token) => token is null ? "" : $"Authorization: Bearer {token}\r\n";
}
