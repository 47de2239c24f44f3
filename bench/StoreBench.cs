using System.Diagnostics;
using Muster.Core.Tickets;
using Muster.Storage;
using Muster.Storage.Sqlite;
using NodaTime;

namespace Muster.Bench;

/// <summary>
/// What the SQLite store takes and gives: tickets opened a second with everything that an opening brings along, each
/// acknowledged after its fsync; lists, heads and deadlines over the tickets that stand in it.
/// </summary>
internal static class StoreBench
{
    private const string Description =
        "It worked yesterday, and since this morning it does not; a restart did not help.";

    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly string[] Words = ["printer", "vpn", "mail", "login", "disk", "slow", "broken", "office"];

    /// <param name="tickets">How many stand in the store before anything is measured.</param>
    public static async Task Run(int tickets)
    {
        var folder = Directory.CreateTempSubdirectory("muster-bench-").FullName;
        try
        {
            await using var store = SqliteStore.Open(folder);
            var epoch = await store.ClaimEpoch("bench");
            var filled = Stopwatch.StartNew();
            await Fill(store, epoch, tickets);
            if (tickets > 0)
                Console.WriteLine($"filled with {tickets} tickets in {filled.Elapsed.TotalSeconds:0.0} s");
            var next = tickets;
            foreach (var writers in new[] { 1, 16, 64 })
                next = await Opens(store, epoch, writers, next);
            await Lists(store, next);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Fill(SqliteStore store, long epoch, int tickets)
    {
        for (var at = 0; at < tickets; at += 2_000)
            await Task.WhenAll(Enumerable.Range(at, Math.Min(2_000, tickets - at))
                .Select(number => store.Append(Opening(epoch, number + 1))));
    }

    /// <summary>
    /// Closed loop: each writer opens the next ticket once its last is acknowledged. Returns the last number.
    /// </summary>
    private static async Task<int> Opens(SqliteStore store, long epoch, int writers, int first)
    {
        var number = first;
        var took = new List<double>[writers];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            took[writer] = [];
            while (watch.Elapsed.TotalSeconds < 5)
            {
                var began = Stopwatch.GetTimestamp();
                var result = await store.Append(Opening(epoch, Interlocked.Increment(ref number)));
                took[writer].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (result is not AppendResult.Appended)
                    throw new InvalidOperationException($"{result}");
            }
        })));
        var all = took.SelectMany(times => times).Order().ToList();
        Console.WriteLine(
            $"{writers,3} writers: {all.Count / watch.Elapsed.TotalSeconds,8:0} tickets/s"
            + $"   p50 {all[all.Count / 2]:0.00} ms   p99 {all[all.Count * 99 / 100]:0.00} ms   max {all[^1]:0.0} ms");
        return number;
    }

    private static async Task Lists(SqliteStore store, int tickets)
    {
        var now = Start + Duration.FromSeconds(tickets);
        var open = Enum.GetValues<TicketStatus>().Where(status => status.IsOpen());
        (string Name, TicketFilter Filter)[] filters =
        [
            ("every ticket", new()),
            ("open", new() { States = [.. open] }),
            ("one state, none such", new() { States = [TicketStatus.Reopened] }),
            ("P1 of one team", new() { Priorities = [Priority.P1], Teams = ["team-3"] }),
            ("P1 of one team and service, none such", new()
            {
                Priorities = [Priority.P1],
                Teams = ["team-3"],
                Services = ["service-1"],
                States = [TicketStatus.Reopened],
            }),
            ("at risk", new() { AtRisk = (true, Start) }),
            ("a frequent word", new() { Words = "printer" }),
            ("two words, none such together", new() { Words = "printer nowhere" }),
            ("a frequent word, a rare state", new() { Words = "printer", States = [TicketStatus.Reopened] }),
            ("one number", new() { Words = "4711" }),
            ("page 500 by cursor", new() { Cursor = tickets / 2, Limit = 500 }),
        ];
        foreach (var (name, filter) in filters)
            await Measure($"list, {name}", async () => (await store.ListTickets(filter)).Items.Count);
        await Measure("next due", async () => (await store.NextDue()) is null ? 0 : 1);
        await Measure("due, 100 of all", async () => (await store.Due(now, 100)).Count);
        await Measure("one stream", async () => (await store.ReadStream(StreamId.Ticket("7"), 0, 100)).Count);
        var backup = Stopwatch.StartNew();
        Console.WriteLine($"verify: {(await store.Verify(null)).Events} events in {backup.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task Measure(string what, Func<Task<int>> ask)
    {
        var count = await ask();
        var times = new List<double>();
        for (var turn = 0; turn < 15; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        times.Sort();
        Console.WriteLine($"{what,-50} {count,4} found   median {times[7]:0.00} ms   max {times[^1]:0.00} ms");
    }

    /// <summary>An opening as the service writes it: event, text, deadline, row, words, a page, the answer.</summary>
    private static Batch Opening(long epoch, int number)
    {
        var at = Start + Duration.FromSeconds(number);
        var title = $"{Words[number % 8]} {Words[number / 8 % 8]} on floor {number % 90}";
        var form = TicketEventFormat.Write(new TicketOpened
        {
            By = "ana",
            Title = title,
            Description = Description,
            Priority = (Priority)(number % 4 + 1),
            Service = $"service-{number % 40}",
            Requester = new Requester("ana", null),
        });
        var stream = StreamId.Ticket($"{number}");
        var fact = new NewEvent
        {
            Type = form.Type,
            HappenedAt = at,
            Actor = "token-7",
            Key = $"key-{number}",
            Policy = "default@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            Body = form.Body,
            PersonalText = form.PersonalText,
        };
        return new Batch
        {
            Epoch = epoch,
            RecordedAt = at,
            Streams =
            [
                new StreamAppend(stream, 0, [fact])
                {
                    Deadline = new Deadline(at + Duration.FromMinutes(7), number % 4 + 1),
                    Row = Row(number, title, at),
                    SearchText = $"{title}\n{Description}",
                },
            ],
            Messages = number % 4 == 0
                ? [new OutboxMessage($"page-{number}", "page", stream, 1, at, "{\"to\":\"primary\"}"u8.ToArray())]
                : [],
            Command = new CommandRecord
            {
                At = at,
                Actor = "token-7",
                Verb = "open",
                Stream = stream,
                Accepted = true,
                Key = $"key-{number}",
                BodyDigest = new byte[32],
                Answer = form.Body,
            },
        };
    }

    private static TicketRow Row(int number, string title, Instant at) => new()
    {
        Number = number,
        Title = title,
        State = (TicketStatus)(number % 7),
        Priority = (Priority)(number % 4 + 1),
        Team = $"team-{number % 20}",
        Service = $"service-{number % 40}",
        Requester = "ana",
        OpenedAt = at,
        LastActivityAt = at,
        NextDueAt = at + Duration.FromMinutes(7),
        ResponseDueAt = at + Duration.FromMinutes(15),
        ResolutionDueAt = at + Duration.FromHours(4),
        AtRiskFrom = at + Duration.FromHours(3),
    };
}
