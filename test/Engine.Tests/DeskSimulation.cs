using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Tickets;
using Muster.Engine.Deadlines;
using Muster.Engine.Export;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using Muster.Storage.Sqlite;
using Muster.Support;
using NodaTime;

namespace Muster.Engine.Tests;

/// <summary>A bug that the checker has to find.</summary>
public enum SeededBug
{
    None,

    /// <summary>The store acknowledges before the disk has it, and the machine stops now and then.</summary>
    AcknowledgesBeforeSync,

    /// <summary>Whoever got no answer says it again under another key.</summary>
    RetriesWithoutKey,

    /// <summary>The store takes what a writer sends whose epoch is over, as one that was thought dead.</summary>
    ChecksNoEpoch,

    /// <summary>What is due on the present millisecond is written before all has been said at it.</summary>
    WakesEarly,
}

/// <summary>
/// A desk of two nodes over one store under virtual time: lines of a log are said to either, the deadline loop comes
/// late or not at all, nodes die and come back, and writes fail. The same seed gives the same run.
/// </summary>
internal sealed class DeskSimulation : IAsyncDisposable
{
    private readonly Random random;
    private readonly Random strikes;
    private DirectoryInfo? folder;
    private readonly FaultingStore store;
    private readonly string policyText;
    private readonly Policy policy;
    private readonly TicketDesk[] nodes = new TicketDesk[2];
    private TicketDesk? frozen;
    private readonly DeadlineLoop[] loops = new DeadlineLoop[2];
    private readonly bool faulty;
    private readonly SeededBug bug;
    private Instant now;
    private bool calm;
    private int lines;

    /// <param name="onDisk">Over SQLite in a folder of its own, whose commits fail before and after they are made.
    /// </param>
    public DeskSimulation(
        int seed, string policyJson, bool faulty, SeededBug bug = SeededBug.None, bool onDisk = false,
        bool withMajors = false)
    {
        random = new Random(seed);
        strikes = new Random(seed + 1);
        this.faulty = faulty;
        this.bug = bug;
        policyText = withMajors ? policyJson : WithoutMajors(policyJson);
        policy = Read(policyText);
        store = new FaultingStore(onDisk ? OnDisk() : new MemoryStore(), NextFault)
        {
            SyncsBeforeAnswering = bug != SeededBug.AcknowledgesBeforeSync,
            ChecksEpochs = bug != SeededBug.ChecksNoEpoch,
        };
    }

    public IEventStore Store => store;

    /// <summary>Batches that the store took from writers whose epoch was over.</summary>
    public int TakenFromStaleWriters => store.TakenFromStaleWriters;

    public Policy Policy => policy;

    /// <summary>The latest instant of which all has been written.</summary>
    public Instant End => now - Duration.FromMilliseconds(1);

    /// <summary>What the rows should be by the events.</summary>
    public async Task<StreamFold> Fold() => TicketFolding.Under(await PolicyBook.Load(store));

    /// <summary>The log itself gave keys, some of which are said again.</summary>
    public bool SaysKeysAgain { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder?.Delete(recursive: true);
    }

    private SqliteStore OnDisk()
    {
        folder = Directory.CreateTempSubdirectory("muster-");
        return SqliteStore.Open(folder.FullName, new CommitHooks(
            () => Strike(new SqliteException("the disk is full", 13)),
            () => Strike(new IOException("no answer came"))));
    }

    /// <summary>The disk fails now and then; it runs on the store's own thread, one commit at a time.</summary>
    private void Strike(Exception fault)
    {
        if (faulty && !calm && strikes.Next(25) == 0)
            throw fault;
    }

    /// <summary>Commands that were answered as done, by their keys.</summary>
    public HashSet<string> Acknowledged { get; } = [];

    public async Task Run(string log, Instant? until)
    {
        now = Instant.FromUtc(2020, 1, 1, 0, 0);
        await Start(0);
        await Start(1);
        var reader = new LogReader(new MemoryStream(Encoding.UTF8.GetBytes(log)), policy);
        var first = true;
        while (reader.Read() is { } line && !(line.At > until))
        {
            if (line.At is not { } at || (!first && at < now))
                continue;
            if (at > now || first)
                await PassTo(at, first);
            first = false;
            if (line.Fault is null)
                await Say(line);
        }
        if (until is { } end && end > now)
            await PassTo(end, first);
        calm = true;
        now += Duration.FromMilliseconds(1);
        while (await loops[0].Step() > 0)
        {
            // until nothing is due any more
        }
    }

    /// <summary>Lets time pass with the loop stepping now and then, or not at all.</summary>
    private async Task PassTo(Instant at, bool first)
    {
        for (var step = 0; !first && step < 3; step++)
        {
            var passed = (at - now).TotalMilliseconds * random.NextDouble();
            now += Duration.FromMilliseconds((long)passed);
            if (random.Next(3) == 0)
                await Safely(() => loops[random.Next(2)].Step());
        }
        now = at;
        if (!first && random.Next(3) == 0)
            await Safely(() => loops[random.Next(2)].Step());
        if (faulty && random.Next(20) == 0)
        {
            if (bug == SeededBug.AcknowledgesBeforeSync)
                store.Crash();
            var node = random.Next(2);
            frozen = nodes[node]; // thought dead, it may wake up and go on
            await Start(node);
        }
        if (random.Next(4) == 0)
            store.Sync();
    }

    private async Task Say(LogLine line)
    {
        var command = line.Command is OpenTicket open ? open with { Aliases = [line.Ticket] } : line.Command!;
        SaysKeysAgain |= line.Key is not null;
        var key = line.Key ?? $"line-{++lines}";
        var request = new TicketRequest("somebody", line.Command is OpenTicket ? null : line.Ticket, command)
        {
            Key = key,
            Body = line.Key is null ? (UInt128)lines : line.Body,
        };
        while (true)
        {
            var node = frozen is not null && random.Next(8) == 0 ? frozen : nodes[random.Next(2)];
            var answer = await Safely(() => node.Say(request));
            if (answer is null or TicketAnswer.Overloaded && bug == SeededBug.RetriesWithoutKey)
                request = request with { Key = $"again-{++lines}" };
            if (answer is null or TicketAnswer.Overloaded)
                continue; // a client that got no answer says it again, under the same key
            if (answer is TicketAnswer.Done)
                Acknowledged.Add(key);
            return;
        }
    }

    private static async Task<T?> Safely<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (StoreFailedException)
        {
            return default;
        }
    }

    /// <summary>A node begins anew with nothing but the store; whoever had its name before writes no more.</summary>
    private async Task Start(int node)
    {
        var epoch = new WriterEpoch(store, $"node-{node}");
        var wasCalm = calm;
        calm = true;
        var claimed = await epoch.Renew(0);
        var book = await PolicyBook.Open(store, claimed, policy, policyText, now);
        calm = wasCalm;
        nodes[node] = new TicketDesk(store, book, epoch, () => now);
        var early = Duration.FromMilliseconds(bug == SeededBug.WakesEarly ? 1 : 0);
        var woken = bug == SeededBug.WakesEarly ? new TicketDesk(store, book, epoch, () => now + early) : nodes[node];
        loops[node] = new DeadlineLoop(store, woken, () => now + early);
    }

    private StoreFault NextFault()
    {
        if (calm || !faulty || random.Next(10) > 0)
            return StoreFault.None;
        return (StoreFault)random.Next(1, 5);
    }

    /// <summary>The model knows sections 2 to 4 alone.</summary>
    private static string WithoutMajors(string json)
    {
        var policy = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        policy["majors"] = new System.Text.Json.Nodes.JsonObject { ["automatic"] = false };
        return policy.ToJsonString();
    }

    private static Policy Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PolicyReader.Read(document.RootElement).Policy!;
    }

    /// <summary>What the store tells, ticket by ticket, in the names of the log.</summary>
    public async Task<SortedDictionary<string, List<string>>> Journals()
    {
        var byTicket = new Dictionary<StreamId, List<StoredEvent>>();
        var position = 0L;
        while (await store.ReadAll(position, 500) is { Count: > 0 } page)
        {
            foreach (var stored in page.Where(stored => stored.Stream.Kind == "ticket"
                && !StoreHistory.Served.Contains(stored.Type)))
            {
                if (!byTicket.TryGetValue(stored.Stream, out var facts))
                    byTicket[stored.Stream] = facts = [];
                facts.Add(stored);
            }
            position = page[^1].Position;
        }
        var names = await Names(byTicket);
        var journals = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (stream, facts) in byTicket)
            journals[names[stream.Id]] = [.. Lines(stream, facts, names)];
        return journals;
    }

    private static string[] Lines(
        StreamId stream, List<StoredEvent> facts, Dictionary<string, string> names)
    {
        using var bytes = new MemoryStream();
        using var writer = new JournalWriter(bytes);
        foreach (var stored in facts)
        {
            var fact = TicketEventFormat.Read(stored);
            if (fact is TicketLinked linked && names.TryGetValue(linked.To.Value, out var to))
                fact = linked with { To = new TicketId(to) };
            if (fact is TicketUnlinked unlinked && names.TryGetValue(unlinked.To.Value, out to))
                fact = unlinked with { To = new TicketId(to) };
            writer.Write(stored.HappenedAt, new TicketId(names[stream.Id]), fact);
        }
        writer.Flush();
        return Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>
    /// The log's own names: the alias under which it was opened, or the old one's and its place after it.
    /// </summary>
    private async Task<Dictionary<string, string>> Names(Dictionary<StreamId, List<StoredEvent>> byTicket)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (stream, facts) in byTicket)
        {
            if (TicketEventFormat.Read(facts[0]) is TicketOpened { Aliases: [var alias] })
                names[stream.Id] = alias;
        }
        foreach (var key in names.Values.ToList())
        {
            for (var place = 2; place < 30; place++)
            {
                if (await store.FindName($"{key}/{place}") is { } follows)
                    names.TryAdd(follows.Id, $"{key}/{place}");
            }
        }
        return names;
    }
}
