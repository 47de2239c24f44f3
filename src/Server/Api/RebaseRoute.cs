using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>
/// S9: running clocks keep the agreement that they began under until they are re-based, which lists beforehand what
/// would change. One fact a ticket, each in its own commit: what broke off half-way goes on when it is asked again, and
/// what was re-based already is passed over.
/// </summary>
internal static class RebaseRoute
{
    private static readonly ImmutableArray<TicketStatus> Open =
        [.. Enum.GetValues<TicketStatus>().Where(status => status.IsOpen())];

    public static async Task Rebase(Call call)
    {
        var asked = new Asked(call, "dry", "cursor", "limit");
        var (cursor, limit) = (asked.Whole("cursor", 0, long.MaxValue, -1), asked.Whole("limit", 1, 500, 50));
        var isDry = asked.Flag("dry");
        var (_, wrongKey) = Bodies.Key(call.Http, null);
        if ((asked.Problem ?? wrongKey) is { } problem)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var page = await call.House.Store.ListTickets(new TicketFilter
        {
            States = Open,
            Cursor = cursor < 0 ? null : cursor,
            Limit = (int)limit,
        }).ConfigureAwait(false);
        var (now, policy) = (call.House.Now, call.House.Policies.Current);
        var rebased = new List<RebasedTicket>();
        foreach (var row in page.Items)
        {
            if (await call.House.Desk.Find(row.Stream.Id).ConfigureAwait(false) is not { State: var ticket }
                || AgreementOf(ticket, policy) is not { } agreement)
                continue;
            var answer = isDry
                ? new TicketAnswer.Done(new TicketAt(Foreseen(ticket, agreement, policy, now), 0))
                : await Do(call, ticket.Id).ConfigureAwait(false);
            if (answer is TicketAnswer.Done done)
                rebased.Add(new RebasedTicket(ticket, done.Ticket.State));
            else if (answer is not TicketAnswer.Refused) // refused: it was resolved or closed meanwhile
            {
                await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
                return;
            }
        }
        call.House.Tail.Written.Beat();
        await Answer(call, rebased, policy.Version, page.Next, isDry).ConfigureAwait(false);
    }

    /// <summary>The agreement that it would come under; null where it stands under it already.</summary>
    private static SlaEntry? AgreementOf(TicketState ticket, Policy policy)
    {
        var agreement = Agreements.For(policy, ticket.Service, ticket.Category, ticket.Tags);
        return ReferenceEquals(agreement, ticket.Agreement) ? null : agreement;
    }

    private static TicketState Foreseen(TicketState ticket, SlaEntry agreement, Policy policy, Instant now) =>
        ticket.Evolve(new ClocksRebased(policy.Version, agreement.Name), now, policy);

    private static Task<TicketAnswer> Do(Call call, TicketId ticket) => call.House.Say(new TicketRequest(
        call.Caller.Actor, ticket.Value, new RebaseClocks { By = call.Caller.Speaker }));

    private static Task Answer(
        Call call, List<RebasedTicket> rebased, string version, long? next, bool isDry) => call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("version", version);
            json.WriteSome("dry", isDry);
            json.WriteStartArray("items");
            foreach (var ticket in rebased)
                ticket.Write(json);
            json.WriteEndArray();
            if (next is { } cursor)
                json.WriteString("next", $"{cursor}");
            json.WriteEndObject();
        });
}
