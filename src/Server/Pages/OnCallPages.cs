using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Engine.Policies;
using Muster.Files.Policies;
using Muster.Server.Access;
using Muster.Server.Api;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>The page of the schedules, and the form by which somebody stands in for somebody.</summary>
internal static class OnCallPages
{
    public static void Map(Routes routes)
    {
        routes.Map("GET", PageRules.OnCall, Show);
        routes.Map("POST", PageRules.OnCallSchedule, Override);
    }

    private static async Task Show(Call call)
    {
        var (now, policy, query) = (call.House.Now, call.House.Policies.Current, call.Http.Request.Query);
        var monday = OnCallView.MondayOf(query["week"], now);
        var rule = Permissions.Of("POST", PageRules.OnCallSchedule);
        var may = (rule.Allowed & call.Caller.Role) != 0 && call.Caller.Scope is null;
        var view = new OnCallView(now, monday, [], policy) { Done = query["done"] == "override" ? "override" : null };
        await PageWriter.Write<OnCallPage>(call.Http, 200, new()
        {
            [nameof(OnCallPage.Frame)] = Frame.Of(
                call, query.ContainsKey("week") ? OnCallView.PathOf(monday) : PageRules.OnCall),
            [nameof(OnCallPage.View)] = view with
            {
                Schedules = [.. OnCallLook.All(policy, now).Select(look => ScheduleWeek.Of(
                    look, policy.Schedules[look.Schedule], (view.From, view.To), policy, may))],
            },
        }).ConfigureAwait(false);
    }

    private static async Task Override(Call call)
    {
        var (form, problem) = await FormBody.Read(call).ConfigureAwait(false);
        var name = call.Part("schedule");
        if (problem is null && !call.House.Policies.Current.Schedules.ContainsKey(name))
            problem = OnCallRoutes.Unknown(name);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var now = call.House.Now;
        var said = new JsonObject
        {
            ["from"] = Moment(form!["from"].ToString(), now) ?? Files.Logs.Rfc3339.Format(now),
            ["to"] = Moment(form["to"].ToString(), now),
            ["person"] = form["person"].ToString().Trim(),
        };
        var key = form["key"].ToString();
        // 2h sent twice under one key is the same, though an hour lies between
        var digest = Encoding.UTF8.GetBytes($"{name} {form["from"]} {form["to"]} {form["person"]}");
        await PolicyChanges.Make(
            call, "oncall.override", (digest, key.Length > 0 ? key : null), isDry: false,
            before => PolicyEdit.Append(
                PolicyText.NameOf(before.Policy.Version), before.Text, ["schedules", name, "overrides"],
                [JsonSerializer.SerializeToElement(said)], before.Policy.Zones),
            _ =>
            {
                var monday = OnCallView.MondayOf(form["page"], call.House.Now);
                SignIn.See(call.Http, $"{OnCallView.PathOf(monday)}&done=override");
                return Task.CompletedTask;
            }).ConfigureAwait(false);
    }

    private static string? Moment(string said, Instant now) =>
        said.Trim() is { Length: > 0 } some ? FormMoment.Read(some, isPast: false, now) : null;
}
