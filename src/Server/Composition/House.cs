using Muster.Channels;
using Muster.Channels.Slack;
using Muster.Engine;
using Muster.Engine.Alerts;
using Muster.Engine.Hosting;
using Muster.Engine.Policies;
using Muster.Engine.Reports;
using Muster.Engine.Tickets;
using Muster.Engine.Zones;
using Muster.Files.Settings;
using Muster.Server.Access;
using Muster.Server.Answering;
using Muster.Server.Api;
using Muster.Server.Asking;
using Muster.Server.Inbound;
using Muster.Server.Slack;
using Muster.Server.Status;
using Muster.Server.Status.Subscriptions;
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
    public required AlertDesk Alerts { get; init; }
    public required IntegrationBook Integrations { get; init; }
    public required SessionBook Sessions { get; init; }
    public required StatusPage Status { get; init; }
    public required SubscriptionBook Subscriptions { get; init; }
    public required SubscriptionLinks SubscriptionLinks { get; init; }

    /// <summary>The zone data that clocks are counted by, and all that was before.</summary>
    public required ZoneBook Zones { get; init; }

    /// <summary>What was understood and waits for a yes.</summary>
    public Confirmations Confirmations { get; } = new();

    public AskedKeys AskedKeys { get; } = new();

    public ServerSettings Settings { get; init; } = new();

    /// <summary>The Slack workspace; null where none is set up.</summary>
    public SlackChannel? Slack { get; } = Channels.OfType<SlackChannel>().FirstOrDefault();

    /// <summary>Whether letters leave by mail.</summary>
    public bool SendsMail { get; } = Channels.Any(channel => channel.Name == "mail");

    /// <summary>Hosts within the house that may be called.</summary>
    public IReadOnlyCollection<string> TrustedHosts => Settings.Channels.Webhook?.TrustedHosts ?? [];

    /// <summary>Answers sentences that people say in a chat.</summary>
    public AnswerInWords InWords { get => field ??= new ChatAsking(this).Answer; set; }

    /// <summary>The way to a ticket through its grain; null where what is said goes straight to the desk.</summary>
    public TicketGrains? Grains { get; set; }

    /// <summary>Applies a command, by the way that this server was started with.</summary>
    public Task<TicketAnswer> Say(TicketRequest request) => Grains?.Say(request) ?? Desk.Say(request);

    /// <summary>The figures of a period.</summary>
    public MetricBook Figures { get; } = new(Store, Policies);

    /// <summary>Whether what runs beside the requests goes on.</summary>
    public LoopWatch Loops { get; } = new(Time);

    /// <summary>What the start found that whoever runs the server should know.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The moment, to the millisecond.</summary>
    public Instant Now => MomentOf(Time);

    public static Instant MomentOf(TimeProvider time) =>
        Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
