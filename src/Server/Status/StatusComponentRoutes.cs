using System.Text.Json;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>How the status page's components do, and what somebody says of one of them by hand.</summary>
internal static class StatusComponentRoutes
{
    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.StatusComponents, List);
        routes.Map("PUT", Permissions.StatusComponent, Set);
        routes.Map("DELETE", Permissions.StatusComponent, Unset);
    }

    private static async Task List(Call call)
    {
        var page = call.House.Status;
        var view = await page.Reading.Read(page.Name, call.House.Now).ConfigureAwait(false);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var component in view.Components)
            {
                json.WriteStartObject();
                json.WriteString("id", component.Id);
                json.WriteString("name", component.Name);
                json.WriteString("state", component.Health.Name());
                json.WriteString("derived", component.Derived.Name());
                if (component.SetUntil is { } until)
                    json.WriteString("until", Rfc3339.Format(until));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task Set(Call call)
    {
        var (said, _, unread) = await Bodies.ReadObject(call.Http).ConfigureAwait(false);
        if (unread is not null)
        {
            await call.Refuse(unread).ConfigureAwait(false);
            return;
        }
        var faults = new List<BodyFault>();
        foreach (var field in said.EnumerateObject().Where(field => field.Name is not ("state" or "until")))
            faults.Add(new BodyFault(field.Name, $"{field.Name} is no field of this; it takes state and until"));
        var state = HealthWords.Parse(Text("state"));
        if (state is null)
            faults.Add(new BodyFault("state", $"state must be one of {string.Join(' ', HealthWords.All)}"));
        var now = call.House.Now;
        if (!Rfc3339.TryParse(Text("until") ?? "", out var until) || until <= now)
            faults.Add(new BodyFault("until", "until must be an instant to come, such as "
                + $"{Rfc3339.Format(now + Duration.FromHours(2))}: from then on the state is derived again"));
        if (faults.Count > 0)
            await call.Refuse(Problem.Invalid([.. faults])).ConfigureAwait(false);
        else
            await Say(call, new SetHealth(state!.Value, until), "status.set").ConfigureAwait(false);

        string? Text(string name) => said.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private static Task Unset(Call call) => Say(call, null, "status.unset");

    private static async Task Say(Call call, SetHealth? set, string verb)
    {
        var component = call.Part("id");
        if (!StatusReading.Has(call.House.Policies.Current, component))
        {
            await call.Refuse(new Problem(404, "not-found", "There is no such component",
                $"The status page has no component {component}; GET {Permissions.StatusComponents} lists them."))
                .ConfigureAwait(false);
            return;
        }
        var written = await call.House.Status.Book.Set(component, set, call.Caller.Actor, new CommandRecord
        {
            At = call.House.Now,
            Actor = call.Caller.Actor,
            Verb = verb,
            Stream = StatusBook.Stream,
            Accepted = true,
        }).ConfigureAwait(false);
        if (written is not AppendResult.Appended)
        {
            await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
            return;
        }
        await call.House.Status.Publish().ConfigureAwait(false); // where that fails, the loop does it again
        if (set is null)
        {
            call.Http.Response.StatusCode = 204;
            return;
        }
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", component);
            json.WriteString("state", set.Health.Name());
            json.WriteString("until", Rfc3339.Format(set.Until));
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }
}
