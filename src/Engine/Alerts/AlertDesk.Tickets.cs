using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Engine.Tickets;
using Muster.Storage;

namespace Muster.Engine.Alerts;

public sealed partial class AlertDesk
{
    private Task<AlertAnswer?> Open(Hearing hearing)
    {
        var (source, signal) = (hearing.Source, hearing.Signal);
        return Say(hearing, null, OpeningOf(source, signal), AlertOutcome.Opened,
            ticket => [new AlertOpened(signal.Key, ticket.Id, signal.Priority, hearing.Members)],
            beside => beside with { Names = [new NameClaim(NameOf(beside.Ticket.Id), hearing.Stream)] });
    }

    /// <summary>The ticket that a signal makes where none is open.</summary>
    public static OpenTicket OpeningOf(AlertSource source, AlertSignal signal) => new()
    {
        By = source.Name,
        Title = signal.Title,
        Description = signal.Description,
        Priority = signal.Priority,
        Service = signal.Service ?? source.Service,
        Source = source.Kind,
        Tags = signal.Tags,
    };

    /// <summary>It has become worse: the ticket's priority follows, upwards only.</summary>
    private Task<AlertAnswer?> Raise(Hearing hearing, ImmutableArray<AlertEvent> facts)
    {
        var raise = new PrioritiseTicket(hearing.Signal.Priority!.Value, "the alert has become worse");
        return Say(hearing, hearing.Known.State.Ticket, raise, AlertOutcome.Counted, _ => facts);
    }

    /// <summary>M7: it fires anew while its major incident is watched. A repeat of what never ended is none.</summary>
    private static bool ComesBack(AlertDecision decision, TicketAt? ticket) =>
        ticket is { State.Major.Phase: MajorPhase.Watched }
        && (decision.Verdict == AlertVerdict.Open || decision.Members.Any(member => member.IsFiring));

    /// <param name="isNew">Its episode was over, so that another begins, on the same ticket.</param>
    private Task<AlertAnswer?> Relapse(Hearing hearing, TicketAt ticket, bool isNew)
    {
        var signal = hearing.Signal;
        const string Again = "The alert fires again";
        TicketCommand back = ticket.State.IsOpen
            ? new DeclareMajor(null) { Text = signal.Title is { } title ? $"{Again}: {title}" : Again }
            : new ReopenTicket(Again);
        return Say(hearing, ticket.State.Id.Value, back, AlertOutcome.Counted, stream => isNew
            ? [new AlertOpened(signal.Key, stream.Id, signal.Priority, hearing.Members)]
            : [new AlertChanged(null, hearing.Members)], null, ticket.Version);
    }

    private Task<AlertAnswer?> End(Hearing hearing, TicketAt ticket)
    {
        var text = hearing.Signal.Text is { } said ? $"The alert is over: {said}" : "The alert is over.";
        var ended = new AlertEnded(HasBegun(ticket.State), hearing.Members);
        return ended.Noted
            ? Say(hearing, ticket.State.Id.Value, new UpdateTicket(Public: false, Auto: true, text), AlertOutcome.Noted,
                _ => [ended], beside => beside with { Messages = Told(ticket) }, ticket.Version)
            : Say(hearing, ticket.State.Id.Value, new ResolveTicket(AutoCode, text), AlertOutcome.Resolved,
                _ => [ended], null, ticket.Version);
    }

    /// <summary>A person has started it, or leads it as a major incident: it is theirs to end.</summary>
    private static bool HasBegun(TicketState ticket) => ticket.IsMajor
        || (ticket.Status == TicketStatus.Pending ? ticket.HeldFrom : ticket.Status) == TicketStatus.InProgress;

    /// <summary>The assignee hears of the update, which is the next fact of the ticket.</summary>
    private ImmutableArray<OutboxMessage> Told(TicketAt ticket)
    {
        if (ticket.State.Person is not { } person || !policies.Current.People.ContainsKey(person))
            return [];
        var notice = new Message(MessageKind.Notice, person, ticket.State.Id, ticket.Version + 1);
        return [MessageFormat.Write(notice, ticket.State, clock())];
    }

    private Task<AlertAnswer?> Acknowledge(Hearing hearing) =>
        Say(hearing, hearing.Known.State.Ticket, new AcknowledgeTicket(), AlertOutcome.Acknowledged, _ => []);

    /// <summary>The ticket says already what the sender says anew with every notification.</summary>
    private static bool IsTold(AlertSignal signal, TicketState ticket) => signal.Act == AlertAct.Retell
        && (signal.Title is { } title ? title == ticket.Title : signal.Description == ticket.Description);

    private Task<AlertAnswer?> Note(Hearing hearing)
    {
        // a machine's word is no activity
        var note = new UpdateTicket(Public: false, Auto: hearing.Signal.By is null, hearing.Signal.Text);
        return Say(hearing, hearing.Known.State.Ticket, note, AlertOutcome.Noted, _ => []);
    }

    /// <summary>
    /// Says it to the ticket, with the alert's facts in the same commit. Null where somebody else wrote meanwhile.
    /// </summary>
    /// <param name="seen">The ticket's version that was decided upon; null where any will do.</param>
    private async Task<AlertAnswer?> Say(
        Hearing hearing, string? ticket, TicketCommand command, AlertOutcome outcome,
        Func<StreamId, ImmutableArray<AlertEvent>> facts, Func<Beside, Beside>? more = null, long? seen = null)
    {
        var (source, signal) = (hearing.Source, hearing.Signal);
        var after = hearing.Known.State;
        var answer = await tickets.Say(new TicketRequest(
            source.Id, ticket, command with { By = signal.By ?? source.Name })
        {
            Key = DeliveryKey(source, signal),
            SeenVersion = seen,
            Beside = stream =>
            {
                (after, var part) = hearing.Append(facts(stream), clock(), policies.Current.Version);
                var beside = new Beside(stream) { Streams = part.Events.IsEmpty ? [] : [part] };
                return more is null ? beside : more(beside);
            },
        }).ConfigureAwait(false);
        switch (answer)
        {
            case TicketAnswer.Done { Repeated: true }:
                return null; // the same was heard meanwhile: look what was answered
            case TicketAnswer.Done done:
                await Said(hearing, after, outcome).ConfigureAwait(false);
                return new AlertAnswer(outcome, done.Ticket.State.Id.Value);
            case TicketAnswer.Refused when outcome is AlertOutcome.Acknowledged or AlertOutcome.Noted:
                return await Leave(hearing).ConfigureAwait(false); // closed meanwhile
            case TicketAnswer.Overloaded:
                return new AlertAnswer(AlertOutcome.Overloaded);
            default:
                return null; // closed, changed or claimed meanwhile: look again
        }
    }

    private async Task Said(Hearing hearing, AlertState after, AlertOutcome outcome)
    {
        var known = after.Ticket == hearing.Known.State.Ticket
            ? Alerts.Keep(hearing.Stream, after, hearing.Known.Count)
            : await Alerts.Keep(hearing.Stream, after).ConfigureAwait(false);
        if (outcome == AlertOutcome.Counted)
            Count(known);
        if (hearing.Signal.AwaitedUntil is { } due)
            tickets.Arm(due);
    }

    private static string NameOf(string ticket) => $"alerts of {ticket}";
}
