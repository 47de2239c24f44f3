using System.Text.Json;
using System.Text.Json.Serialization;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>The status page's facts as they are stored; a form that was shipped is never changed.</summary>
internal static class StatusFormat
{
    public const string ComponentSet = "status.component-set.v1";

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static NewEvent Set(string component, SetHealth? set, string by, string policy, Instant at) => new()
    {
        Type = ComponentSet,
        HappenedAt = at,
        Actor = by,
        Policy = policy,
        Body = JsonSerializer.SerializeToUtf8Bytes(
            new SetBody(component, set?.Health.Name(), set?.Until.ToUnixTimeMilliseconds()), Plain),
    };

    public static (string Component, SetHealth? Set) ReadSet(StoredEvent stored)
    {
        var body = JsonSerializer.Deserialize<SetBody>(stored.Body.Span, Plain)
            ?? throw new JsonException("nothing where a fact should be");
        return (body.Component, HealthWords.Parse(body.State) is { } health && body.Until is { } until
            ? new SetHealth(health, Instant.FromUnixTimeMilliseconds(until))
            : null);
    }

    private sealed record SetBody(string Component, string? State, long? Until);
}
