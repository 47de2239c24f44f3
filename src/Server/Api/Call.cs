using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Server.Composition;

namespace Muster.Server.Api;

/// <summary>One request of somebody who is known and may use the route.</summary>
internal sealed record Call(HttpContext Http, House House, Token Caller)
{
    /// <summary>A part of the path, such as the ticket of <c>{id}</c>; a slash in it comes encoded.</summary>
    public string Part(string name) =>
        ((string?)Http.Request.RouteValues[name] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The ticket of <c>{id}</c>; null where there is none, and then that has been answered.</summary>
    public async Task<TicketAt?> Ticket()
    {
        var ticket = await House.Desk.Find(Part("id")).ConfigureAwait(false);
        if (ticket is not null && !Sees(ticket.State))
            ticket = null;
        if (ticket is null)
            await Refuse(Problem.UnknownTicket(Part("id"))).ConfigureAwait(false);
        return ticket;
    }

    /// <summary>Whether the caller may see a ticket and act on it.</summary>
    public bool Sees(TicketState ticket) => Caller.Scope?.Sees(ticket.Team, ticket.Service) != false;

    public Task Answer(int status, Action<Utf8JsonWriter> write) => Answers.Write(Http, status, write);

    public Task Refuse(Problem problem) => ProblemWriter.Write(Http, problem);

    /// <summary>The idempotency key as the store keeps it: two actors may use the same word.</summary>
    public string? Scoped(string? key) => key is null ? null : $"{Caller.Actor}/{key}";
}
