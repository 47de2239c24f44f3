using System.Collections.Immutable;
using Muster.Files.Templates;
using NodaTime;

namespace Muster.Files.Settings;

/// <summary>What a server's configuration says beside the policy; what it does not say has its default.</summary>
public sealed record ServerSettings
{
    /// <summary>Where to listen; empty where nothing was said.</summary>
    public ImmutableArray<string> Urls { get; init; } = [];

    /// <summary>The data directory; null where nothing was said.</summary>
    public string? Data { get; init; }

    /// <summary>Under which address people reach the server; null where nothing was said.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Names this process among the writers of the store; null where nothing was said.</summary>
    public string? Node { get; init; }

    /// <summary><c>/metrics</c> wants no token.</summary>
    public bool MetricsPublic { get; init; }
    public ChannelSettings Channels { get; init; } = new();
    public LimitSettings Limits { get; init; } = new();
    public TimeSettings Time { get; init; } = new();

    public StatusSettings Status { get; init; } = new();

    /// <summary>The words of messages: the shipped ones, and those of <c>templates</c> over them.</summary>
    public MessageTemplates Templates { get; init; } = MessageTemplates.Shipped;

    /// <summary>The words of a report: the shipped ones, or those of <c>templates</c> in their place.</summary>
    public ReportTemplate Report { get; init; } = ReportTemplate.Shipped;
}

/// <summary>The ways to people; null is one that was not set up.</summary>
public sealed record ChannelSettings
{
    public MailChannel? Mail { get; init; }
    public SlackAccount? Slack { get; init; }
    public WebhookChannel? Webhook { get; init; }

    /// <summary>Messages are written to the console, for trying out.</summary>
    public bool Console { get; init; }
}

/// <summary>Where mail is handed in.</summary>
/// <param name="Port">From 1 to 65535.</param>
/// <param name="From">The address that mail comes from.</param>
/// <param name="User">Null signs in nowhere; otherwise there is a password, too.</param>
public sealed record MailChannel(
    string Host, int Port, string From, string? User, SecretText? Password, MailEncryption Encryption);

/// <summary>How the way to the mail server is kept from readers.</summary>
public enum MailEncryption
{
    /// <summary>TLS where the server offers it; never a password without it, but to this machine.</summary>
    Auto,

    /// <summary>Begins in the clear and refuses to go on so.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Direct,

    /// <summary>In the clear.</summary>
    None,
}

/// <summary>A Slack workspace.</summary>
/// <param name="Token">Of the app's bot.</param>
/// <param name="SigningSecret">With which Slack signs what it sends.</param>
/// <param name="BaseUrl">Ends with a slash; null for Slack itself.</param>
public sealed record SlackAccount(SecretText Token, SecretText SigningSecret, Uri? BaseUrl);

/// <summary>Messages as signed calls.</summary>
/// <param name="TrustedHosts">May be called although they are within the house.</param>
public sealed record WebhookChannel(SecretText Secret, ImmutableArray<string> TrustedHosts);

/// <summary>What one server takes at most.</summary>
/// <param name="BodyBytes">Of one request, from 1 KiB to 1 MiB.</param>
/// <param name="Connections">At once, from 1 to 100,000.</param>
/// <param name="RequestsPerSecond">Of one token, from 1; past it 429, but never to acknowledge.</param>
public sealed record LimitSettings(
    int BodyBytes = 1 << 20, int Connections = 10_000, int RequestsPerSecond = 5_000);

/// <summary>The public status page.</summary>
/// <param name="Name">Whose it is, for its readers; null where nothing was said.</param>
/// <param name="Directory">Where its files are written; null for <c>status</c> in the data directory.</param>
/// <param name="Url">Where readers find them, without a slash at its end; null for this server's own.</param>
/// <param name="Subscriptions">Whether its readers may ask to be told of updates.</param>
public sealed record StatusSettings(
    string? Name = null, string? Directory = null, string? Url = null, bool Subscriptions = true);

/// <summary>How the server keeps time.</summary>
public sealed record TimeSettings
{
    /// <summary>
    /// How far the system's clock may leave the time that has passed before it counts as having been set; above zero.
    /// </summary>
    public Duration ClockStep { get; init; } = Duration.FromSeconds(2);

    /// <summary>How long a stop waits for what was begun; above zero.</summary>
    public Duration Drain { get; init; } = Duration.FromSeconds(10);

    /// <summary>The zone data that all time is counted by.</summary>
    public LoadedZones Zones { get; init; } = LoadedZones.BuiltIn;
}

/// <summary>A secret that shows itself in no log.</summary>
public sealed class SecretText(string value)
{
    public string Reveal() => value;

    public override string ToString() => "(secret)";
}
