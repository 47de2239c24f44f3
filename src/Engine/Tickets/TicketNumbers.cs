using System.Collections.Concurrent;
using System.Globalization;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

/// <summary>
/// What tickets are called: <c>INC-2026-00042</c>, rising within a year of UTC. A number that was given to somebody is
/// never given again; some may be left out. Read with any digits, without case, and bare where it is unique.
/// </summary>
internal sealed class TicketNumbers(IEventStore store)
{
    private const string Kind = "INC";
    private const string TicketKind = "ticket";
    private const int FirstYear = 2020;

    private readonly ConcurrentDictionary<int, Task<Counter>> counters = new();

    public static string CounterOf(int year) => $"number/{Kind}-{year}";

    /// <summary>
    /// The next number that no ticket has; where another process has given it meanwhile, the count begins anew at what
    /// the store says. Two that give one number at once are told apart by the store, which refuses the later.
    /// </summary>
    public async Task<(StreamId Stream, CounterChange Count)> Next(Instant now)
    {
        var year = now.InUtc().Year;
        while (true)
        {
            var counting = counters.GetOrAdd(year, Begin);
            var counter = await counting.ConfigureAwait(false);
            var number = Interlocked.Increment(ref counter.Latest);
            if (await Existing(year, number).ConfigureAwait(false) is null)
                return (Stream(year, number), new CounterChange(CounterOf(year), 1));
            if (number > counter.Began + 1)
                counters.TryRemove(KeyValuePair.Create(year, counting));
        }
    }

    /// <summary>Behind what was counted lie numbers that were left out: the newest tickets show how many.</summary>
    private async Task<Counter> Begin(int year)
    {
        var latest = await store.ReadCounter(CounterOf(year)).ConfigureAwait(false);
        var newest = await store.ListTickets(new TicketFilter { Limit = TicketFilter.LargestLimit })
            .ConfigureAwait(false);
        foreach (var row in newest.Items)
        {
            if (Parse(row.Stream.Id) is { Year: { } opened, Number: var number } && opened == year)
                latest = Math.Max(latest, number);
        }
        return new Counter { Began = latest, Latest = latest };
    }

    /// <summary>The stream of the ticket that somebody names; null where none goes by that name.</summary>
    /// <param name="isRead">The caller reads the stream anyway: that it has a ticket need not be asked before.</param>
    public async Task<StreamId?> Find(string name, Instant now, bool isRead = false)
    {
        if (name.Length is 0 or > StreamId.LongestName - 10)
            return null;
        if (await store.FindName(name).ConfigureAwait(false) is { } alias)
            return alias.Kind == TicketKind ? alias : null; // other streams have names, too
        if (Parse(name) is not { } said)
            return null;
        if (said.Year is { } exact)
            return isRead ? Stream(exact, said.Number) : await Existing(exact, said.Number).ConfigureAwait(false);
        StreamId? found = null;
        for (var candidate = now.InUtc().Year; candidate >= FirstYear; candidate--)
        {
            if (await Existing(candidate, said.Number).ConfigureAwait(false) is not { } stream)
                continue;
            if (found is not null)
                return null; // a bare number will do only where it is unique
            found = stream;
        }
        return found;
    }

    private async Task<StreamId?> Existing(int ofYear, long number)
    {
        var stream = Stream(ofYear, number);
        return await store.ReadHead(stream).ConfigureAwait(false) is null ? null : stream;
    }

    private static StreamId Stream(int ofYear, long number) =>
        StreamId.Ticket(string.Create(CultureInfo.InvariantCulture, $"{Kind}-{ofYear}-{number:D5}"));

    private static (int? Year, long Number)? Parse(string name)
    {
        if (Digits(name) is { } bare)
            return (null, bare);
        var parts = name.Split('-');
        return parts is [var kind, { Length: 4 } ofYear, var number]
            && kind.Equals(Kind, StringComparison.OrdinalIgnoreCase)
            && Digits(ofYear) is { } year && Digits(number) is { } digits
            ? ((int)year, digits)
            : null;
    }

    private static long? Digits(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed class Counter
    {
        public long Began { get; init; }

        public long Latest;
    }
}
