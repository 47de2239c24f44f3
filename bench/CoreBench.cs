using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Tickets;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Policies;
using NodaTime;

namespace Muster.Bench;

/// <summary>
/// The core alone, typed values in and events out; a log file to a journal; the same file picked over for four JSON
/// fields, which is what no reader can beat. Three interleaved rounds after one that warms up; medians and the worst.
/// A second is one of processor time, of all threads together: what one core does, whoever else is busy on the machine.
/// </summary>
internal static class CoreBench
{
    private static readonly string[] Verbs =
        ["open", "assign", "start", "hold", "resume", "update", "assign", "update", "resolve", "close"];
    private static readonly Instant Begin = Instant.FromUtc(2026, 1, 1, 0, 0);

    public static void Run(int lines)
    {
        var log = new MemoryStream();
        Write(log, lines);
        var bytes = log.ToArray();
        var policy = PolicyReader.Shipped;
        var rounds = new List<(Spent Core, Spent File, Spent Pick)>();
        for (var round = 0; round < 4; round++)
            rounds.Add((Core(policy, bytes), ToJournal(policy, bytes), Pick(bytes)));
        rounds.RemoveAt(0);
        Print("core.events", rounds.Select(r => r.Core), "event");
        Print("file_to_journal.lines", rounds.Select(r => r.File), "line");
        Print("pick_four_fields.lines", rounds.Select(r => r.Pick), "line");
        var ratios = rounds.Select(r => r.File.Rate / r.Pick.Rate).ToList();
        Console.WriteLine($"file_to_journal.ratio_to_pick {Median(ratios):0.00} (worst {ratios.Min():0.00})");
    }

    /// <summary>Synthetic lines straight through the core, nothing kept but what Muster keeps: peak memory.</summary>
    public static void Memory(int lines)
    {
        var policy = PolicyReader.Shipped;
        var events = 0;
        var time = new VirtualTime(policy, (_, _, fact) => events += fact.IsSilent ? 0 : 1);
        var started = Stopwatch.GetTimestamp();
        foreach (var line in Typed(lines))
            time.Apply(line);
        time.Finish(null);
        Console.WriteLine($"memory.lines {lines} lines");
        Console.WriteLine($"memory.events {events} events");
        Console.WriteLine($"memory.tickets {time.Tickets} tickets");
        Console.WriteLine($"memory.seconds {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        Console.WriteLine($"memory.peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
        Console.WriteLine($"memory.heap {GC.GetTotalMemory(true) >> 20} MiB");
        GC.KeepAlive(time);
    }

    public static void Write(Stream into, int lines)
    {
        using var writer = new StreamWriter(into, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var (at, verb, ticket) in Steps(lines))
        {
            writer.Write($"{{\"at\":\"{Rfc3339.Format(at)}\",\"do\":\"{verb}\",\"ticket\":\"INC-{ticket}\"");
            writer.WriteLine($"{Fields(verb, ticket)},\"by\":\"user{ticket % 50}@example.org\"}}");
        }
    }

    private static string Fields(string verb, int ticket) => verb switch
    {
        "open" => $",\"priority\":\"P{ticket % 4 + 1}\",\"service\":\"print\""
            + $",\"title\":\"printer on floor {ticket % 9} fails\"",
        "assign" => $",\"team\":\"group{ticket % 20}\"",
        "hold" => ",\"reason\":\"user\"",
        "resolve" => ",\"code\":\"fixed\"",
        _ => "",
    };

    /// <summary>Ten steps a ticket, 5,000 tickets at a time, seven seconds from line to line.</summary>
    private static IEnumerable<(Instant At, string Verb, int Ticket)> Steps(int lines)
    {
        var random = new Random(1);
        var live = new List<(int Ticket, int Step)>();
        var opened = 0;
        for (var line = 0; line < lines; line++)
        {
            if (live.Count < 5000)
                live.Add((++opened, 0));
            var index = random.Next(live.Count);
            var (ticket, step) = live[index];
            yield return (Begin + Duration.FromSeconds(line * 7L), Verbs[step], ticket);
            if (step + 1 < Verbs.Length)
                live[index] = (ticket, step + 1);
            else
            {
                live[index] = live[^1];
                live.RemoveAt(live.Count - 1);
            }
        }
    }

    private static IEnumerable<LogLine> Typed(int lines) => Steps(lines).Select(step => new LogLine
    {
        At = step.At,
        Ticket = $"INC-{step.Ticket}",
        Command = Command(step.Verb, step.Ticket),
    });

    private static TicketCommand Command(string verb, int ticket) => verb switch
    {
        "open" => new OpenTicket { Priority = (Priority)(ticket % 4 + 1), Title = "printer fails", Service = "print" },
        "assign" => new AssignTicket($"group{ticket % 20}", null),
        "start" => new StartWork { By = "bo" },
        "hold" => new HoldTicket("user", null),
        "resume" => new ResumeTicket(),
        "update" => new UpdateTicket(false, false, null),
        "resolve" => new ResolveTicket("fixed", null),
        _ => new CloseTicket(null, null),
    };

    /// <summary>Lines are read ahead of the clock, a chunk at a time; only the core's work counts.</summary>
    private static Spent Core(Policy policy, byte[] log)
    {
        var reader = new LogReader(new MemoryStream(log), policy);
        var chunk = new List<LogLine>();
        var events = 0;
        var spent = new Spent();
        var time = new VirtualTime(policy, (_, _, fact) => events += fact.IsSilent ? 0 : 1);
        do
        {
            chunk.Clear();
            while (chunk.Count < 10_000 && reader.Read() is { } line)
                chunk.Add(line);
            spent.Begin();
            foreach (var line in chunk)
                time.Apply(line);
            if (chunk.Count == 0)
                time.Finish(null);
            spent.End();
        }
        while (chunk.Count > 0);
        return spent.Of(events);
    }

    private static Spent ToJournal(Policy policy, byte[] log)
    {
        using var journal = new JournalWriter(Stream.Null);
        var spent = new Spent();
        spent.Begin();
        var replay = new LogReplay(policy, (at, ticket, fact) => journal.Write(at, ticket.Id, fact));
        replay.Run(new MemoryStream(log));
        spent.End();
        return spent.Of(log.AsSpan().Count((byte)'\n'));
    }

    private static Spent Pick(byte[] log)
    {
        var spent = new Spent();
        spent.Begin();
        var (count, sum) = (0, 0L);
        ReadOnlySpan<byte> rest = log;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var reader = new Utf8JsonReader(rest[..end]);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (reader.ValueTextEquals("at"u8) || reader.ValueTextEquals("do"u8)
                    || reader.ValueTextEquals("ticket"u8) || reader.ValueTextEquals("priority"u8))
                {
                    reader.Read();
                    sum += reader.ValueSpan.Length;
                }
            }
            rest = rest[(end + 1)..];
            count++;
        }
        GC.KeepAlive(sum);
        spent.End();
        return spent.Of(count);
    }

    private static void Print(string name, IEnumerable<Spent> rounds, string unit)
    {
        var rates = rounds.Select(spent => spent.Rate).ToList();
        Console.WriteLine($"{name} {Median(rates):0} {unit}s/s (worst {rates.Min():0}, best {rates.Max():0}), "
            + $"{Median(rounds.Select(spent => spent.BytesEach)):0} bytes allocated per {unit}");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(1);

    /// <summary>Processor time and bytes allocated between each Begin and its End.</summary>
    private sealed class Spent
    {
        private TimeSpan took;
        private TimeSpan began;
        private long bytes;
        private long had;
        private int count;

        public double Rate => count / took.TotalSeconds;

        public double BytesEach => (double)bytes / count;

        public void Begin() =>
            (began, had) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());

        public void End()
        {
            took += Environment.CpuUsage.TotalTime - began;
            bytes += GC.GetAllocatedBytesForCurrentThread() - had;
        }

        public Spent Of(int number)
        {
            count = number;
            return this;
        }
    }
}
