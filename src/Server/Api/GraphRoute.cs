using System.Text.Json;
using Muster.Core.Tickets;
using Muster.Files;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>What hangs on what (L9), from one ticket on, every link once.</summary>
internal static class GraphRoute
{
    /// <summary>Bound of the tickets shown; the nearest come first.</summary>
    private const int Most = 200;

    private sealed record Edge(StreamId From, LinkKind Kind, StreamId To);

    public static async Task Read(Call call)
    {
        if (await call.Ticket().ConfigureAwait(false) is not { } ticket)
            return;
        var nodes = new Dictionary<StreamId, (TicketRow? Row, bool IsBlocked)>();
        var edges = new HashSet<Edge>();
        var isCut = false;
        var open = new Queue<StreamId>([StreamId.Ticket(ticket.State.Id.Value)]);
        while (open.TryDequeue(out var stream))
        {
            if (nodes.ContainsKey(stream))
                continue;
            if (nodes.Count == Most)
            {
                isCut = true;
                break;
            }
            var row = await call.House.Store.FindTicket(stream).ConfigureAwait(false);
            if (row is not null && call.Caller.Scope?.Sees(row.Team, row.Service) == false)
                continue;
            var links = row is null ? [] : await call.House.Store.ReadLinks(stream).ConfigureAwait(false);
            nodes[stream] = (row, links.Any(link => link is { Kind: LinkKind.BlockedBy, ToIsOpen: true }));
            foreach (var link in links)
            {
                edges.Add(Once(link));
                open.Enqueue(link.To);
            }
        }
        await call.Answer(200, json => Write(json, ticket.State.Id, nodes, edges, isCut)).ConfigureAwait(false);
    }

    /// <summary>A link and its inverse are one fact.</summary>
    private static Edge Once(StoredLink link) => link.Kind switch
    {
        LinkKind.Parent or LinkKind.BlockedBy => new Edge(link.To, link.Kind.Inverse()!.Value, link.From),
        LinkKind.Relates when link.To < link.From => new Edge(link.To, link.Kind, link.From),
        _ => new Edge(link.From, link.Kind, link.To),
    };

    private static void Write(
        Utf8JsonWriter json, TicketId ticket, Dictionary<StreamId, (TicketRow? Row, bool IsBlocked)> nodes,
        HashSet<Edge> edges, bool isCut)
    {
        json.WriteStartObject();
        json.WriteString("ticket", ticket.Value);
        json.WriteStartArray("nodes");
        foreach (var (stream, (row, isBlocked)) in nodes)
        {
            json.WriteStartObject();
            json.WriteString("id", NameOf(stream));
            json.WriteSome("title", row?.Title);
            json.WriteSome("state", row?.State.ToString());
            json.WriteSome("priority", row?.Priority.ToString());
            json.WriteSome("team", row?.Team);
            json.WriteSome("to", row?.Person);
            json.WriteSome("blocked", isBlocked);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("links");
        foreach (var edge in edges.Where(edge => nodes.ContainsKey(edge.From) && nodes.ContainsKey(edge.To)))
        {
            json.WriteStartObject();
            json.WriteString("from", NameOf(edge.From));
            json.WriteString("kind", edge.Kind.Name());
            json.WriteString("to", NameOf(edge.To));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteSome("cut", isCut);
        json.WriteEndObject();
    }

    /// <summary>A problem or change that a link names is no ticket, and stands as it was written.</summary>
    private static string NameOf(StreamId stream) => stream.Kind == "ticket" ? stream.Id : stream.Value;
}
