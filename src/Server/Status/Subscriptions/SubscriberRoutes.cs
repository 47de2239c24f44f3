using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Storage;

namespace Muster.Server.Status.Subscriptions;

/// <summary>Who is told what the status page says, for whoever answers for these addresses.</summary>
internal static class SubscriberRoutes
{
    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.StatusSubscribers, List);
        routes.Map("DELETE", Permissions.StatusSubscriber, Remove);
    }

    private static Task List(Call call) => call.Answer(200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var one in call.House.Subscriptions.Confirmed)
        {
            json.WriteStartObject();
            json.WriteString("id", one.Id);
            json.WriteString("kind", one.Kind.ToString().ToLowerInvariant());
            json.WriteString("address", one.Address);
            json.WriteString("confirmedAt", Rfc3339.Format(one.ConfirmedAt!.Value));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static async Task Remove(Call call)
    {
        var id = call.Part("id");
        if (call.House.Subscriptions.Find(id) is null)
        {
            await call.Refuse(new Problem(404, "not-found", "There is no such subscriber",
                $"GET {Permissions.StatusSubscribers} lists them; {id} is none, or is one no more."))
                .ConfigureAwait(false);
            return;
        }
        var isDone = await call.House.Subscriptions.End(id, "removed", new CommandRecord
        {
            At = call.House.Now,
            Actor = call.Caller.Actor,
            Verb = "status.unsubscribe",
            Stream = SubscriptionBook.Stream,
            Accepted = true,
        }).ConfigureAwait(false);
        if (isDone)
            call.Http.Response.StatusCode = 204;
        else
            await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
    }
}
