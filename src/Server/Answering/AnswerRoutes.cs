using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Pages;

namespace Muster.Server.Answering;

/// <summary>
/// What a link in a page leads to: what the ticket is, and a button. Looking changes nothing, for mail programs follow
/// links by themselves; the button acknowledges.
/// </summary>
internal static class AnswerRoutes
{
    public static void Map(Routes routes)
    {
        routes.MapPublic("GET", Permissions.Answer, http => Show(http, routes));
        routes.MapPublic("POST", Permissions.Answer, http => Acknowledge(http, routes));
    }

    private static async Task Show(HttpContext http, Routes routes)
    {
        if (await Meant(http, routes).ConfigureAwait(false) is not var (ticket, person))
        {
            await NotFound(http).ConfigureAwait(false);
            return;
        }
        var state = ticket.State;
        var answered = state.Paging is not { } run || run.AnsweredAt is not null;
        var standing = !state.IsOpen ? $"It is {state.Status.ToString().ToLowerInvariant()}."
            : answered ? "Somebody has answered it." : "Nobody has answered it yet.";
        var button = state.Status == TicketStatus.Closed
            ? ""
            : "<form method=\"post\" class=\"verb\"><button class=\"main\">Acknowledge</button></form>";
        await Page(http, 200, state.Id.Value, $"""
            <h1>{Text(state.Id.Value)} <span>{state.Priority}</span></h1>
            <p class="title">{Text(state.Title ?? "")}</p>
            <p>{standing} You are {Text(person)}.</p>
            {button}
            """).ConfigureAwait(false);
    }

    private static async Task Acknowledge(HttpContext http, Routes routes)
    {
        if (await Meant(http, routes).ConfigureAwait(false) is not var (ticket, person))
        {
            await NotFound(http).ConfigureAwait(false);
            return;
        }
        var command = new AcknowledgeTicket { By = person };
        var answer = await routes.House.Desk
            .Say(new TicketRequest($"person/{person}", ticket.State.Id.Value, command)).ConfigureAwait(false);
        routes.House.Tail.Written.Beat();
        var (status, words) = answer switch
        {
            TicketAnswer.Done => (200, $"Acknowledged by {person}. Nobody else is paged for it now."),
            TicketAnswer.Refused refused => (409, refused.Rejection.Text),
            _ => (503, "That could not be written just now. Press the button again in a moment."),
        };
        await Page(http, status, ticket.State.Id.Value, $"""
            <h1>{Text(ticket.State.Id.Value)} <span>{ticket.State.Priority}</span></h1>
            <p class="title">{Text(ticket.State.Title ?? "")}</p>
            <p role="status">{Text(words)}</p>
            """).ConfigureAwait(false);
    }

    private static async Task<(TicketAt Ticket, string Person)?> Meant(HttpContext http, Routes routes)
    {
        await routes.House.Tokens.Opened.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        return routes.House.Answers.Read((string?)http.Request.RouteValues["code"] ?? "") is var (id, person)
            && await routes.House.Desk.Find(id.Value).ConfigureAwait(false) is { } ticket
                ? (ticket, person)
                : null;
    }

    private static Task NotFound(HttpContext http) => Page(http, 404, "Not found", """
        <h1>This link is not good</h1>
        <p>It is older than seven days, or was not copied whole. Sign in to Muster and acknowledge the ticket there.</p>
        """);

    private static Task Page(HttpContext http, int status, string title, string body)
    {
        http.Response.Headers.ContentSecurityPolicy = PageWriter.ContentPolicy;
        http.Response.Headers["Referrer-Policy"] = "no-referrer"; // the address is the credential
        var html = $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{{Text(title)}}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
            <link rel="stylesheet" href="{{PageRules.Style}}?v={{PageAssets.Version}}"></head>
            <body><main class="alone">
            {{body}}
            </main></body></html>
            """;
        return Answers.Write(http, status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
