using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Composition;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>What a command may not touch because its caller does not see it.</summary>
internal static class Scoped
{
    /// <summary>Null where the caller sees all that the command names, and what it opens.</summary>
    public static Task<Problem?> Problem(Call call, TicketRequest request) => Problem(call.House, call.Caller, request);

    public static async Task<Problem?> Problem(House house, Token caller, TicketRequest request)
    {
        if (caller.Scope is not { } scope)
            return null;
        if (request.Command is OpenTicket open)
            return scope.Sees(null, open.Service)
                ? null
                : Api.Problem.OutOfScope("A ticket is opened for a service of the scope");
        if (!await Sees(house, scope, request.Ticket!).ConfigureAwait(false))
            return Api.Problem.UnknownTicket(request.Ticket!);
        var other = request.Command switch
        {
            LinkTicket link when link.Kind.PointsAtTicket() => link.To,
            UnlinkTicket unlink when unlink.Kind.PointsAtTicket() => unlink.To,
            MergeTicket merge => merge.To,
            _ => null,
        };
        return other is null || await Sees(house, scope, other).ConfigureAwait(false)
            ? null
            : Api.Problem.Invalid(new BodyFault("to", $"no ticket goes by {other}"));
    }

    private static async Task<bool> Sees(House house, TicketScope scope, string name) =>
        await house.Desk.Find(name).ConfigureAwait(false) is { State: { } ticket }
        && scope.Sees(ticket.Team, ticket.Service);
}
