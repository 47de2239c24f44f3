using Muster.Core.Escalation;
using static Muster.Core.Tickets.TicketStatus;

namespace Muster.Core.Tickets;

/// <summary>L4: what a requester's reply does.</summary>
public static partial class Ticket
{
    private static Decision Reply(Turn turn, ReplyToTicket command)
    {
        var (ticket, context) = (turn.Ticket, turn.Context);
        turn.Write(new ReplyReceived(command.Auto, command.Text) { By = command.By });
        if (command.Auto || Words.IsMereThanks(command.Text, context.Policy.Lifecycle.Thanks))
            return new Decision(turn.Ticket, turn.Events);
        if (ticket.Status is Pending && ticket.HoldReason == DefaultHoldReason)
            turn.Write(new TicketResumed { Rule = Rule.L4, Auto = true });
        else if (ticket.Status is Resolved || MayReopen(ticket, context.Now, context.Policy))
            turn.Write(new TicketReopened { Rule = Rule.L4, Auto = true });
        else if (ticket.Status is Closed)
            return new Decision(turn.Ticket, turn.Events, FollowUpWanted: true);
        EscalationRules.RequesterSaid(turn, command.Text);
        return new Decision(turn.Ticket, turn.Events);
    }

    /// <summary>The new ticket that follows one which was closed too long ago to be reopened (L4).</summary>
    /// <param name="words">The reply that asked for it; with the VIP mark, all that E4 reads.</param>
    public static Decision OpenFollowUp(TicketState old, TicketId id, string? words, Context context) =>
        OpenFollowUp(new Turn(context), old, id, words);

    internal static Decision OpenFollowUp(Turn turn, TicketState old, TicketId id, string? words)
    {
        var opened = new TicketOpened
        {
            Title = old.Title,
            Requester = old.Requester,
            Service = old.Service,
            Priority = old.IsProvisional ? null : old.Priority,
            Rule = Rule.L4,
            Auto = true,
        };
        turn.Begin(id, opened);
        turn.Write(new TicketLinked(old.Id, LinkKind.Follows) { Rule = Rule.L4, Auto = true });
        if (IsVip(old.Requester, turn.Context))
            EscalationRules.VipOpened(turn);
        else
            EscalationRules.RequesterSaid(turn, words);
        return new Decision(turn.Ticket, turn.Events);
    }
}
