using Muster.Channels;
using Muster.Engine;
using Muster.Engine.Hosting;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Settings;
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
    public ServerSettings Settings { get; init; } = new();

    /// <summary>Whether what runs beside the requests goes on.</summary>
    public LoopWatch Loops { get; } = new(Time);

    /// <summary>What the start found that whoever runs the server should know.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The moment, to the millisecond.</summary>
    public Instant Now => MomentOf(Time);

    public static Instant MomentOf(TimeProvider time) =>
        Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
