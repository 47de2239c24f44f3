using System.Text.Json;
using System.Text.Json.Serialization;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Inbound;

/// <summary>Integrations' facts as they are stored; a form that was shipped is never changed.</summary>
internal static class IntegrationFormat
{
    public const string Created = "integration.created.v1";
    public const string Removed = "integration.removed.v1";

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static NewEvent Create(Integration made, string by, string policy) => new()
    {
        Type = Created,
        HappenedAt = made.CreatedAt,
        Actor = by,
        Policy = policy,
        Body = JsonSerializer.SerializeToUtf8Bytes(new CreatedBody(
            made.Id, made.Kind, made.Hash, made.Name, made.TicketPer == TicketPer.Alert ? "alert" : null, made.Service,
            made.Interval is { } interval ? (long)interval.TotalMilliseconds : null, made.Mapping?.Text), Plain),
    };

    public static NewEvent Remove(string id, string by, string policy, Instant at) => new()
    {
        Type = Removed,
        HappenedAt = at,
        Actor = by,
        Policy = policy,
        Body = JsonSerializer.SerializeToUtf8Bytes(new RemovedBody(id), Plain),
    };

    public static Integration ReadCreated(StoredEvent stored)
    {
        var body = Read<CreatedBody>(stored.Body);
        return new Integration(body.Id, body.Kind, body.Hash)
        {
            Name = body.Name,
            CreatedAt = stored.HappenedAt,
            TicketPer = body.TicketPer == "alert" ? TicketPer.Alert : TicketPer.Group,
            Service = body.Service,
            Interval = body.Interval is { } interval ? Duration.FromMilliseconds(interval) : null,
            Mapping = body.Mapping is { } mapping ? JsonMapping.Read(mapping, []) : null,
        };
    }

    public static string ReadRemoved(StoredEvent stored) => Read<RemovedBody>(stored.Body).Id;

    private static T Read<T>(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize<T>(json.Span, Plain) ?? throw new JsonException("nothing where a fact should be");

    private sealed record CreatedBody(
        string Id, string Kind, string Hash, string Name, string? TicketPer, string? Service, long? Interval,
        string? Mapping);

    private sealed record RemovedBody(string Id);
}
