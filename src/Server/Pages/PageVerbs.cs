using Microsoft.AspNetCore.Http;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Asking;

namespace Muster.Server.Pages;

/// <summary>Forms of the pages, said to the desk as the interface says its bodies.</summary>
internal static class PageVerbs
{
    private const int LongestKey = 200;

    public static void Map(Routes routes)
    {
        routes.Map("POST", PageRules.Tickets, call => Say(call, "open", null, PagePlace.Tickets));
        foreach (var verb in Permissions.TicketVerbs)
            routes.Map("POST", PageRules.OfVerb(verb), call => Say(call, verb, call.Part("id"), PagePlace.Ticket));
        routes.Map("POST", PageRules.AnyVerb, call => call.Refuse(new Problem(
            404, "not-found", "There is no such verb", $"{call.Part("verb")} is no verb of a ticket.")));
        foreach (var verb in Permissions.MajorVerbs)
            routes.Map("POST", PageRules.OfMajorVerb(verb), call => Say(call, verb, call.Part("id"), PagePlace.Room));
        routes.Map("POST", PageRules.AnyMajorVerb, call => call.Refuse(new Problem(
            404, "not-found", "There is no such verb", $"{call.Part("verb")} is no verb of a major.")));
        routes.Map("POST", PageRules.Majors, Declare);
    }

    private static async Task Say(Call call, string verb, string? ticket, PagePlace place)
    {
        var (form, problem) = await FormBody.Read(call).ConfigureAwait(false);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        place = place.As(verb, form!["page"]);
        var body = CommandBody.Parse(
            verb, ticket, FormBody.Json(verb, form, call.House.Now), call.House.Policies.Current);
        if (FaultOf(call, body) is { } fault)
        {
            await Show(call, verb, ticket, form, fault, place).ConfigureAwait(false);
            return;
        }
        var request = new TicketRequest(call.Caller.Actor, ticket, body.Command! with { By = call.Caller.Speaker })
        {
            Key = KeyOf(call, form),
            Body = FormBody.Digest(verb, ticket, form),
            HappenedAt = body.HappenedAt,
        };
        if (await Scoped.Problem(call, request).ConfigureAwait(false) is { } beyond)
        {
            await Show(call, verb, ticket, form, beyond, place).ConfigureAwait(false);
            return;
        }
        var answer = await call.House.Say(request).ConfigureAwait(false);
        RefusalAudit.IsKept(call.Http);
        if (answer is TicketAnswer.Done done)
        {
            await CommentAsking.After(call.House, call.Caller, request, done).ConfigureAwait(false);
            call.House.Tail.Written.Beat();
            SignIn.See(call.Http, $"{place.PathOf(done.Ticket.State.Id.Value)}?done={verb}");
        }
        else
            await Show(call, verb, ticket, form, await Refusal(call, answer, ticket).ConfigureAwait(false), place)
                .ConfigureAwait(false);
    }

    /// <summary>Opens a ticket and declares it, and leads to its room.</summary>
    private static async Task Declare(Call call)
    {
        var (form, problem) = await FormBody.Read(call).ConfigureAwait(false);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var (now, policy) = (call.House.Now, call.House.Policies.Current);
        var digest = FormBody.Digest("declare", null, form!);
        var opening = CommandBody.Parse("open", null, FormBody.Json("open", form!, now), policy) with
        {
            Digest = digest,
        };
        var declaring = CommandBody.Parse("declare", "", FormBody.Json("declare", form!, now), policy) with
        {
            Digest = digest,
        };
        var faults = opening.Faults.AddRange(declaring.Faults);
        var said = form!["key"].ToString();
        var key = said.Length is > 0 and <= LongestKey ? said : null;
        var (answer, beyond) = faults.IsEmpty
            ? await MajorRoutes.Declare(call, opening, declaring, key).ConfigureAwait(false)
            : (null, Problem.Invalid(faults));
        if (answer is TicketAnswer.Done done)
        {
            call.House.Tail.Written.Beat();
            SignIn.See(call.Http, $"{PagePlace.Room.PathOf(done.Ticket.State.Id.Value)}?done=declare");
        }
        else
            await Show(call, "declare", null, form,
                beyond ?? await Refusal(call, answer!, null).ConfigureAwait(false), PagePlace.Majors)
                .ConfigureAwait(false);
    }

    private static string? KeyOf(Call call, IFormCollection form)
    {
        var key = form["key"].ToString();
        return key.Length is > 0 and <= LongestKey ? call.Scoped(key) : null;
    }

    private static Problem? FaultOf(Call call, CommandBody body) =>
        body.Unreadable is { } unreadable ? Problem.Unreadable(unreadable)
        : !body.Faults.IsEmpty ? Problem.Invalid(body.Faults)
        : call.Caller.Role == Roles.Agent && body.Command is UpdateTicket { Public: true }
            ? Problem.Forbidden(call.Caller.Role.Name(), "say what customers see") // W5
        : null;

    private static async Task<Problem> Refusal(Call call, TicketAnswer answer, string? ticket)
    {
        var instead = await TicketProblems.Instead(call.House, answer, ticket).ConfigureAwait(false);
        var problem = TicketProblems.Of(answer, "", instead);
        return problem.Code == "key-reused"
            ? problem with { Detail = "The form was sent before with other words; load the page and send it again." }
            : problem;
    }

    /// <summary>The page again, with what was said still in the form, and why it was not done.</summary>
    private static Task Show(
        Call call, string verb, string? ticket, IFormCollection form, Problem problem, PagePlace place)
    {
        var words = problem.Instead is { } instead
            ? $"{problem.Detail} What may be said now: {string.Join(", ", instead.Allowed)}."
            : problem.Detail;
        var refused = new Refused(
            verb, form.ToDictionary(field => field.Key, field => field.Value.ToString()), words);
        return problem.Code == "unknown-ticket" ? call.Refuse(problem)
            : place.Show(call, ticket ?? "", problem.Status, refused);
    }
}
