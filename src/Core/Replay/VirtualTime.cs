using Muster.Core.Calendars;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Replay;

/// <summary>
/// Told of every fact, in order, with the ticket as it stands after the command or instant that caused it.
/// </summary>
public delegate void FactSink(Instant at, TicketState ticket, TicketEvent fact);

/// <summary>
/// Runs a log through the core under virtual time: commands first, in the order they came, then what time brings,
/// ticket by ticket in the order of opening (S8). The same log and policy give the same facts on every machine.
/// Memory grows with tickets and links; time costs what falls due, not what is open.
/// </summary>
public sealed partial class VirtualTime(Policy policy, FactSink tell)
{
    private readonly Desk desk = new();
    private readonly IdempotencyKeys keys = new();
    private readonly PriorityQueue<Place, long> agenda = new(); // by the millisecond
    private readonly List<Place> touched = [];
    private Instant? now;
    private Turn? turn;

    /// <summary>The present instant; null before the first line.</summary>
    public Instant? Now => now;

    public int Tickets => desk.Count;

    /// <summary>The ticket of this name, compared without case.</summary>
    public TicketState? Find(string name) => desk.At(name)?.Ticket;

    /// <summary>All tickets, in the order of opening.</summary>
    public IEnumerable<TicketState> All => desk.Places.Select(place => place.Ticket);

    public TicketGraph Graph => desk.Graph;

    /// <summary>What a ticket may ask of the others, as they stand now.</summary>
    public INeighbours Neighbours => desk;

    /// <summary>Applies one line; null when it was applied or had nothing to change.</summary>
    public Refusal? Apply(LogLine line)
    {
        if (line.At is not { } at)
            return line.Fault ?? new Refusal(RefusalCode.Invalid, "at is missing");
        if (at < now)
            return new Refusal(RefusalCode.OutOfOrder, $"at {at} is before {now}, the line before it");
        MoveTo(at);
        if (line.Fault is { } fault)
            return fault;
        if (line.Key is { } key && keys.Find(key, at) is { } body)
            return body == line.Body
                ? null
                : new Refusal(RefusalCode.KeyReused, $"key {key} was used for another command within 72 h");
        var refusal = line.Command is OpenTicket open
            ? Open(line.Ticket, open, at)
            : Say(line.Ticket, line.Command!, at);
        if (refusal is null && line.Key is { } accepted)
            keys.Remember(accepted, line.Body, at);
        return refusal;
    }

    /// <summary>
    /// Lets time run to <paramref name="until"/>, what is due then included; to the last line where it is null.
    /// </summary>
    public void Finish(Instant? until)
    {
        if (until is { } end && !(end < now))
            MoveTo(end);
        if (now is { } last)
            PassInstant(last);
    }

    private Refusal? Open(string name, OpenTicket command, Instant at)
    {
        if (desk.At(name) is { } taken)
            return new Refusal(RefusalCode.Exists, $"{taken.Ticket.Id} is there already; give the ticket another key");
        var decision = Ticket.Open(TurnOf(null, at), new TicketId(name), command);
        Keep(desk.Add(decision.Ticket!), decision, at);
        return null;
    }

    private Refusal? Say(string name, TicketCommand command, Instant at)
    {
        if (desk.At(name) is not { } place)
            return new Refusal(RefusalCode.UnknownTicket, $"no ticket {name}; open it first");
        while (command is ReplyToTicket && place.FollowUp is { } newer)
            place = newer; // L4: later replies go to the newest of the chain
        var decision = Ticket.Decide(TurnOf(place.Ticket, at), command);
        if (decision.Rejection is { } rejection)
            return new Refusal(CodeOf(rejection.Code), rejection.Text);
        Keep(place, decision, at);
        if (decision.FollowUpWanted)
            OpenFollowUp(place, ((ReplyToTicket)command).Text, at);
        return null;
    }

    private void OpenFollowUp(Place old, string? words, Instant at)
    {
        var first = old.First ?? old;
        var number = Math.Max(2, first.FollowUps + 1);
        while (desk.At($"{first.Ticket.Id}/{number}") is not null)
            number++;
        first.FollowUps = number;
        var decision = Ticket.OpenFollowUp(
            TurnOf(null, at), old.Ticket, new TicketId($"{first.Ticket.Id}/{number}"), words);
        var place = desk.Add(decision.Ticket!);
        place.First = first;
        old.FollowUp = place;
        Keep(place, decision, at);
    }

    /// <summary>The one turn that there is, for <see cref="Keep"/> to take its facts before the next.</summary>
    private Turn TurnOf(TicketState? ticket, Instant at) =>
        (turn ??= new Turn(new Context(at, policy, desk))).Again(ticket, at);

    private void Keep(Place place, Decision decision, Instant at)
    {
        var events = decision.Events;
        if (events.Count == 0)
            return;
        var wasOpen = place.IsOpen;
        var ticket = decision.Ticket!;
        place.Ticket = ticket;
        for (var index = 0; index < events.Count; index++)
        {
            NoteLinks(ticket, events[index]);
            tell(at, ticket, events[index]);
        }
        Touch(place);
        if (wasOpen && !ticket.IsOpen)
        {
            foreach (var parent in desk.ParentsOf(ticket.Id))
                Touch(parent);
        }
    }

    private void NoteLinks(TicketState ticket, TicketEvent fact)
    {
        if (fact is TicketLinked linked)
            desk.Graph.Add(ticket.Id, linked.Kind, linked.To);
        if (fact is not TicketUnlinked unlinked)
            return;
        desk.Graph.Remove(ticket.Id, unlinked.Kind, unlinked.To);
        if (unlinked.Kind == LinkKind.Parent && desk.At(unlinked.To.Value) is { } parent)
            Touch(parent);
    }

    private void Touch(Place place)
    {
        if (place.IsTouched)
            return;
        place.IsTouched = true;
        touched.Add(place);
    }

    private void MoveTo(Instant at)
    {
        if (now is { } present && present < at)
        {
            PassInstant(present);
            var end = Millis.Of(at);
            while (agenda.TryPeek(out _, out var due) && due < end)
                PassInstant(Millis.ToInstant(due));
        }
        now = at;
    }

    /// <summary>What time brings at this instant: to every ticket that was spoken to or has something due.</summary>
    private void PassInstant(Instant at)
    {
        now = at;
        var present = Millis.Of(at);
        while (agenda.TryPeek(out var place, out var due) && due <= present)
        {
            agenda.Dequeue();
            if (place.AgendaAt is not { } entered || Millis.Of(entered) != due)
                continue; // it was moved to an earlier instant since
            place.AgendaAt = null;
            if (place.IsTouched || place.Next is not { } next)
                continue; // judged anyway, or what it waited for will not come any more
            if (next > at)
            {
                Enter(place); // what it waited for went further away
                continue;
            }
            place.IsDue = true;
            Touch(place);
        }
        if (touched.Count > 1)
            touched.Sort((left, right) => left.Order.CompareTo(right.Order));
        for (var index = 0; index < touched.Count; index++)
            Pass(touched[index], at);
        touched.Clear();
    }

    private void Pass(Place place, Instant at)
    {
        var next = place.IsDue ? at : TicketDeadlines.Next(place.Ticket, policy, desk);
        if (next <= at)
            Keep(place, TicketDeadlines.Reach(TurnOf(place.Ticket, at), out next), at);
        place.IsTouched = false;
        place.IsDue = false;
        place.Next = next > at ? next : null;
        Enter(place);
        place.Pack();
    }

    private void Enter(Place place)
    {
        if (place.Next is not { } next || place.AgendaAt <= next)
            return;
        place.AgendaAt = next;
        agenda.Enqueue(place, Millis.Of(next));
    }

    private static RefusalCode CodeOf(RejectionCode code) => code switch
    {
        RejectionCode.Invalid => RefusalCode.Invalid,
        RejectionCode.ChildOpen => RefusalCode.ChildOpen,
        _ => RefusalCode.NotAllowed,
    };
}
