using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Policies;
using Muster.Core.Sla;
using NodaTime;
using static Muster.Core.Tickets.TicketStatus;

namespace Muster.Core.Tickets;

/// <summary>
/// The life of a ticket: what each verb may do, from which state, and what becomes of it (BEHAVIOUR section 2).
/// A verb that would change nothing succeeds and writes nothing; one that the state does not allow is refused and
/// writes nothing (L1). What time does by itself is in <see cref="TicketDeadlines"/>.
/// </summary>
public static partial class Ticket
{
    public const string DefaultHoldReason = "user";

    /// <summary>The tag that holds the vendor's own number of the case (E9).</summary>
    public const string VendorReference = "vendor-reference";

    public static Decision Open(TicketId id, OpenTicket command, Context context) =>
        Open(new Turn(context), id, command);

    internal static Decision Open(Turn turn, TicketId id, OpenTicket command)
    {
        var opened = new TicketOpened
        {
            By = command.By,
            Title = command.Title,
            Description = command.Description,
            Priority = command.Priority,
            Category = command.Category,
            Service = command.Service,
            Requester = command.Requester,
            Source = command.Source,
            Tags = command.Tags,
            Aliases = command.Aliases,
            AffectedUsers = command.AffectedUsers,
            Status = command.Status,
            HoldReason = command.Reason,
            Text = command.Text,
        };
        turn.Begin(id, opened);
        if (command.Status is null) // L12: an import with a state is not read for words
        {
            if (IsVip(opened.Requester, turn.Context))
                EscalationRules.VipOpened(turn);
            else if (CameFromRequester(opened.Source))
                EscalationRules.RequesterSaid(turn, opened.Title, opened.Description, command.Text);
            MajorDetection.JudgeLine(turn, before: null);
        }
        return new Decision(turn.Ticket, turn.Events);
    }

    public static Decision Decide(TicketState ticket, TicketCommand command, Context context) =>
        Decide(new Turn(ticket, context), command);

    internal static Decision Decide(Turn turn, TicketCommand command)
    {
        var (ticket, context) = (turn.Ticket, turn.Context);
        return command switch
        {
            ReplyToTicket reply => Reply(turn, reply),
            _ when FaultOf(ticket, command, context) is { } fault => Refuse(ticket, RejectionCode.Invalid, fault),
            _ when ChangesNothing(ticket, command, context) => new Decision(ticket, []),
            MajorCommand major
                when !command.Imported && Major.Hindrance(ticket, major, context.Policy) is { } hindrance =>
                Refuse(ticket, RejectionCode.NotAllowed, hindrance),
            _ when !command.Imported && !Allows(ticket, command, context.Now, context) =>
                NotAllowed(ticket, command, context),
            CloseTicket or MergeTicket when !command.Imported && context.Neighbours.HasOpenChild(ticket.Id) =>
                Refuse(ticket, RejectionCode.ChildOpen, $"{ticket.Id} has an open child; resolve or close it first"),
            CloseTicket when !command.Imported && !ticket.IsOpen && FurtherClocks.Owed(ticket) is { } duty =>
                Refuse(ticket, RejectionCode.NotAllowed,
                    $"{ticket.Id} still owes what its clock {duty} counts; tag it as done first"),
            _ => Do(turn, command),
        };
    }

    /// <summary>The table of section 2: true when the ticket's state lets this verb through.</summary>
    public static bool Allows(TicketState ticket, TicketCommand command, Instant now, Context context) => command switch
    {
        TriageTicket => ticket.Status is New,
        AssignTicket or HoldTicket or ResolveTicket or MergeTicket or RebaseClocks => ticket.IsOpen,
        StartWork => ticket.Status is New or Triaged or Assigned or Reopened,
        ResumeTicket => ticket.Status is Pending,
        CloseTicket close => ticket.Status is Resolved || (ticket.IsOpen && close.Code is "cancelled" or "duplicate"),
        ReopenTicket => ticket.Status is Resolved || MayReopen(ticket, now, context.Policy),
        MajorCommand major => Major.Hindrance(ticket, major, context.Policy) is null,
        UpdateTicket or ReplyToTicket or StateImpact or DeclareMajor or StandDown => true,
        CorrectTime => true,
        _ => ticket.Status is not Closed,
    };

    /// <summary>What a refusal offers instead (L1).</summary>
    public static IEnumerable<string> AllowedNow(TicketState ticket, Instant now, Policy policy) =>
        Verbs.AllowedIn(ticket.Status)
            .Where(verb => verb != "reopen" || ticket.Status is Resolved || MayReopen(ticket, now, policy));

    private static Decision Do(Turn turn, TicketCommand command)
    {
        var (ticket, context) = (turn.Ticket, turn.Context);
        var forced = command.Imported && (!Allows(ticket, command, context.Now, context)
            || (command is CloseTicket or MergeTicket && context.Neighbours.HasOpenChild(ticket.Id))
            || (command is CloseTicket && !ticket.IsOpen && FurtherClocks.Owed(ticket) is not null));
        if (command is EscalateTicket escalate)
            EscalationRules.ByHand(turn, escalate, forced);
        if (command is EscalateTicket { Reference: { } reference } && ticket.Tags[VendorReference] != reference)
            turn.Write(new TicketTagged([new Tag(VendorReference, reference)]).Of(command, forced));
        if (command is MergeTicket merge
            && !context.Neighbours.AreLinked(ticket.Id, LinkKind.Duplicate, Other(merge.To, context)))
            turn.Write(new TicketLinked(Other(merge.To, context), LinkKind.Duplicate).Of(command, forced));
        if (command is DeclareMajor declare)
            Major.Declare(turn, declare, forced);
        else if (command is MajorCommand major)
            Major.Do(turn, major, forced);
        else if (command is StandDown)
            turn.Write(Major.StoodDown(turn).Of(command, forced));
        else if (FactOf(ticket, command, context) is { } fact)
            turn.Write(fact.Of(command, forced));
        StartWhenReopened(turn, command);
        WriteMet(turn, ticket);
        if (command is AssignTicket assign && ticket.WouldBounce(assign.Team, assign.To, context.Policy))
            EscalationRules.JudgeBounces(turn); // one that was held back waits for the end of the instant (E11)
        EscalationRules.PriorityRose(turn, ticket.Priority);
        Major.NoteRelapse(turn, ticket);
        MajorDetection.JudgeLine(turn, ticket);
        return new Decision(turn.Ticket, turn.Events);
    }

    /// <summary>What the verb itself makes happen.</summary>
    private static TicketEvent? FactOf(TicketState ticket, TicketCommand command, Context context) =>
        command switch
        {
            TriageTicket c => new TicketTriaged(c.Category, c.Service, c.Priority, c.Team),
            AssignTicket c => new TicketAssigned(c.Team, c.To, NewTier(ticket, c.Team, context)),
            StartWork => new WorkStarted(),
            UpdateTicket c => new TicketUpdated(c.Public, c.Auto, c.Text),
            AskRequester c => new RequesterAsked(c.Text),
            HoldTicket c => new TicketHeld(c.Reason, c.Until),
            ResumeTicket => new TicketResumed(),
            ResolveTicket c => new TicketResolved(c.Code, c.Text),
            CloseTicket c => new TicketClosed(c.Code, c.Text),
            MergeTicket c => new TicketClosed("duplicate", c.Text),
            ReopenTicket => new TicketReopened(),
            AcknowledgeTicket => new TicketAcknowledged(),
            PrioritiseTicket c => new PriorityChanged(ticket.Priority, c.Priority, c.Reason),
            LinkTicket c => new TicketLinked(Other(c.To, context, c.Kind), c.Kind),
            UnlinkTicket c => new TicketUnlinked(Other(c.To, context, c.Kind), c.Kind),
            TagTicket c => new TicketTagged(ticket.Tags.Missing(c.Tags)),
            SnoozeTicket c => new TicketSnoozed(c.Until, c.Reason),
            StateImpact c => new ImpactStated(c.Facts),
            CorrectTime c => new TimeCorrected(c.Number, c.Reason),
            RebaseClocks => new ClocksRebased(context.Policy.Version, AgreementOf(ticket, context).Name)
            {
                Rule = Rule.S9,
            },
            _ => null,
        };

    /// <summary>True when state and every field would stay as they are (L1).</summary>
    private static bool ChangesNothing(TicketState ticket, TicketCommand command, Context context) => command switch
    {
        TriageTicket c => ticket.Status is Triaged
            && Same(c.Category, ticket.Category) && Same(c.Service, ticket.Service)
            && (c.Priority is null || c.Priority == ticket.Priority) && Same(c.Team, ticket.Team)
            && NewTier(ticket, c.Team, context) is null,
        AssignTicket c => Assignment(ticket, c.Team, c.To) == (ticket.Team, ticket.Person)
            && NewTier(ticket, c.Team, context) is null
            && StatusAfterAssign(ticket, c.Team ?? ticket.Team)
                == (ticket.Status is Pending ? ticket.HeldFrom : ticket.Status),
        StartWork => ticket.Status is InProgress,
        HoldTicket c => ticket.Status is Pending && c.Reason == ticket.HoldReason && c.Until == ticket.HoldUntil
            && ticket.AskedAt is null,
        ResolveTicket c => ticket.Status is Resolved && c.Code == ticket.Code && Same(c.Text, ticket.ResolutionText),
        CloseTicket c => ticket.Status is Closed && Same(c.Code, ticket.Code) && Same(c.Text, ticket.ResolutionText),
        ReopenTicket => ticket.Status is Reopened && !ticket.IsSnoozed(context.Now) && ticket.AskedAt is null,
        AcknowledgeTicket c => ticket.AcknowledgedBy.Contains(c.By ?? "", StringComparer.OrdinalIgnoreCase),
        PrioritiseTicket c => c.Priority == ticket.Priority,
        LinkTicket c => context.Neighbours.AreLinked(ticket.Id, c.Kind, Other(c.To, context, c.Kind)),
        UnlinkTicket c => !context.Neighbours.AreLinked(ticket.Id, c.Kind, Other(c.To, context, c.Kind)),
        MergeTicket c => ticket.Status is Closed && ticket.Code == "duplicate" && Same(c.Text, ticket.ResolutionText)
            && context.Neighbours.AreLinked(ticket.Id, LinkKind.Duplicate, Other(c.To, context)),
        TagTicket c => ticket.Tags.Missing(c.Tags).IsEmpty,
        SnoozeTicket c => ticket.IsSnoozed(context.Now)
            && c.Until == ticket.SnoozedUntil && c.Reason == ticket.SnoozeReason,
        EscalateTicket c => ticket.Escalation.EscalatedAt > c.AsOf || (c.To == ticket.Tier && c.To != Tier.Management
            && (c.Reference is null || c.Reference == ticket.Tags[VendorReference])),
        StateImpact c => c.Facts.All(fact => ticket.Impact.Contains(fact)),
        DeclareMajor c => ticket.IsMajor && Same(c.Severity, ticket.Severity)
            && ticket.Major is not { Phase: MajorPhase.Watched },
        StandDown => !ticket.IsMajor,
        RebaseClocks => ReferenceEquals(AgreementOf(ticket, context), ticket.Agreement),
        MajorCommand c => Major.ChangesNothing(ticket, c),
        _ => false,
    };

    private static SlaEntry AgreementOf(TicketState ticket, Context context) =>
        Agreements.For(context.Policy, ticket.Service, ticket.Category, ticket.Tags);

    /// <summary>What is wrong in what was said, whatever the state; null when nothing is.</summary>
    private static string? FaultOf(TicketState ticket, TicketCommand command, Context context) => command switch
    {
        HoldTicket { Until: { } until } when until <= context.Now =>
            $"until {until} is not in the future; name a later instant or leave it out",
        SnoozeTicket c when c.Until <= context.Now && !ticket.IsSnoozed(context.Now) =>
            $"until {c.Until} is not in the future, and no snooze runs that it could end",
        EscalateTicket { To: { } to } c when to < ticket.Tier && !(ticket.Escalation.EscalatedAt > c.AsOf) =>
            $"{to.Name()} is lower than {ticket.Tier.Name()}; assign it to a team of that tier instead",
        EscalateTicket { Reference: not null } c
            when (c.To ?? Ladder.Above(ticket.Tier, context.Policy)) is var to && to != Tier.Vendor
                && !(ticket.Escalation.EscalatedAt > c.AsOf) =>
            $"reference is the vendor's number of the case, and this goes to {to.Name()}; "
                + "leave it out, or escalate to vendor",
        LinkTicket c => LinkFault(ticket, c.To, c.Kind, context),
        UnlinkTicket c => LinkFault(ticket, c.To, c.Kind, context, isNew: false),
        MergeTicket c => LinkFault(ticket, c.To, LinkKind.Duplicate, context),
        MajorCommand c => Major.FaultOf(ticket, c, context.Now),
        _ => null,
    };

    private static string? LinkFault(TicketState ticket, string to, LinkKind kind, Context context, bool isNew = true)
    {
        if (!kind.PointsAtTicket())
            return null;
        if (context.Neighbours.Find(to) is not { } other)
            return $"to names no ticket: {to}";
        if (other == ticket.Id)
            return $"{ticket.Id} cannot be linked to itself";
        return isNew && context.Neighbours.WouldCycle(ticket.Id, kind, other)
            ? $"{ticket.Id} {kind.Name()} {other} would close a ring"
            : null;
    }

    // L10: in Reopened, an update or ask by the assignee starts the work again
    private static void StartWhenReopened(Turn turn, TicketCommand command)
    {
        var speaks = command is AskRequester
            || (command is UpdateTicket { Auto: false } && !IsCoordinator(command.By));
        if (speaks && turn.Ticket.Status is Reopened && turn.Ticket.IsAssignee(command.By))
            turn.Write(new WorkStarted { Rule = Rule.L10, Auto = true });
    }
}
