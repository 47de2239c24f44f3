using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Storage;

namespace Muster.Engine.Tickets;

/// <summary>What a stream's rows should be by its events, for a rebuild and for a check.</summary>
public static class TicketFolding
{
    public static StreamFold Under(PolicyBook policies) => (stream, events) =>
    {
        if (stream.Kind != "ticket")
            return null;
        LoadedTicket? ticket = null;
        var words = new List<(long, string)>();
        foreach (var stored in events)
        {
            ticket = TicketStreams.Next(stream, ticket, stored, policies);
            if (WordsOf(TicketEventFormat.Read(stored)) is { } said)
                words.Add((stored.Version, said));
        }
        return ticket is null
            ? null
            : new StreamView(TicketRows.Of(ticket.State, policies.Of(events[^1].Policy)), words);
    };

    /// <summary>What people wrote in a fact, for search; null for nothing.</summary>
    internal static string? WordsOf(TicketEvent fact)
    {
        var said = fact switch
        {
            TicketOpened opened => string.Join('\n', opened.Title, opened.Description),
            TicketUpdated updated => updated.Text,
            RequesterAsked asked => asked.Text,
            ReplyReceived reply => reply.Text,
            TicketResolved resolved => resolved.Text,
            TicketClosed closed => closed.Text,
            _ => null,
        };
        return string.IsNullOrWhiteSpace(said) ? null : said;
    }
}
