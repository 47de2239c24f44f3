using System.Text.Json;
using System.Text.Json.Serialization;
using Muster.Core.Messages;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Delivery;

/// <summary>Messages as the outbox keeps them: whom, of what, and no word and no address of it.</summary>
public static class MessageFormat
{
    private const int NoticesFrom = 4;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>
    /// The same fact makes the same key, however often it is decided, so it is one message in the outbox and outside.
    /// Pages come before notices, the more urgent ticket first.
    /// </summary>
    /// <param name="at">From when on it may go: now.</param>
    public static OutboxMessage Write(Message message, TicketState ticket, Instant at)
    {
        var stream = StreamId.Ticket(ticket.Id.Value);
        var kind = NameOf(message.Kind);
        var rank = message.Kind == MessageKind.Subscriber ? OutboxMessage.LowestRank
            : TicketRows.RankOf(ticket) + (message.Kind == MessageKind.Notice ? NoticesFrom : 0);
        return new OutboxMessage(
            $"{kind}/{stream}/{message.Version}/{message.To}" + (message.Blocked is { } blocked ? $"/{blocked}" : ""),
            kind, stream, rank, at,
            JsonSerializer.SerializeToUtf8Bytes(
                new Body(message.To, message.Version) { Blocked = message.Blocked?.Value }, Options));
    }

    /// <param name="id">Of the trial: another one is another message.</param>
    public static OutboxMessage Trial(string person, string id, Instant at) => new(
        $"test/{id}/{person}", NameOf(MessageKind.Test), null, 1, at,
        JsonSerializer.SerializeToUtf8Bytes(new Body(person, 0), Options));

    /// <summary>Asks whoever has the address of a subscription whether they meant it.</summary>
    public static OutboxMessage Confirmation(string subscription, Instant at) => new(
        $"confirmation/{subscription}", NameOf(MessageKind.Confirmation), null, OutboxMessage.LowestRank, at,
        JsonSerializer.SerializeToUtf8Bytes(new Body(subscription, 0), Options));

    /// <exception cref="JsonException">It is none of these.</exception>
    public static Message Read(OutboxMessage stored)
    {
        var body = JsonSerializer.Deserialize<Body>(stored.Body.Span, Options)
            ?? throw new JsonException("a message without a body");
        var kind = Enum.TryParse<MessageKind>(stored.Kind, ignoreCase: true, out var known)
            ? known
            : throw new JsonException($"{stored.Kind} is no kind of message");
        return new Message(
            kind, body.To, stored.About is { } about ? new TicketId(about.Id) : null, body.Version)
        {
            Blocked = body.Blocked is { } blocked ? new TicketId(blocked) : null,
        };
    }

    public static string NameOf(MessageKind kind) => kind.ToString().ToLowerInvariant();

    private sealed record Body(string To, long Version)
    {
        public string? Blocked { get; init; }
    }
}
