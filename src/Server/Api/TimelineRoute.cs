using System.Buffers;
using System.Text;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>All that happened to a ticket, oldest first, as journal lines: in a list, or as JSON Lines.</summary>
internal static class TimelineRoute
{
    private const string JsonLines = "application/x-ndjson";
    private const int PageSize = 500;

    public static async Task Read(Call call)
    {
        if (await call.Ticket().ConfigureAwait(false) is not { } ticket)
            return;
        var accepted = $"{call.Http.Request.Headers.Accept}";
        var asLines = accepted.Contains(JsonLines, StringComparison.OrdinalIgnoreCase);
        var bytes = new ArrayBufferWriter<byte>(4096);
        if (!asLines)
            bytes.Write("{\"items\":["u8);
        await Write(call.House.Store, StreamId.Ticket(ticket.State.Id.Value), asLines, bytes).ConfigureAwait(false);
        if (!asLines)
            bytes.Write("]}"u8);
        call.Http.Response.Headers.ETag = $"\"{ticket.Version}\"";
        await Answers.Write(
            call.Http, 200, asLines ? JsonLines : "application/json; charset=utf-8", bytes.WrittenMemory)
            .ConfigureAwait(false);
    }

    private static async Task Write(IEventStore store, StreamId stream, bool asLines, ArrayBufferWriter<byte> bytes)
    {
        using var lines = new JournalLines();
        var (version, isFirst) = (0L, true);
        while (await store.ReadStream(stream, version, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                version = stored.Version;
                var line = lines.Of(stored);
                if (line.IsEmpty)
                    continue;
                if (!isFirst && !asLines)
                    bytes.Write(","u8);
                isFirst = false;
                bytes.Write(line.Span[..^1]);
                // by which its time is corrected
                bytes.Write(Encoding.ASCII.GetBytes($",\"number\":{stored.Version}}}"));
                if (asLines)
                    bytes.Write("\n"u8);
            }
        }
    }
}
