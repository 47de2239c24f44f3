using Muster.Engine;
using Muster.Engine.Alerts;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Inbound;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Composition;

/// <summary>All that a request may use, opened once at the start.</summary>
internal sealed record House(
    IEventStore Store,
    WriterEpoch Epoch,
    PolicyBook Policies,
    TicketDesk Desk,
    TokenBook Tokens,
    JournalTail Tail,
    TimeProvider Time)
{
    public required AlertDesk Alerts { get; init; }
    public required IntegrationBook Integrations { get; init; }

    /// <summary>The moment, to the millisecond.</summary>
    public Instant Now => MomentOf(Time);

    public static Instant MomentOf(TimeProvider time) =>
        Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
