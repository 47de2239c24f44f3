using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Muster.Core.Tickets;
using Muster.Storage;
using Muster.Storage.Sqlite;
using NodaTime;

namespace Muster.Bench;

/// <summary>Deadlines: whether each comes about, when, and how long a backlog takes.</summary>
internal static class DeadlineBench
{
    private const int Port = 19_540;
    private static readonly Duration Lead = Duration.FromSeconds(30);

    /// <summary>
    /// Tickets on hold whose ends are spread evenly, 1,000 a minute, beside 50 requests a second; the journal says when
    /// each came about.
    /// </summary>
    public static async Task OnTime(string root, int size, bool isLong)
    {
        var minutes = isLong ? 10 : 1;
        var folder = Copy(await FilledStore.Of(root, size), root);
        var ends = new ConcurrentDictionary<string, Instant>();
        await using (var filled = await FilledStore.Open(folder))
        {
            filled.Now = SystemClock.Instance.GetCurrentInstant();
            var first = filled.Now + Lead;
            await FilledStore.Each(Enumerable.Range(0, minutes * 1_000), async number =>
            {
                var end = Millisecond(first + Duration.FromMilliseconds(number * 60L));
                var ticket = await filled.Say(null, FilledStore.Ticket(number));
                await filled.Say(ticket, new HoldTicket("vendor", end));
                ends[ticket] = end;
                return ticket;
            });
        }
        using (var server = Child.Muster(folder, Port, core: null))
        {
            if (ends.Values.Min() < SystemClock.Instance.GetCurrentInstant())
                throw new InvalidOperationException("the machine is too slow: the first deadline is past already");
            using var wire = new Wire(Port, 8);
            var left = ends.Values.Max() - SystemClock.Instance.GetCurrentInstant();
            var create = Requests.Post("/api/v1/tickets", """{"title":"Beside","priority":"P4"}""", server.Token);
            var read = Requests.Get("/api/v1/tickets/777", server.Token);
            var list = Requests.Get("/api/v1/tickets?state=open&priority=P3", server.Token);
            var load = wire.Open(
                left.TotalSeconds + 3, 50, sent => (sent % 5) switch { 0 => create, 1 => list, _ => read });
            Console.WriteLine($"beside it {load.Times.Count} requests, failed {load.Failed}, "
                + $"p99 {load.At(0.99):0.0} ms");
        }
        await Tell(folder, ends, size);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Tell(string folder, ConcurrentDictionary<string, Instant> ends, int size)
    {
        var lateness = new List<double>();
        var (early, twice) = (0, 0);
        await using var store = SqliteStore.Open(folder);
        foreach (var (ticket, end) in ends)
        {
            var events = await store.ReadStream(StreamId.Ticket(ticket), 0, 1_000);
            var ended = events.Where(stored => stored.Cause == "time" && stored.HappenedAt == end).ToList();
            twice += ended.Count > 1 ? 1 : 0;
            early += events.Count(stored => stored.Cause == "time" && stored.RecordedAt < end);
            if (ended.Count > 0)
                lateness.Add((ended[0].RecordedAt - end).TotalMilliseconds);
        }
        lateness.Sort();
        if (lateness.Count == 0)
            throw new InvalidOperationException($"none of {ends.Count} deadlines over {size} came about");
        Console.WriteLine($"deadlines over {size}: {ends.Count}, missed {ends.Count - lateness.Count}, early {early}, "
            + $"twice {twice}, late p50 {lateness[lateness.Count / 2]:0} ms, "
            + $"p99 {lateness[lateness.Count * 99 / 100]:0} ms, max {lateness[^1]:0} ms");
    }

    /// <summary>
    /// 20,000 things fell due while nobody ran: ends of holds, P1s that nobody answered, and pages in the outbox whose
    /// ticket was acknowledged since. How long until nothing is due, and how soon a fresh P1 is paged meanwhile.
    /// </summary>
    public static async Task Overdue(string root, int size)
    {
        const int Holds = 19_000, Pages = 1_000;
        var folder = Copy(await FilledStore.Of(root, size), root);
        var answered = new ConcurrentDictionary<string, bool>();
        await using (var filled = await FilledStore.Open(folder))
        {
            var began = SystemClock.Instance.GetCurrentInstant() - Duration.FromHours(1);
            filled.Now = began;
            await FilledStore.Each(Enumerable.Range(0, Holds), async number =>
            {
                var ticket = await filled.Say(null, FilledStore.Ticket(number));
                var end = Millisecond(began + Duration.FromMinutes(1) + Duration.FromMilliseconds(number * 60L));
                return await filled.Say(ticket, new HoldTicket("vendor", end));
            });
            await FilledStore.Each(Enumerable.Range(0, Pages), async number =>
            {
                var ticket = await filled.Say(null, FilledStore.Ticket(number) with
                {
                    Priority = Priority.P1,
                    Service = null,
                });
                if (number % 2 == 0)
                    return ticket;
                answered[ticket] = true;
                return await filled.Say(ticket, new AcknowledgeTicket { By = "ana" });
            });
        }
        var pages = new PageWatch(answered);
        var ready = await Drain(folder, pages);
        await using (var store = SqliteStore.Open(folder))
        {
            var last = await LastByTime(store, ready);
            Console.WriteLine($"overdue over {size}: drained {(last - ready).TotalSeconds:0.0} s after ready, "
                + $"left due {(await store.Due(ready, 1_000)).Count}, fresh P1 paged after {pages.FreshAfter:0.00} s, "
                + $"pages {pages.Count}, stale {pages.Stale}");
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Opens a P1 at once and waits until no hold is left; returns when the server was ready.</summary>
    private static async Task<Instant> Drain(string folder, PageWatch pages)
    {
        using var server = Child.Muster(folder, Port, core: null, pages.Read);
        var ready = SystemClock.Instance.GetCurrentInstant();
        using var wire = new Wire(Port, 1);
        const string Body = """{"title":"The checkout is down","priority":"P1"}""";
        var open = Requests.Post("/api/v1/tickets", Body, server.Token);
        pages.Opening();
        wire.Each(1, _ => open, (_, _, head, _) => pages.Opened(Location(head)));
        var held = Requests.Get("/api/v1/tickets?state=Pending&limit=1", server.Token);
        var isEmpty = false;
        while (!isEmpty && SystemClock.Instance.GetCurrentInstant() - ready < Duration.FromMinutes(5))
        {
            await Task.Delay(500);
            wire.Each(1, _ => held, (_, _, _, body) => isEmpty = body.IndexOf("INC-"u8) < 0);
        }
        await Task.Delay(5_000);
        return ready;
    }

    private static string Location(ReadOnlySpan<byte> head) => Encoding.ASCII.GetString(head).Split('\n')
        .First(line => line.StartsWith("Location:", StringComparison.Ordinal)).Trim().Split('/')[^1];

    /// <summary>When the last thing was written that had been due before an instant.</summary>
    private static async Task<Instant> LastByTime(SqliteStore store, Instant before)
    {
        var (last, position) = (before, 0L);
        while (await store.ReadAll(position, 1_000) is { Count: > 0 } page)
        {
            foreach (var stored in page.Where(stored => stored.Cause == "time" && stored.HappenedAt < before))
                last = Instant.Max(last, stored.RecordedAt);
            position = page[^1].Position;
        }
        return last;
    }

    private static Instant Millisecond(Instant at) => Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    internal static string Copy(string from, string root)
    {
        var to = Path.Combine(root, "copy");
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Where(file => !file.EndsWith("lock")))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }

    /// <summary>Counts pages as the console channel prints them, each when it comes.</summary>
    private sealed class PageWatch(ConcurrentDictionary<string, bool> answered)
    {
        private readonly Dictionary<string, long> seen = [];
        private string? fresh;
        private long opening;
        private bool isPage;

        public int Count { get; private set; }

        /// <summary>Of tickets that somebody had acknowledged.</summary>
        public int Stale { get; private set; }

        public double FreshAfter
        {
            get
            {
                lock (seen)
                    return fresh is not null && seen.TryGetValue(fresh, out var at)
                        ? Stopwatch.GetElapsedTime(opening, at).TotalSeconds
                        : double.NaN;
            }
        }

        public void Opening() => opening = Stopwatch.GetTimestamp();

        public void Opened(string ticket) => fresh = ticket;

        public void Read(string line)
        {
            var told = line.Trim();
            isPage |= told.StartsWith("Acknowledge: ", StringComparison.Ordinal);
            if (!isPage || !told.StartsWith("Ticket: ", StringComparison.Ordinal))
                return;
            var ticket = told.Split('/')[^1];
            lock (seen)
                seen.TryAdd(ticket, Stopwatch.GetTimestamp());
            (isPage, Count) = (false, Count + 1);
            Stale += answered.ContainsKey(ticket) ? 1 : 0;
        }
    }
}
