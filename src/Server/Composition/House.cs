using Muster.Channels;
using Muster.Engine;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Server.Answering;
using Muster.Server.Api;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Composition;

/// <summary>Where people reach this server; where it listens is known once it does.</summary>
internal sealed class ReachedAt
{
    public required string Address { get; set; }
}

/// <summary>All that a request may use, opened once at the start.</summary>
internal sealed record House(
    IEventStore Store,
    WriterEpoch Epoch,
    PolicyBook Policies,
    TicketDesk Desk,
    TokenBook Tokens,
    JournalTail Tail,
    IReadOnlyList<IChannel> Channels,
    AnswerLinks Answers,
    Pulse MessagesWait,
    ReachedAt Reached,
    TimeProvider Time)
{
    public required SessionBook Sessions { get; init; }

    /// <summary>The moment, to the millisecond.</summary>
    public Instant Now => MomentOf(Time);

    public static Instant MomentOf(TimeProvider time) =>
        Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
