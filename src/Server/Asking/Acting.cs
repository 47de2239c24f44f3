using System.Collections.Immutable;
using Muster.Core.Asking;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;

namespace Muster.Server.Asking;

/// <summary>Does what was understood, by the commands that the verbs' own routes would give.</summary>
/// <param name="key">The idempotency key of the request; null for none.</param>
internal sealed class Acting(House house, Token caller, string? key)
{
    private readonly List<DoneAct> done = [];
    private readonly List<RefusedAct> refused = [];
    private int said;

    public ImmutableArray<DoneAct> Done => [.. done];

    public ImmutableArray<RefusedAct> Refused => [.. refused];

    public async Task Do(PreparedAct act)
    {
        if (act.Intent.Name == "open")
            await Open(act.Slots).ConfigureAwait(false);
        else if (act.Intent.Name == "declare" && act.Tickets.IsEmpty)
            await DeclareAnew(act.Slots).ConfigureAwait(false);
        else
        {
            foreach (var ticket in act.Tickets)
                await Say(Rights.VerbOf(act.Intent, act.Slots), ticket, Fields(act)).ConfigureAwait(false);
        }
    }

    private static Slots Fields(PreparedAct act) => act.Intent.Name == "close" && act.Slots.Has("to")
        ? act.Slots.Without("code")
        : act.Slots;

    private async Task Open(Slots slots)
    {
        var opened = await Say("open", null, slots.Without("team")).ConfigureAwait(false);
        if (opened is { } ticket && slots["team"] is { } team)
            await Say("assign", ticket.Id.Value, new Slots([team])).ConfigureAwait(false);
    }

    private async Task DeclareAnew(Slots slots)
    {
        var head = Slots.None.With("title", slots.Text("title")!);
        if (slots.Text("priority") is { } priority)
            head = head.With("priority", priority);
        if (slots.Text("text") is { } text)
            head = head.With("description", text);
        if (slots.Text("service") is { } service)
            head = head.With("service", service);
        if (await Say("open", null, head).ConfigureAwait(false) is not { } ticket)
            return;
        // The opening may have declared it already (M1).
        var severity = slots["severity"];
        if (!ticket.IsMajor || (severity is not null && severity.Value != ticket.Severity))
            await Say("declare", ticket.Id.Value, severity is null ? Slots.None : new Slots([severity]))
                .ConfigureAwait(false);
        else
            done.Add(new DoneAct("declare", ticket.Id.Value, $"{ticket.Status}", Declared(ticket)));
    }

    /// <summary>The ticket after it; null where it was refused.</summary>
    private async Task<TicketState?> Say(string verb, string? ticket, Slots slots)
    {
        var body = CommandBody.Parse(
            verb, ticket, SlotBodies.Of(verb, slots, new Named(house.Policies.Current, caller.Speaker)),
            house.Policies.Current);
        if (body.Command is null || !body.Faults.IsEmpty)
            return Refuse(verb, ticket, Problem.Invalid(body.Faults));
        if (body.HappenedAt > house.Now)
            return Refuse(verb, ticket, Problem.Invalid(new BodyFault("happenedAt", "happenedAt lies in the future")));
        var part = $"{key}/{said++}";
        var request = new TicketRequest(
            caller.Actor, ticket, body.Command with { By = body.Command.By ?? caller.Speaker })
        {
            Key = key is null ? null : $"{caller.Actor}/{part}",
            Body = body.Digest,
            HappenedAt = body.HappenedAt,
        };
        if (await Scoped.Problem(house, caller, request).ConfigureAwait(false) is { } beyond)
            return Refuse(verb, ticket, beyond);
        var before = ticket is null ? null : await house.Desk.Find(ticket).ConfigureAwait(false);
        var answer = await house.Say(request).ConfigureAwait(false);
        if (answer is not TicketAnswer.Done written)
            return Refuse(verb, ticket, TicketProblems.Of(answer, part));
        house.Tail.Written.Beat();
        var state = written.Ticket.State;
        if (written.Ticket.Version != before?.Version || written.Repeated)
            done.Add(new DoneAct(verb, state.Id.Value, $"{state.Status}",
                verb == "declare" ? Declared(state) : Telling.Done(verb, state.Id.Value, slots)));
        return state;
    }

    private static string Declared(TicketState ticket) =>
        $"Declared {ticket.Id.Value} a major incident{(ticket.Severity is { } severity ? $", {severity}" : "")}.";

    private TicketState? Refuse(string verb, string? ticket, Problem problem)
    {
        refused.Add(new RefusedAct(verb, ticket, problem.Code, problem.Detail));
        return null;
    }
}
