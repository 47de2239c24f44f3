using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Asking;
using Muster.Server.Inbound;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>Tickets: opened, listed, read, and every verb said to them.</summary>
internal static class TicketRoutes
{
    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.Tickets, List);
        routes.Map("POST", Permissions.Tickets, call => Say(call, "open", null));
        routes.Map("GET", Permissions.Ticket, Read);
        foreach (var verb in Permissions.TicketVerbs)
            routes.Map("POST", Permissions.OfVerb(verb), call => Say(call, verb, call.Part("id")));
        routes.Map("POST", Permissions.AnyVerb, NoVerb);
        routes.Map("GET", Permissions.Timeline, TimelineRoute.Read);
        routes.Map("GET", Permissions.Explanation, ExplainRoute.Read);
        routes.Map("GET", Permissions.Graph, GraphRoute.Read);
        routes.Map("GET", Permissions.Report, ReportRoute.Read);
        routes.Map("GET", Permissions.Sla, SlaRoute.Read);
    }

    private static async Task List(Call call)
    {
        var now = call.House.Now;
        var (filter, problem) = new TicketQuery(call.Http.Request.Query, now).Read();
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var page = await call.House.Store.ListTickets(filter! with { SeenBy = call.Caller.Scope })
            .ConfigureAwait(false);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var row in page.Items)
                TicketJson.WriteRow(json, row, now);
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
        $"{call.Part("verb")} is no verb of a ticket; they are {string.Join(' ', Permissions.TicketVerbs)}."));

    /// <param name="show">How the ticket is answered; as a ticket where it is null.</param>
    internal static async Task Say(
        Call call, string verb, string? ticket, Func<Call, int, TicketAt, Task>? show = null)
    {
        var (request, key, problem) = await RequestOf(call, verb, ticket).ConfigureAwait(false);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        if (await Scoped.Problem(call, request!).ConfigureAwait(false) is { } beyond)
        {
            await call.Refuse(beyond).ConfigureAwait(false);
            return;
        }
        var answer = await call.House.Say(request!).ConfigureAwait(false);
        RefusalAudit.IsKept(call.Http);
        if (answer is not TicketAnswer.Done done)
        {
            var instead = await TicketProblems.Instead(call.House, answer, ticket).ConfigureAwait(false);
            await call.Refuse(TicketProblems.Of(answer, key, instead)).ConfigureAwait(false);
            return;
        }
        var after = await CommentAsking.After(call.House, call.Caller, request!, done).ConfigureAwait(false);
        call.House.Tail.Written.Beat();
        if (verb == "open")
            call.Http.Response.Headers.Location = PathOf(done.Ticket.State.Id);
        await (show ?? Show)(call, verb == "open" ? 201 : 200, after).ConfigureAwait(false);
    }

    private static async Task<(TicketRequest? Request, string? Key, Problem? Problem)> RequestOf(
        Call call, string verb, string? ticket)
    {
        var (bytes, problem) = await Bodies.Read(call.Http).ConfigureAwait(false);
        if (problem is not null)
            return (null, null, problem);
        var body = CommandBody.Parse(verb, ticket, bytes, call.House.Policies.Current);
        problem = body.Unreadable is { } unreadable ? Problem.Unreadable(unreadable)
            : !body.Faults.IsEmpty ? Problem.Invalid(body.Faults)
            : Beyond(call, body);
        if (problem is not null)
            return (null, null, problem);
        var (key, wrongKey) = Bodies.Key(call.Http, body.Key);
        var (version, wrongVersion) = ticket is null ? (null, null) : Bodies.SeenVersion(call.Http);
        if ((wrongKey ?? wrongVersion) is { } wrong)
            return (null, null, wrong);
        var command = body.Command!;
        return (new TicketRequest(
            call.Caller.Actor, ticket, command with { By = command.By ?? call.Caller.Speaker })
        {
            Key = call.Scoped(key),
            Body = body.Digest,
            SeenVersion = version,
            HappenedAt = body.HappenedAt,
        }, key, null);
    }

    /// <summary>What the body says that the speaker's role or the clock does not allow.</summary>
    private static Problem? Beyond(Call call, CommandBody body)
    {
        if (call.Caller.Role == Roles.Agent && body.Command is UpdateTicket { Public: true })
            return Problem.Forbidden(call.Caller.Role.Name(), "say what customers see"); // W5
        return body.HappenedAt > call.House.Now
            ? Problem.Invalid(new BodyFault("happenedAt", "happenedAt lies in the future"))
            : null;
    }

    private static string PathOf(TicketId id) => $"{Permissions.Tickets}/{Uri.EscapeDataString(id.Value)}";

    internal static async Task Show(Call call, int status, TicketAt ticket)
    {
        if (!call.Sees(ticket.State))
        {
            // it was handed over just now, or what was said went to one that follows: its state, and no more
            await call.Answer(status, json =>
            {
                json.WriteStartObject();
                json.WriteString("id", ticket.State.Id.Value);
                json.WriteString("state", $"{ticket.State.Status}");
                json.WriteEndObject();
            }).ConfigureAwait(false);
            return;
        }
        var links = await call.House.Store.ReadLinks(StreamId.Ticket(ticket.State.Id.Value)).ConfigureAwait(false);
        var alerts = IntegrationKinds.Built.Contains(ticket.State.Source)
            ? await call.House.Alerts.AlertsOf(ticket.State.Id).ConfigureAwait(false)
            : null;
        var stated = await call.House.Desk.StatedTimesOf(ticket).ConfigureAwait(false);
        call.Http.Response.Headers.ETag = $"\"{ticket.Version}\"";
        await call.Answer(status, json => TicketJson.Write(
            json, ticket, links, ticket.AsOf ?? call.House.Now, alerts, stated))
            .ConfigureAwait(false);
    }
}
