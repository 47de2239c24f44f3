using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files.Logs;

namespace Muster.Server.Api;

/// <summary>What a command may not touch because its caller does not see it.</summary>
internal static class Scoped
{
    /// <summary>Null where the caller sees all that the command names, and what it opens.</summary>
    public static async Task<Problem?> Problem(Call call, TicketRequest request)
    {
        if (call.Caller.Scope is not { } scope)
            return null;
        if (request.Command is OpenTicket open)
            return scope.Sees(null, open.Service)
                ? null
                : Api.Problem.OutOfScope("A ticket is opened for a service of the scope");
        if (!await Sees(call, request.Ticket!).ConfigureAwait(false))
            return Api.Problem.UnknownTicket(request.Ticket!);
        var other = request.Command switch
        {
            LinkTicket link when link.Kind.PointsAtTicket() => link.To,
            UnlinkTicket unlink when unlink.Kind.PointsAtTicket() => unlink.To,
            MergeTicket merge => merge.To,
            _ => null,
        };
        return other is null || await Sees(call, other).ConfigureAwait(false)
            ? null
            : Api.Problem.Invalid(new BodyFault("to", $"no ticket goes by {other}"));
    }

    private static async Task<bool> Sees(Call call, string name) =>
        await call.House.Desk.Find(name).ConfigureAwait(false) is { } ticket && call.Sees(ticket.State);
}
