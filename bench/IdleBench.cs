namespace Muster.Bench;

/// <summary>What stored tickets cost while nothing is due: the start, memory, work.</summary>
internal static class IdleBench
{
    public static void Run(string root, int size)
    {
        var folder = FilledStore.Of(root, size).GetAwaiter().GetResult();
        for (var turn = 0; turn < 4; turn++)
        {
            using var started = Child.Muster(folder, 19_530, core: null);
            Console.WriteLine($"start to ready over {size}: {started.ReadyAfter:0} ms, {started.Resident:0} MiB");
        }
        using var server = Child.Muster(folder, 19_530, core: null);
        Thread.Sleep(TimeSpan.FromSeconds(15)); // what is done once after a start is over by then
        var worked = server.Worked;
        Thread.Sleep(TimeSpan.FromMinutes(1));
        Console.WriteLine($"idle over {size}: {(server.Worked - worked) / 60:0.00%} of a core, "
            + $"{server.Resident:0} MiB, at most {server.Peak:0} MiB");
    }
}
