using Muster.Core.Asking;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Server.Composition;
using Muster.Server.Slack;

namespace Muster.Server.Asking;

/// <summary>
/// A comment on a ticket that speaks to the coordinator or an agent is asking, with that ticket as the one that is
/// meant (Q1). The comment stays the update that it is; the answer is an internal update of the coordinator's.
/// </summary>
internal static class CommentAsking
{
    private const string Coordinator = Core.Tickets.Ticket.Coordinator;

    // Like a chat's: an answer is read beside what it answers.
    private const int LongestAnswer = 3_000;

    /// <summary>The ticket after what was asked; as it was where nothing was.</summary>
    public static async Task<TicketAt> After(House house, Token caller, TicketRequest said, TicketAnswer.Done done)
    {
        if (done.Repeated || Asked(caller, said.Command) is not { } words)
            return done.Ticket;
        var ticket = done.Ticket.State.Id.Value;
        // A yes is bound to the person, over whatever token or page it is said.
        var asker = caller with { Id = $"comment/{caller.Person ?? caller.Actor}" };
        var asked = new AskedInWords(asker, words)
        {
            Key = said.Key is { } key ? $"comment/{key}" : null,
            Conversation = $"ticket/{ticket}",
            Ticket = ticket,
            SayYes = "For yes, comment “@incident-coordinator yes” here within ten minutes.",
        };
        var answer = await house.InWords(asked, CancellationToken.None).ConfigureAwait(false);
        var update = new UpdateTicket(Public: false, Auto: false, Short(answer)) { By = Coordinator };
        await house.Say(new TicketRequest(Coordinator, ticket, update)).ConfigureAwait(false);
        return await house.Desk.Find(ticket).ConfigureAwait(false) ?? done.Ticket;
    }

    /// <summary>
    /// What a person says in their own name. Words of a machine, of an agent (W5), or told in another's name, as what
    /// copies comments from elsewhere does, ask for nothing.
    /// </summary>
    private static string? Asked(Token caller, TicketCommand command) =>
        command is UpdateTicket { Auto: false, Text: { } text } && (caller.Role & Roles.People) != 0
        && command.By == caller.Speaker && !Core.Tickets.Ticket.IsCoordinator(command.By)
            ? Mention.In(text) : null;

    private static string Short(string answer) =>
        answer.Length <= LongestAnswer ? answer : answer[..LongestAnswer] + "…";
}
