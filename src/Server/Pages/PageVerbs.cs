using Microsoft.AspNetCore.Http;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;

namespace Muster.Server.Pages;

/// <summary>Forms of the pages, said to the desk as the interface says its bodies.</summary>
internal static class PageVerbs
{
    private const int LongestKey = 200;

    public static void Map(Routes routes)
    {
        routes.Map("POST", PageRules.Tickets, call => Say(call, "open", null));
        foreach (var verb in Permissions.TicketVerbs)
            routes.Map("POST", PageRules.OfVerb(verb), call => Say(call, verb, call.Part("id")));
        routes.Map("POST", PageRules.AnyVerb, call => call.Refuse(new Problem(
            404, "not-found", "There is no such verb", $"{call.Part("verb")} is no verb of a ticket.")));
    }

    private static async Task Say(Call call, string verb, string? ticket)
    {
        var (form, problem) = await FormBody.Read(call).ConfigureAwait(false);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var body = CommandBody.Parse(
            verb, ticket, FormBody.Json(verb, form!, call.House.Now), call.House.Policies.Current);
        if (FaultOf(call, body) is { } fault)
        {
            await Show(call, verb, ticket, form!, fault).ConfigureAwait(false);
            return;
        }
        var key = form!["key"].ToString();
        var answer = await call.House.Say(new TicketRequest(
            call.Caller.Actor, ticket, body.Command! with { By = call.Caller.Speaker })
        {
            Key = key.Length is > 0 and <= LongestKey ? call.Scoped(key) : null,
            Body = FormBody.Digest(verb, ticket, form),
        }).ConfigureAwait(false);
        if (answer is TicketAnswer.Done done)
        {
            call.House.Tail.Written.Beat();
            SignIn.See(call.Http, $"{TicketLook.PathOf(done.Ticket.State.Id.Value)}?done={verb}");
        }
        else
            await Show(call, verb, ticket, form, await Refusal(call, answer, ticket).ConfigureAwait(false))
                .ConfigureAwait(false);
    }

    private static Problem? FaultOf(Call call, CommandBody body) =>
        body.Unreadable is { } unreadable ? Problem.Unreadable(unreadable)
        : !body.Faults.IsEmpty ? Problem.Invalid(body.Faults)
        : call.Caller.Role == Roles.Agent && body.Command is UpdateTicket { Public: true }
            ? Problem.Forbidden(call.Caller.Role.Name(), "say what customers see") // W5
        : null;

    private static async Task<Problem> Refusal(Call call, TicketAnswer answer, string? ticket)
    {
        var state = answer is TicketAnswer.Refused { Rejection.Code: RejectionCode.NotAllowed } && ticket is not null
            ? (await call.House.Desk.Find(ticket).ConfigureAwait(false))?.State.Status
            : null;
        var problem = TicketProblems.Of(answer, "", state);
        return problem.Code == "key-reused"
            ? problem with { Detail = "The form was sent before with other words; load the page and send it again." }
            : problem;
    }

    /// <summary>The page again, with what was said still in the form, and why it was not done.</summary>
    private static Task Show(Call call, string verb, string? ticket, IFormCollection form, Problem problem)
    {
        var words = problem.Instead is { } instead
            ? $"{problem.Detail} What may be said now: {string.Join(", ", instead.Allowed)}."
            : problem.Detail;
        var refused = new Refused(
            verb, form.ToDictionary(field => field.Key, field => field.Value.ToString()), words);
        return problem.Code == "unknown-ticket" ? call.Refuse(problem)
            : ticket is null ? PageRoutes.List(call, problem.Status, refused)
            : PageRoutes.Ticket(call, ticket, problem.Status, refused);
    }
}
