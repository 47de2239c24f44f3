using System.Net.Sockets;

namespace Muster.Bench;

/// <summary>
/// The figures of the running service, part by part over one temporary folder: the large store is written once.
/// </summary>
internal static class FiguresBench
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;

    private static readonly string[] All =
        ["requests", "storm", "idle", "deadlines", "overdue", "majors", "subscribers"];

    /// <param name="parts">
    /// Which, all where none is named; <c>few</c> and <c>many</c> name one store of the two, <c>long</c> spreads 10,000
    /// deadlines over ten minutes, <c>in=FOLDER</c> keeps what was written for the next time.
    /// </param>
    /// <returns>The exit code: 1 where a part could not be measured.</returns>
    public static int Run(string[] parts)
    {
        var kept = parts.FirstOrDefault(part => part.StartsWith("in=", StringComparison.Ordinal))?[3..];
        var root = kept is null
            ? Directory.CreateTempSubdirectory("muster-figures-").FullName
            : Directory.CreateDirectory(kept).FullName;
        int[] sizes = parts.Contains("few") ? [Few] : parts.Contains("many") ? [Many] : [Few, Many];
        var named = parts.Where(All.Contains).ToArray();
        if (parts.Except([.. All, "few", "many", "long", $"in={kept}"]).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"there is no part {unknown}: {string.Join(", ", All)}");
        try
        {
            Child.Build();
            foreach (var part in named.Length > 0 ? named : All)
                Run(part, root, sizes, isLong: parts.Contains("long"));
            return 0;
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or SocketException)
        {
            // caught here so that the servers are stopped
            Console.Error.WriteLine(fault);
            return 1;
        }
        finally
        {
            if (kept is null)
                Directory.Delete(root, recursive: true);
        }
    }

    private static void Run(string part, string root, int[] sizes, bool isLong)
    {
        Console.WriteLine($"{part}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        if (part == "requests")
        {
            ServiceBench.Run(root, sizes);
            return;
        }
        foreach (var size in sizes)
        {
            switch (part)
            {
                case "storm": AlertBench.Storm(root, size); break;
                case "idle": IdleBench.Run(root, size); break;
                case "deadlines": DeadlineBench.OnTime(root, size, isLong).GetAwaiter().GetResult(); break;
                case "majors": MajorBench.Run(root, size).GetAwaiter().GetResult(); break;
                case "subscribers": SubscriberBench.Run(root, size).GetAwaiter().GetResult(); break;
                case "overdue": DeadlineBench.Overdue(root, size).GetAwaiter().GetResult(); break;
            }
        }
    }
}
