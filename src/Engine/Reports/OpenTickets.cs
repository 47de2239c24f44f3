using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Muster.Core.Tickets;
using Muster.Storage;

namespace Muster.Engine.Reports;

/// <summary>The tickets that are open, by their rows.</summary>
internal static class OpenTickets
{
    private static readonly ImmutableArray<TicketStatus> States =
        [.. Enum.GetValues<TicketStatus>().Where(status => status.IsOpen())];

    public static async IAsyncEnumerable<StreamId> All(
        IEventStore store, [EnumeratorCancellation] CancellationToken stopped)
    {
        long? cursor = null;
        do
        {
            stopped.ThrowIfCancellationRequested();
            var page = await store.ListTickets(new TicketFilter
            {
                States = States,
                Cursor = cursor,
                Limit = TicketFilter.LargestLimit,
            }).ConfigureAwait(false);
            foreach (var row in page.Items)
                yield return row.Stream;
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
