using Muster.Channels;
using Muster.Core.Policies;
using Muster.Engine.Policies;
using Muster.Files.Settings;
using Muster.Storage;

namespace Muster.Server;

/// <summary>What a server is started with.</summary>
public sealed record ServeOptions
{
    public const string DefaultUrl = "http://127.0.0.1:5080";
    public const string DefaultData = "muster-data";

    /// <summary>Where it listens; port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>Opens the store, which the server then owns.</summary>
    public required Func<IEventStore> OpenStore { get; init; }

    /// <summary>The policy that is to be in force; it reads so from <see cref="PolicyText"/> alone.</summary>
    public required Policy Policy { get; init; }
    public required string PolicyText { get; init; }

    /// <summary>Whether a file or a variable said so, or nobody did.</summary>
    public PolicyOrigin PolicyOrigin { get; init; } = PolicyOrigin.File;

    /// <summary>The policy replaces one that was changed in the running server.</summary>
    public bool ConfigWins { get; init; }

    /// <summary>The configuration beside the policy.</summary>
    public ServerSettings Settings { get; init; } = new();

    /// <summary>What is said to a ticket goes through Orleans; otherwise straight to the desk.</summary>
    public bool WithOrleans { get; init; }

    /// <summary>What goes to standard error.</summary>
    public LogOptions Log { get; init; } = new(IsJson: false, LogDetail.Warning);

    /// <summary>
    /// The <c>OTEL_…</c> variables: where traces and figures are sent to, if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is one.
    /// </summary>
    public IReadOnlyDictionary<string, string> OpenTelemetry { get; init; } = new Dictionary<string, string>();
    public required TimeProvider Time { get; init; }

    /// <summary>The ways by which people are told; null for those that the settings name.</summary>
    public IReadOnlyList<IChannel>? Channels { get; init; }

    /// <summary>Where people reach this server from outside; null for where it listens.</summary>
    public string? PublicUrl => Settings.PublicUrl?.ToString().TrimEnd('/');

    /// <summary>Where the administrator's token is printed at the first start, and where it listens.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>A fresh store is filled with an invented week; then an outage happens before the viewer's eyes.
    /// </summary>
    public bool IsDemo { get; init; }

    /// <summary>
    /// Where the files of the status page are written, unless the settings say otherwise; one that names none has a
    /// folder of its own for as long as the machine keeps temporary ones.
    /// </summary>
    public string? StatusFolder { get; init; }

    internal string StatusDirectory => Settings.Status.Directory ?? StatusFolder
        ?? Directory.CreateTempSubdirectory("muster-status-").FullName;

    /// <summary>Names this process among the writers of the store.</summary>
    public string Node { get; init; } = "serve";
}

/// <summary>The server cannot start, for a reason outside of it: one line for a person.</summary>
public sealed class ServeRefusedException(string message, Exception? inner = null) : Exception(message, inner);
