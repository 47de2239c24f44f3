using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Muster.Core.Messages;
using Muster.Core.Paging;
using Muster.Engine.Delivery;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>What people were told, what waits, and what could not be told; a trial; why somebody was not.</summary>
internal static class MessageRoutes
{
    /// <summary>So many are looked through for one page.</summary>
    private const int MostRead = 20_000;
    private const int ReadAtOnce = 500;

    private static readonly ImmutableArray<string> States = ["waiting", "delivered", "dropped", "failed"];

    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.Messages, List);
        routes.Map("POST", Permissions.MessageTrial, Try);
        routes.Map("GET", Permissions.WhyNot, WhyNot);
    }

    private static async Task List(Call call)
    {
        var query = new ListQuery(call.Http.Request.Query, "ticket", "to", "state");
        var (named, to, states) = (query.Text("ticket"), query.Text("to"), query.Words("state", States));
        var (after, limit) = (query.Cursor ?? 0, query.Limit);
        StreamId? about = null;
        if (query.Fault() is { } fault)
        {
            await call.Refuse(fault).ConfigureAwait(false);
            return;
        }
        if (named is not null)
        {
            if (await call.House.Desk.Find(named).ConfigureAwait(false) is not { } ticket || !call.Sees(ticket.State))
            {
                await call.Refuse(Problem.UnknownTicket(named)).ConfigureAwait(false);
                return;
            }
            about = StreamId.Ticket(ticket.State.Id.Value);
        }
        else if (call.Caller.Scope is not null)
        {
            await call.Refuse(Problem.OutOfScope("Messages are listed for one ticket=")).ConfigureAwait(false);
            return;
        }
        var (items, next) = await Page(call.House.Store, about, after, limit, each =>
            (states.IsEmpty || states.Contains(StateOf(each)))
            && (to is null || MessageFormat.Read(each.Message).To == to)).ConfigureAwait(false);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var message in items)
                Write(json, message);
            json.WriteEndArray();
            json.WriteSome("next", next is { } cursor ? $"{cursor}" : null);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// The messages after one that are wanted, and where the next page begins: null after the last. Where few are
    /// wanted, fewer than the limit may come with a next.
    /// </summary>
    private static async Task<(IReadOnlyList<StoredMessage> Items, long? Next)> Page(
        IEventStore store, StreamId? about, long after, int limit, Func<StoredMessage, bool> isWanted)
    {
        var found = new List<StoredMessage>();
        for (var read = 0; read < MostRead; read += ReadAtOnce)
        {
            var some = await store.ReadMessages(about, after, ReadAtOnce).ConfigureAwait(false);
            found.AddRange(some.Where(isWanted));
            if (found.Count > limit)
                return (found[..limit], found[limit - 1].Id);
            if (some.Count < ReadAtOnce)
                return (found, null);
            after = some[^1].Id;
        }
        return (found, after);
    }

    /// <summary>Sends a person a message that says it is a test, by the ways of a page.</summary>
    private static async Task Try(Call call)
    {
        var person = call.Part("person");
        var ways = Ways.Of(person, call.House.Policies.Current, call.House.Channels);
        if (!call.House.Policies.Current.People.ContainsKey(person) || ways.IsEmpty)
        {
            await call.Refuse(new Problem(
                422, "invalid", "Nobody to tell",
                call.House.Policies.Current.People.ContainsKey(person)
                    ? $"{person} has no contact that a channel here serves; give them a mail or webhook."
                    : $"The policy knows no person {person}.")).ConfigureAwait(false);
            return;
        }
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var trial = MessageFormat.Trial(person, id, call.House.Now);
        var result = await call.House.Epoch.Append(now => new Batch
        {
            Epoch = now,
            RecordedAt = call.House.Now,
            Messages = [trial],
            Command = new CommandRecord
            {
                At = call.House.Now,
                Actor = call.Caller.Actor,
                Verb = "person.test",
                Accepted = true,
            },
        }).ConfigureAwait(false);
        if (result is not AppendResult.Appended)
        {
            await call.Refuse(Problem.OfStatus(503)).ConfigureAwait(false);
            return;
        }
        call.House.MessagesWait.Beat();
        await call.Answer(202, json =>
        {
            json.WriteStartObject();
            json.WriteString("key", trial.Key);
            json.WriteStartArray("ways");
            foreach (var way in ways)
                json.WriteStringValue(way.Channel.Name);
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task WhyNot(Call call)
    {
        var person = call.Part("person");
        if (await call.Ticket().ConfigureAwait(false) is not { } ticket)
            return;
        var account = await Engine.Delivery.WhyNot.Of(
            call.House.Store, call.House.Policies, call.House.Channels, ticket.State, person, call.House.Now)
            .ConfigureAwait(false);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("ticket", ticket.State.Id.Value);
            json.WriteString("person", person);
            json.WriteBoolean("told", account.WasTold);
            json.WriteStartArray("because");
            foreach (var line in account.Because)
                json.WriteStringValue(line);
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, StoredMessage stored)
    {
        var message = MessageFormat.Read(stored.Message);
        json.WriteStartObject();
        json.WriteNumber("id", stored.Id);
        json.WriteString("key", stored.Message.Key);
        json.WriteString("kind", stored.Message.Kind);
        json.WriteString("to", message.To);
        json.WriteSome("ticket", message.Ticket?.Value);
        json.WriteString("state", StateOf(stored));
        json.WriteNumber("attempts", stored.Attempts);
        json.WriteString("since", Rfc3339.Format(stored.Message.NotBefore));
        json.WriteSome("settledAt", stored.SettledAt is { } at ? Rfc3339.Format(at) : null);
        json.WriteSome("reason", stored.Reason);
        json.WriteEndObject();
    }

    /// <summary>Waiting, delivered, dropped because it was not needed any more, or failed: a dead letter.</summary>
    private static string StateOf(StoredMessage stored) => stored.State switch
    {
        OutboxState.Waiting => "waiting",
        OutboxState.Delivered => "delivered",
        OutboxState.Dropped => "dropped",
        OutboxState.Refused => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(stored), stored.State, "an unknown state"),
    };
}
