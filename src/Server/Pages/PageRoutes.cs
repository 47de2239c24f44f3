using System.Globalization;
using Microsoft.AspNetCore.Http;
using Muster.Core.Tickets;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Storage;

namespace Muster.Server.Pages;

/// <summary>The pages: read from the same store as the interface, changed through the same desk.</summary>
internal static class PageRoutes
{
    /// <summary>Of a list's page: the clocks of each are read.</summary>
    private const int PageSize = 50;

    public static void Map(Routes routes)
    {
        routes.Map("GET", PageRules.Now, Now);
        routes.Map("GET", PageRules.Tickets, call => List(call, 200, null));
        routes.Map("GET", PageRules.Ticket, call => Ticket(call, call.Part("id"), 200, null));
        routes.Map("GET", PageRules.Docs, Docs);
        MajorPages.Map(routes);
        OnCallPages.Map(routes);
        PageVerbs.Map(routes);
        SignIn.Map(routes);
        PageAssets.Map(routes);
    }

    private static async Task Now(Call call)
    {
        var (filter, problem) = new TicketQuery(call.Http.Request.Query, call.House.Now).Read();
        var view = await new NowReading(call, filter ?? new TicketFilter()).Read().ConfigureAwait(false);
        await PageWriter.Write<NowPage>(call.Http, problem?.Status ?? 200, new()
        {
            [nameof(NowPage.Frame)] = Frame.Of(call, Frame.AddressOf(call.Http)),
            [nameof(NowPage.View)] = view with { Fault = problem?.Detail },
        }).ConfigureAwait(false);
    }

    public static async Task List(Call call, int status, Refused? refused)
    {
        var now = call.House.Now;
        var (asked, problem) = new TicketQuery(call.Http.Request.Query, now).Read();
        var filter = (asked ?? new TicketFilter()) with { Limit = PageSize, SeenBy = call.Caller.Scope };
        var page = await call.House.Store.ListTickets(filter).ConfigureAwait(false);
        var looks = new List<TicketLook>();
        foreach (var row in page.Items)
        {
            if (await call.House.Desk.Find(row.Stream.Id).ConfigureAwait(false) is { } ticket)
                looks.Add(TicketLook.Of(ticket.State, now));
        }
        var mayOpen = (Permissions.Of("POST", PageRules.Tickets).Allowed & call.Caller.Role) != 0;
        await PageWriter.Write<TicketsPage>(call.Http, problem?.Status ?? status, new()
        {
            [nameof(TicketsPage.Frame)] = Frame.Of(call, Frame.AddressOf(call.Http)),
            [nameof(TicketsPage.View)] = new TicketsView(
                now, filter, looks, page.Next is { } next ? After(call.Http, next) : null, problem?.Detail,
                call.House.Policies.Current)
            {
                State = call.Http.Request.Query["state"].ToString(),
                Opening = mayOpen ? VerbChoice.Of("open") : null,
                Refused = refused,
            },
        }).ConfigureAwait(false);
    }

    public static async Task Ticket(Call call, string name, int status, Refused? refused)
    {
        if (await TicketReading.Read(call, name).ConfigureAwait(false) is not { } view)
        {
            await call.Refuse(Problem.UnknownTicket(name)).ConfigureAwait(false);
            return;
        }
        var done = call.Http.Request.Query["done"].ToString();
        // a link at an entry of the timeline opens the form for it, without a script too
        var entry = int.TryParse(call.Http.Request.Query["correct"], CultureInfo.InvariantCulture, out var number)
            && number > 0 ? $"{number}" : null;
        var path = TicketLook.PathOf(view.Ticket.Id.Value);
        await PageWriter.Write<TicketPage>(call.Http, status, new()
        {
            [nameof(TicketPage.Frame)] = Frame.Of(call, entry is null ? path : $"{path}?correct={entry}"),
            [nameof(TicketPage.View)] = view with
            {
                Verbs = [.. view.Verbs.Select(choice => choice.Verb == "correct" && entry is not null
                    ? choice with { Preset = new Dictionary<string, string> { ["number"] = entry } }
                    : choice)],
                Refused = refused,
                Done = refused is null && (done == "correct" || Verbs.All.Contains(done)) ? done : null,
            },
        }).ConfigureAwait(false);
    }

    private static Task Docs(Call call) => PageWriter.Write<DocsPage>(call.Http, 200, new()
    {
        [nameof(DocsPage.Frame)] = Frame.Of(call, null),
    });

    private static string After(HttpContext http, long cursor)
    {
        var kept = http.Request.Query.Where(said => said.Key != "cursor")
            .SelectMany(said => said.Value.Select(value => (said.Key, value)))
            .Where(said => !string.IsNullOrEmpty(said.value))
            .Select(said => $"{Uri.EscapeDataString(said.Key)}={Uri.EscapeDataString(said.value!)}");
        return $"{PageRules.Tickets}?{string.Join('&', kept.Append($"cursor={cursor}"))}";
    }
}
