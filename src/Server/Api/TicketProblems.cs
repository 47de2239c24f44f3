using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Server.Composition;

namespace Muster.Server.Api;

/// <summary>What the desk answers, where it is no, as problems; the one place where codes meet HTTP.</summary>
internal static class TicketProblems
{
    /// <param name="key">The key as its sender wrote it.</param>
    /// <param name="instead">The ticket's state and what that allows, where it is known.</param>
    public static Problem Of(
        TicketAnswer answer, string? key = null, (string State, IEnumerable<string> Allowed)? instead = null) =>
        answer switch
        {
            TicketAnswer.Refused { Rejection: { } rejection } => Of(rejection, instead),
            TicketAnswer.Unknown unknown => Problem.UnknownTicket(unknown.Ticket),
            TicketAnswer.Stale stale => new Problem(
                412, "stale", "Somebody changed it meanwhile",
                $"The ticket is at version {stale.Version} by now; read it again before you change it.")
            {
                Version = stale.Version,
            },
            TicketAnswer.KeyReused => Problem.KeyReused(key ?? ""),
            TicketAnswer.AliasTaken taken => new Problem(
                409, "exists", "The alias is taken", $"The alias {taken.Alias} leads to {taken.Holder} already."),
            TicketAnswer.Overloaded => Problem.Overloaded(),
            _ => throw new System.Diagnostics.UnreachableException($"{answer.GetType().Name} is no refusal"),
        };

    /// <summary>What the ticket's state allows, where an answer says that it does not allow what was said.</summary>
    public static async Task<(string State, IEnumerable<string> Allowed)?> Instead(
        House house, TicketAnswer answer, string? ticket) =>
        answer is TicketAnswer.Refused { Rejection.Code: RejectionCode.NotAllowed } && ticket is not null
        && await house.Desk.Find(ticket).ConfigureAwait(false) is { State: var state }
            ? ($"{state.Status}", Ticket.AllowedNow(state, house.Now, house.Policies.Current))
            : null;

    private static Problem Of(Rejection rejection, (string State, IEnumerable<string> Allowed)? instead) =>
        rejection.Code switch
        {
            RejectionCode.Invalid => new Problem(422, "invalid", "Something in the request is wrong", rejection.Text),
            RejectionCode.NotAllowed => new Problem(409, "not-allowed", "Not in its present state", rejection.Text)
            {
                Instead = instead,
            },
            RejectionCode.ChildOpen => new Problem(409, "child-open", "A child is still open", rejection.Text),
            _ => throw new System.Diagnostics.UnreachableException($"{rejection.Code} has no status"),
        };
}
