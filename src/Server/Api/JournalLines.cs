using Muster.Core.Tickets;
using Muster.Files.Journals;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>Stored facts of tickets as journal lines; silent ones, and what is of no ticket, make none.</summary>
internal sealed class JournalLines : IDisposable
{
    private const string TicketKind = "ticket";

    private readonly MemoryStream bytes = new();
    private readonly JournalWriter writer;

    public JournalLines() => writer = new JournalWriter(bytes) { IsTimeline = true };

    /// <summary>The line without its end, valid until the next call; empty for none.</summary>
    public ReadOnlyMemory<byte> Of(StoredEvent stored)
    {
        if (stored.Stream.Kind != TicketKind)
            return default;
        bytes.SetLength(0);
        writer.Write(stored.HappenedAt, new TicketId(stored.Stream.Id), TicketEventFormat.Read(stored));
        writer.Flush();
        return bytes.Length == 0 ? default : bytes.GetBuffer().AsMemory(0, (int)bytes.Length - 1);
    }

    public void Dispose()
    {
        writer.Dispose();
        bytes.Dispose();
    }
}
