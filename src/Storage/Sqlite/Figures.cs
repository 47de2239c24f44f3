using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Storage.Sqlite;

/// <summary>Counts what stands in the store.</summary>
internal static class Figures
{
    private const int MostCounted = 100_000;

    public static StoreFigures Read(Reading reading, Instant now, string folder) => new()
    {
        StreamsDue = reading[
            "SELECT count(*) FROM (SELECT 1 FROM streams WHERE due_at IS NOT NULL AND due_at <= ? LIMIT ?)"]
            .With(now).With(MostCounted).Number() ?? 0,
        Unsent = reading["SELECT count(*) FROM outbox WHERE state = 0"].Number() ?? 0,
        OldestUnsentAt = SmallReading.OldestUnsent(reading, now),
        Open = Open(reading),
        Bytes = new DirectoryInfo(folder).EnumerateFiles("muster.db*").Sum(file => file.Length),
    };

    // goes through the index alone
    private static Dictionary<(Priority, TicketStatus), long> Open(Reading reading)
    {
        var row = reading["SELECT priority, state, count(*) FROM tickets GROUP BY priority, state"];
        var open = new Dictionary<(Priority, TicketStatus), long>();
        while (row.Next())
        {
            if (((TicketStatus)row.Int(1)).IsOpen())
                open[((Priority)row.Int(0), (TicketStatus)row.Int(1))] = row.Long(2);
        }
        return open;
    }
}
