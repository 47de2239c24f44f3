using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Server.Access;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>The policy in force, those before it, and the next one.</summary>
internal static class PolicyRoutes
{
    private static readonly ImmutableArray<TicketStatus> Open =
        [.. Enum.GetValues<TicketStatus>().Where(status => status.IsOpen())];

    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.Policies, Read);
        routes.Map("PUT", Permissions.Policies, Put);
        routes.Map("POST", Permissions.Rebase, Rebase);
    }

    private static async Task Read(Call call)
    {
        var asked = new Asked(call, "version");
        var wanted = asked.Text("version");
        var versions = call.House.Policies.Versions;
        var found = wanted is null
            ? versions[^1]
            : versions.LastOrDefault(version => version.Policy.Version == wanted);
        var problem = asked.Problem ?? (found is null
            ? new Problem(404, "not-found", "There is no such policy", $"No policy {wanted} was ever in force here.")
            : null);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        call.Http.Response.Headers.ETag = $"\"{found!.Policy.Version}\"";
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("version", found.Policy.Version);
            json.WriteString("text", found.Text);
            json.WriteStartArray("versions");
            foreach (var version in versions)
                Write(json, version);
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, AdoptedPolicy version)
    {
        json.WriteStartObject();
        json.WriteString("version", version.Policy.Version);
        json.WriteSome("at", version.At);
        json.WriteSome("by", version.Actor);
        json.WriteEndObject();
    }

    private static async Task Put(Call call)
    {
        var asked = new Asked(call, "dry");
        var isDry = asked.Flag("dry");
        var (said, bytes, problem) = await Bodies.ReadObject(call.Http).ConfigureAwait(false);
        var (sources, wrong) = problem is null ? PolicyOrder.Read(said) : (null, null);
        if ((problem ?? asked.Problem ?? wrong) is { } refusal)
        {
            await call.Refuse(refusal).ConfigureAwait(false);
            return;
        }
        var before = call.House.Policies.Current.Version;
        await PolicyChanges.Make(
            call, "policy.push", (bytes, null), isDry,
            _ => PolicyReader.Read(sources!, mayReadFiles: false),
            after => call.Answer(200, json =>
            {
                json.WriteStartObject();
                json.WriteString("version", after.Policy.Version);
                json.WriteString("before", before);
                json.WriteBoolean("changed", after.Policy.Version != before);
                json.WriteSome("dry", isDry);
                json.WriteEndObject();
            })).ConfigureAwait(false);
    }

    // S9: running clocks keep their version until they are re-based, which lists beforehand what would change
    private static async Task Rebase(Call call)
    {
        var asked = new Asked(call, "dry", "cursor", "limit");
        var (cursor, limit) = (asked.Whole("cursor", 0, long.MaxValue, -1), asked.Whole("limit", 1, 500, 50));
        if (!asked.Flag("dry"))
            asked.Blame("dry", "a re-basing is listed by now, and not done: ask with dry=1");
        if (asked.Problem is { } problem)
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
        var tickets = new List<TicketState>();
        foreach (var row in page.Items)
        {
            if (await call.House.Desk.Find(row.Stream.Id).ConfigureAwait(false) is { } found)
                tickets.Add(found.State);
        }
        var now = call.House.Now;
        var policy = call.House.Policies.Current;
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("version", policy.Version);
            json.WriteStartArray("items");
            foreach (var ticket in tickets)
            {
                var agreement = Agreements.For(policy, ticket.Service, ticket.Category, ticket.Tags);
                if (!ReferenceEquals(agreement, ticket.Agreement))
                    RebasedTicket.Write(json, ticket, agreement, now);
            }
            json.WriteEndArray();
            if (page.Next is { } next)
                json.WriteString("next", $"{next}");
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }
}
