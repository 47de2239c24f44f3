using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Engine.Reports;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>The pages of major incidents: all of them, the room of one, the report of one.</summary>
internal static class MajorPages
{
    public static void Map(Routes routes)
    {
        routes.Map("GET", PageRules.Majors, call => List(call, 200, null));
        routes.Map("GET", PageRules.Major, call => Room(call, call.Part("id"), 200, null));
        routes.Map("GET", PageRules.MajorReport, call => Report(call, call.Part("id"), 200, null));
        routes.Map("GET", PageRules.Reports, Reports);
        routes.Map("GET", PageRules.Figures, FiguresView.Show);
    }

    public static async Task List(Call call, int status, Refused? refused)
    {
        var mayDeclare = (Permissions.Of("POST", PageRules.Majors).Allowed & call.Caller.Role) != 0;
        await PageWriter.Write<MajorsPage>(call.Http, status, new()
        {
            [nameof(MajorsPage.Frame)] = Frame.Of(call, PageRules.Majors),
            [nameof(MajorsPage.View)] = new MajorsView(
                call.House.Now, await MajorLook.All(call, MajorLook.Active).ConfigureAwait(false),
                await MajorLook.All(call, ["candidate"]).ConfigureAwait(false),
                await MajorLook.All(call, ["stood-down"]).ConfigureAwait(false), call.House.Policies.Current)
            {
                Declaring = mayDeclare ? RoomForms.Declaring() : null,
                May = verb => (Permissions.AllowedTo(verb) & call.Caller.Role) != 0,
                Refused = refused,
                Done = DoneOf(call, refused),
            },
        }).ConfigureAwait(false);
    }

    public static async Task Room(Call call, string name, int status, Refused? refused)
    {
        if (await View(call, name, refused).ConfigureAwait(false) is not { } view)
            return;
        await PageWriter.Write<RoomPage>(call.Http, status, new()
        {
            [nameof(RoomPage.Frame)] = Frame.Of(call, PagePlace.RoomOf(view.Ticket.Id.Value)),
            [nameof(RoomPage.View)] = view,
        }).ConfigureAwait(false);
    }

    public static async Task Report(Call call, string name, int status, Refused? refused)
    {
        if (await View(call, name, refused).ConfigureAwait(false) is not { } view)
            return;
        await PageWriter.Write<ReportPage>(call.Http, status, new()
        {
            [nameof(ReportPage.Frame)] = Frame.Of(call, PagePlace.Report.PathOf(view.Ticket.Id.Value)),
            [nameof(ReportPage.View)] = view,
        }).ConfigureAwait(false);
    }

    private static async Task Reports(Call call)
    {
        var now = call.House.Now;
        var over = new List<ReportLook>();
        foreach (var look in await MajorLook.All(call, ["stood-down"]).ConfigureAwait(false))
        {
            if (await call.House.Desk.Find(look.Id).ConfigureAwait(false) is { } ticket)
                over.Add(new ReportLook(look, IncidentReport.Of(
                    await MajorAccounts.Read(call.House.Store, ticket).ConfigureAwait(false), now)));
        }
        await PageWriter.Write<ReportsPage>(call.Http, 200, new()
        {
            [nameof(ReportsPage.Frame)] = Frame.Of(call, PageRules.Reports),
            [nameof(ReportsPage.Reports)] = over,
        }).ConfigureAwait(false);
    }

    /// <summary>Null where there is no such ticket for whoever asks, and then that has been answered.</summary>
    private static async Task<RoomView?> View(Call call, string name, Refused? refused)
    {
        if (await call.House.Desk.Find(name).ConfigureAwait(false) is not { } ticket || !call.Sees(ticket.State))
        {
            await call.Refuse(Problem.UnknownTicket(name)).ConfigureAwait(false);
            return null;
        }
        var account = await MajorAccounts.Read(call.House.Store, ticket).ConfigureAwait(false);
        var forms = new RoomForms(ticket.State, call.Caller.Role, call.Caller.Speaker);
        return new RoomView(call.House.Now, account, forms, call.House.Policies.Current)
        {
            Refused = refused,
            Done = DoneOf(call, refused),
        };
    }

    private static string? DoneOf(Call call, Refused? refused)
    {
        var done = call.Http.Request.Query["done"].ToString();
        return refused is null && Verbs.All.Contains(done) ? done : null;
    }
}
