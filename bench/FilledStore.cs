using System.Collections.Concurrent;
using System.Diagnostics;
using Muster.Core.Tickets;
using Muster.Engine;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Files.Settings;
using Muster.Storage.Sqlite;
using NodaTime;

namespace Muster.Bench;

/// <summary>A data directory with tickets in it, said to the server's own desk under a clock of ours.</summary>
internal sealed class FilledStore : IAsyncDisposable
{
    private const int AtOnce = 2_000;

    private static readonly string[] Words = ["printer", "vpn", "mail", "login", "disk", "slow", "broken", "office"];

    private readonly SqliteStore store;
    private readonly TicketDesk desk;

    private FilledStore(SqliteStore store, TicketDesk desk) => (this.store, this.desk) = (store, desk);

    public SqliteStore Store => store;

    public required PolicyBook Policies { get; init; }

    /// <summary>The moment at which things are said.</summary>
    public Instant Now { get; set; } = SystemClock.Instance.GetCurrentInstant();

    public static async Task<FilledStore> Open(string folder)
    {
        var text = await File.ReadAllTextAsync(Child.Config);
        var settings = SettingsReader.Read(
            [new PolicySource(Child.Config, text, Path.GetDirectoryName(Child.Config))],
            new Dictionary<string, string>());
        var store = SqliteStore.Open(folder);
        var epoch = new WriterEpoch(store, "bench");
        var policies = await PolicyBook.Load(store);
        FilledStore? filled = null;
        Instant Clock() => Instant.FromUnixTimeMilliseconds(filled!.Now.ToUnixTimeMilliseconds());
        var desk = new TicketDesk(store, policies, epoch, Clock);
        filled = new FilledStore(store, desk) { Policies = policies };
        var wanted = new AdoptedPolicy(settings.Policy.Policy!, settings.Policy.MergedYaml, PolicyOrigin.File);
        await policies.Adopt(store, await epoch.Current(), wanted, Clock());
        return filled;
    }

    /// <summary>A folder with so many open tickets, made where it is not there yet.</summary>
    public static async Task<string> Of(string root, int tickets)
    {
        var folder = Path.Combine(root, $"tickets-{tickets}");
        if (Directory.Exists(folder))
            return folder;
        var began = Stopwatch.GetTimestamp();
        await using (var filled = await Open(folder + ".new"))
            await filled.OpenTickets(tickets);
        Directory.Move(folder + ".new", folder);
        Console.WriteLine($"{tickets} open tickets written in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        return folder;
    }

    public Task<IReadOnlyList<string>> OpenTickets(int tickets) =>
        Each(Enumerable.Range(1, tickets), number => Say(null, Ticket(number)));

    public static OpenTicket Ticket(int number) => new()
    {
        Title = $"{Words[number % 8]} {Words[number / 8 % 8]} on floor {number % 90}",
        Description = "It worked yesterday, and since this morning it does not; a restart did not help.",
        Priority = (Priority)(number % 3 + 2),
        // a P2 on a service would be looked at as a part of a cluster (M1), and a million at one instant are one
        Service = number % 3 == 0 ? null : $"service-{number % 40}",
        Requester = new Requester($"user{number % 1_000}@example.org", null),
    };

    /// <summary>So many things at once that they share commits.</summary>
    public static async Task<IReadOnlyList<string>> Each<T>(IEnumerable<T> all, Func<T, Task<string>> each)
    {
        var names = new ConcurrentBag<string>();
        foreach (var together in all.Chunk(AtOnce))
        {
            foreach (var name in await Task.WhenAll(together.Select(one => Task.Run(() => each(one)))))
                names.Add(name);
        }
        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>The name of the ticket that it was said to.</summary>
    public async Task<string> Say(string? ticket, TicketCommand command) =>
        await desk.Say(new TicketRequest("bench", ticket, command)) is TicketAnswer.Done done
            ? done.Ticket.State.Id.Value
            : throw new InvalidOperationException($"{command} was refused");

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
