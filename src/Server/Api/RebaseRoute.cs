using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
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
    /// <summary>Facts that re-basing one ticket makes at most.</summary>
    private const int MostOfOne = 10;

    private static readonly ImmutableArray<TicketStatus> Open =
        [.. Enum.GetValues<TicketStatus>().Where(status => status.IsOpen())];

    public static async Task Rebase(Call call)
    {
        var asked = new Asked(call, "dry", "cursor", "limit");
        var (cursor, limit) = (asked.Whole("cursor", 0, long.MaxValue, -1), asked.Whole("limit", 1, 500, 50));
        var isDry = asked.Flag("dry");
        var (key, wrongKey) = Bodies.Key(call.Http, null);
        if ((asked.Problem ?? wrongKey) is { } problem)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var once = new AskedOnce(call, isDry ? null : key, "policy.rebase", $"{cursor} {limit}");
        if (await once.Earlier().ConfigureAwait(false))
            return;
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
            if (await Under(call, row.Stream, once.KeyOf(row.Stream.Id)).ConfigureAwait(false) is { } already)
                rebased.Add(already);
            else if (await call.House.Desk.Find(row.Stream.Id).ConfigureAwait(false) is { State: var ticket }
                && AgreementOf(ticket, policy) is { } agreement)
            {
                var answer = isDry
                    ? new TicketAnswer.Done(new TicketAt(Foreseen(ticket, agreement, policy, now), 0))
                    : await Do(call, ticket.Id, once.KeyOf(row.Stream.Id)).ConfigureAwait(false);
                if (answer is TicketAnswer.Done done)
                    rebased.Add(new RebasedTicket(ticket, done.Ticket.State));
                else if (answer is not TicketAnswer.Refused) // refused: it was resolved or closed meanwhile
                {
                    await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
                    return;
                }
            }
        }
        call.House.Tail.Written.Beat();
        await once.Answer(Written(rebased, policy.Version, page.Next, isDry)).ConfigureAwait(false);
    }

    /// <summary>What the same request did to the ticket before it broke off; null where it did nothing yet.</summary>
    private static async Task<RebasedTicket?> Under(Call call, StreamId stream, string? key)
    {
        if (key is null
            || await call.House.Store.FindCommand(key, call.House.Now).ConfigureAwait(false) is not { } earlier)
            return null;
        var version = BinaryPrimitives.ReadInt64BigEndian(earlier.Answer.Span);
        var facts = await call.House.Store.ReadStream(stream, Math.Max(0, version - MostOfOne), MostOfOne)
            .ConfigureAwait(false);
        var from = facts.Last(fact => fact.Version <= version && TicketEventFormat.Read(fact) is ClocksRebased).Version;
        var before = await call.House.Desk.ReadAt(stream, from - 1).ConfigureAwait(false);
        var after = await call.House.Desk.ReadAt(stream, version).ConfigureAwait(false);
        return new RebasedTicket(before!.State, after!.State);
    }

    /// <summary>The agreement that it would come under; null where it stands under it already.</summary>
    private static SlaEntry? AgreementOf(TicketState ticket, Policy policy)
    {
        var agreement = Agreements.For(policy, ticket.Service, ticket.Category, ticket.Tags);
        return ReferenceEquals(agreement, ticket.Agreement) ? null : agreement;
    }

    private static TicketState Foreseen(TicketState ticket, SlaEntry agreement, Policy policy, Instant now) =>
        ticket.Evolve(new ClocksRebased(policy.Version, agreement.Name), now, policy);

    private static Task<TicketAnswer> Do(Call call, TicketId ticket, string? key) => call.House.Say(new TicketRequest(
        call.Caller.Actor, ticket.Value, new RebaseClocks { By = call.Caller.Speaker })
    {
        Key = key,
    });

    private static Action<Utf8JsonWriter> Written(
        List<RebasedTicket> rebased, string version, long? next, bool isDry) => json =>
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
        };
}
