using Muster.Core.Escalation;
using Muster.Core.Policies;
using Muster.Core.Sla;
using NodaTime;
using static Muster.Core.Tickets.TicketStatus;

namespace Muster.Core.Tickets;

public static partial class Ticket
{
    private static readonly string[] RequesterSources = ["mail", "portal", "chat", "phone", "sms", "walk-in"];

    /// <summary>The coordinator itself, as an actor.</summary>
    public const string Coordinator = "coordinator";

    public static bool IsCoordinator(string? by) => string.Equals(by, Coordinator, StringComparison.OrdinalIgnoreCase);

    /// <summary>Team and person after an assign: another team empties the person unless one is named (L11).</summary>
    internal static (string? Team, string? Person) Assignment(TicketState ticket, string? team, string? to) =>
        (team ?? ticket.Team, to ?? (team is null || team == ticket.Team ? ticket.Person : null));

    /// <summary>
    /// The state, or while Pending the remembered one, after an assign to <paramref name="team"/> (L11).
    /// </summary>
    internal static TicketStatus StatusAfterAssign(TicketState ticket, string? team) =>
        (ticket.Status is Pending ? ticket.HeldFrom : ticket.Status) is InProgress && team == ticket.Team
            ? InProgress
            : Assigned;

    /// <summary>The tier that a team brings along, where it differs from the present one.</summary>
    private static Tier? NewTier(TicketState ticket, string? team, Context context) =>
        Ladder.Of(team, context.Policy) is { } tier && tier != ticket.Tier ? tier : null;

    /// <summary>The other end of a link: a ticket as it was opened, a problem or change as it was written.</summary>
    private static TicketId Other(string to, Context context, LinkKind kind = LinkKind.Duplicate) =>
        (kind.PointsAtTicket() ? context.Neighbours.Find(to) : null) ?? new TicketId(to);

    /// <summary>A field that was not said stays as it is.</summary>
    private static bool Same(string? said, string? present) => said is null || said == present;

    private static bool IsVip(Requester? requester, Context context) =>
        requester is not null && (requester.Vip
            ?? (requester.Name is { } name && context.Policy.People.TryGetValue(name, out var person) && person.Vip));

    // E4: the words of an open count when the requester wrote them
    internal static bool CameFromRequester(string? source) => source is null || RequesterSources.Contains(source);

    private static bool MayReopen(TicketState ticket, Instant now, Policy policy) =>
        ticket.Status is Closed && now - ticket.ClosedAt <= policy.Lifecycle.ReopenWithin;

    /// <summary>S5, S6: a clock that the line has met without a breach in its cycle.</summary>
    private static void WriteMet(Turn turn, TicketState before)
    {
        foreach (var kind in (ReadOnlySpan<ClockKind>)[ClockKind.Response, ClockKind.Resolution])
        {
            var clock = turn.Ticket.Clock(kind);
            if (clock.End == ClockEnd.Met && !clock.HasBreached && before.Clock(kind).End != ClockEnd.Met)
                turn.Write(new ClockMet(kind, clock.Cycle, clock.Banked, clock.MetDue) { Rule = Rule.S5, Auto = true });
        }
        FurtherClocks.WriteMet(turn, before);
    }

    private static Decision Refuse(TicketState ticket, RejectionCode code, string text) =>
        new(ticket, [], new Rejection(code, text));

    private static Decision NotAllowed(TicketState ticket, TicketCommand command, Context context) =>
        Refuse(ticket, RejectionCode.NotAllowed,
            $"{ticket.Id} is {ticket.Status}, which does not allow {Verbs.Of(command)}; allowed now: "
            + string.Join(' ', AllowedNow(ticket, context.Now, context.Policy)));
}
