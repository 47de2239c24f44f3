using System.Diagnostics;
using Muster.Core.Reports.Metrics;
using Muster.Core.Tickets;
using Muster.Engine.Reports;
using Muster.Files.Reports;
using NodaTime;

namespace Muster.Bench;

/// <summary>
/// What the figures of a period cost over tickets that were opened, given, begun, updated and resolved within 28 days.
/// </summary>
internal static class MetricBench
{
    private const int AtOnce = 2_000;
    private const int Later = 100;

    public static async Task Run(int tickets)
    {
        var folder = Directory.CreateTempSubdirectory("muster-metrics-").FullName;
        try
        {
            await using var filled = await FilledStore.Open(folder);
            var end = filled.Now;
            await Fill(filled, tickets, end);
            filled.Now = end;
            using var book = new MetricBook(filled.Store, filled.Policies);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await Take("the first, which reads all", book, end, 28);
            Console.WriteLine($"kept: {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:0} MB");
            await Take("again", book, end, 28);
            await FilledStore.Each(Enumerable.Range(1, Later), number => Handle(filled, number));
            await Take($"after {Later} more tickets", book, end, 28);
            await Take("one day", book, end, 1);
            await Take("one day again", book, end, 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Fill(FilledStore filled, int tickets, Instant end)
    {
        var began = Stopwatch.GetTimestamp();
        for (var done = 0; done < tickets; done += AtOnce)
        {
            filled.Now = end - Duration.FromDays(28) * (1 - (double)done / tickets);
            await FilledStore.Each(Enumerable.Range(done + 1, Math.Min(AtOnce, tickets - done)),
                number => Handle(filled, number));
        }
        Console.WriteLine(
            $"{tickets} tickets of 5 commands in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, load "
            + File.ReadAllText("/proc/loadavg").Split(' ')[0]);
    }

    private static async Task<string> Handle(FilledStore filled, int number)
    {
        var person = number % 3 == 0 ? "ana" : "bo";
        var id = await filled.Say(null, FilledStore.Ticket(number));
        await filled.Say(id, new AssignTicket("tier-1", person));
        await filled.Say(id, new StartWork { By = person });
        await filled.Say(id, new UpdateTicket(Public: true, Auto: false, "Looking into it.") { By = person });
        return await filled.Say(id, new ResolveTicket("fixed", null) { By = person });
    }

    private static async Task Take(string what, MetricBook book, Instant end, int days)
    {
        var began = Stopwatch.GetTimestamp();
        var scope = new MetricScope(end - Duration.FromDays(days), end + Duration.FromDays(1));
        var report = await book.Take(scope, null, end, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(began);
        var bytes = MetricFormats.Write(report!, MetricFormat.Html).Length;
        Console.WriteLine($"{what}, {days} days: {took.TotalMilliseconds:0} ms; its page has {bytes / 1e3:0} kB");
    }
}
