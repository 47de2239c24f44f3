using System.Text.Json;
using Muster.Core.Policies;
using Muster.Engine.Policies;
using Muster.Files;
using Muster.Files.Policies;
using Muster.Files.States;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

/// <summary>
/// A long story's state beside it, so that opening it costs its latest part. A cache: what cannot be read is passed
/// over, and the story told from its beginning.
/// </summary>
internal static class TicketSnapshots
{
    /// <summary>So many events lie between two of them.</summary>
    public const long Every = 200;

    /// <summary>Null where none is due between the two versions, or where it cannot be written.</summary>
    public static ReadOnlyMemory<byte>? After(long version, LoadedTicket ticket, Policy policy)
    {
        if (version / Every == ticket.Version / Every
            || TicketStateText.Write(ticket.State, policy) is not { } state)
            return null;
        return JsonSerializer.SerializeToUtf8Bytes(new Body(
            policy.Version, policy.Zones.Name, ticket.LastAt.ToUnixTimeMilliseconds(), ticket.LastByTime, state)
        {
            Stated = ticket.HasStatedTimes,
        });
    }

    public static LoadedTicket? Read(StreamId stream, Snapshot snapshot, PolicyBook policies)
    {
        if (Parse(snapshot.Body.Span) is not { } body || body.Zones != policies.Zones.Name
            || !policies.Knows(body.Policy)
            || TicketStateText.Read(body.State, policies.Of(body.Policy)) is not { } state)
            return null;
        var at = Instant.FromUnixTimeMilliseconds(body.At);
        return new LoadedTicket(stream, state, snapshot.Version, at, body.ByTime)
        {
            HasStatedTimes = body.Stated != false, // an older snapshot does not say
        };
    }

    private static Body? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Body>(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Body(string Policy, string Zones, long At, bool ByTime, byte[] State)
    {
        public bool? Stated { get; init; }
    }
}
