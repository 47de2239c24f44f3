using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Engine.Reports;
using Muster.Engine.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>Major incidents: found, declared, their rooms, and every verb said to them.</summary>
internal static class MajorRoutes
{
    private static readonly ImmutableArray<string> States = ["candidate", "declared", "watched", "stood-down"];

    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.Majors, List);
        routes.Map("POST", Permissions.Majors, Declare);
        routes.Map("GET", Permissions.Major, Read);
        foreach (var verb in Permissions.MajorVerbs)
            routes.Map("POST", Permissions.OfMajor(verb), call => TicketRoutes.Say(call, verb, call.Part("id"), Show));
        routes.Map("POST", Permissions.AnyMajorVerb, NoVerb);
    }

    private static async Task List(Call call)
    {
        var query = new ListQuery(call.Http.Request.Query, "state");
        var wanted = query.Words("state", States);
        var filter = new TicketFilter
        {
            Major = wanted.IsEmpty ? States : wanted,
            SeenBy = call.Caller.Scope,
            Cursor = query.Cursor,
            Limit = query.Limit,
        };
        if (query.Fault() is { } fault)
        {
            await call.Refuse(fault).ConfigureAwait(false);
            return;
        }
        var page = await call.House.Store.ListTickets(filter).ConfigureAwait(false);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var row in page.Items)
                MajorJson.WriteRow(json, row);
            json.WriteEndArray();
            if (page.Next is { } next)
                json.WriteString("next", $"{next}");
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task Read(Call call)
    {
        if (await call.Ticket().ConfigureAwait(false) is { } ticket)
            await Show(call, 200, ticket).ConfigureAwait(false);
    }

    private static Task NoVerb(Call call) => call.Refuse(new Problem(
        404, "not-found", "There is no such verb",
        $"{call.Part("verb")} is no verb of a major; they are {string.Join(' ', Permissions.MajorVerbs)}."));

    /// <summary>Opens a ticket and declares it: two commands under one key, each done once however often it is said.
    /// </summary>
    private static async Task Declare(Call call)
    {
        var (bytes, problem) = await Bodies.Read(call.Http).ConfigureAwait(false);
        if (problem is null)
        {
            var (open, declare, wrong) = Parts(bytes);
            problem = wrong;
            if (problem is null)
            {
                await Declare(call, open!, declare!).ConfigureAwait(false);
                return;
            }
        }
        await call.Refuse(problem).ConfigureAwait(false);
    }

    private static async Task Declare(Call call, byte[] open, byte[] declare)
    {
        var policy = call.House.Policies.Current;
        var (opening, declaring) = (CommandBody.Parse("open", null, open, policy),
            CommandBody.Parse("declare", "", declare, policy));
        var faults = opening.Faults.AddRange(declaring.Faults);
        var (key, wrongKey) = Bodies.Key(call.Http, opening.Key);
        var problem = opening.Unreadable is { } unreadable ? Problem.Unreadable(unreadable)
            : !faults.IsEmpty ? Problem.Invalid(faults) : wrongKey;
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var (answer, beyond) = await Declare(call, opening, declaring, key).ConfigureAwait(false);
        if (beyond is not null)
        {
            await call.Refuse(beyond).ConfigureAwait(false);
            return;
        }
        if (answer is not TicketAnswer.Done done)
        {
            await call.Refuse(TicketProblems.Of(answer!, key, null)).ConfigureAwait(false);
            return;
        }
        call.House.Tail.Written.Beat();
        call.Http.Response.Headers.Location =
            $"{Permissions.Majors}/{Uri.EscapeDataString(done.Ticket.State.Id.Value)}";
        await Show(call, 201, done.Ticket).ConfigureAwait(false);
    }

    /// <summary>The ticket opened and declared; or why whoever asks may not.</summary>
    internal static async Task<(TicketAnswer? Answer, Problem? Problem)> Declare(
        Call call, CommandBody opening, CommandBody declaring, string? key)
    {
        var command = (OpenTicket)opening.Command!;
        var opened = new TicketRequest(call.Caller.Actor, null, command with
        {
            By = command.By ?? call.Caller.Speaker,
            Priority = command.Priority ?? Priority.P1,
        })
        {
            Key = call.Scoped(key),
            Body = opening.Digest,
            HappenedAt = opening.HappenedAt,
        };
        if (await Scoped.Problem(call, opened).ConfigureAwait(false) is { } beyond)
            return (null, beyond);
        var answer = await call.House.Say(opened).ConfigureAwait(false);
        RefusalAudit.IsKept(call.Http);
        if (answer is TicketAnswer.Done { Ticket: var ticket } && ticket.State.Major is not { IsActive: true })
            answer = await call.House.Say(new TicketRequest(
                call.Caller.Actor, ticket.State.Id.Value,
                declaring.Command! with { By = command.By ?? call.Caller.Speaker })
            {
                Key = key is null ? null : call.Scoped($"{key}/declare"),
                Body = declaring.Digest,
            }).ConfigureAwait(false);
        return (answer, null);
    }

    /// <summary>The body as that of an open and that of a declare.</summary>
    private static (byte[]? Open, byte[]? Declare, Problem? Problem) Parts(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var declare = new JsonObject();
            if (bytes.IsEmpty || JsonNode.Parse(bytes.Span) is not JsonObject open)
                return bytes.IsEmpty ? ("{}"u8.ToArray(), "{}"u8.ToArray(), null)
                    : (null, null, Problem.Unreadable("not a JSON object"));
            if (open.Remove("severity", out var severity))
                declare["severity"] = severity;
            return (Bytes(open), Bytes(declare), null);
        }
        catch (Exception broken) when (broken is System.Text.Json.JsonException or ArgumentException
            or InvalidOperationException) // a name twice, a text that is no Unicode
        {
            return (null, null, Problem.Unreadable(broken.Message));
        }

        static byte[] Bytes(JsonObject node) => System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    private static async Task Show(Call call, int status, TicketAt ticket)
    {
        if (!call.Sees(ticket.State))
        {
            await TicketRoutes.Show(call, status, ticket).ConfigureAwait(false); // its state, and no more
            return;
        }
        var account = await MajorAccounts.Read(call.House.Store, ticket).ConfigureAwait(false);
        call.Http.Response.Headers.ETag = $"\"{ticket.Version}\"";
        await call.Answer(status, json => MajorJson.Write(
            json, account, ticket.Version, ticket.AsOf ?? call.House.Now))
            .ConfigureAwait(false);
    }
}
