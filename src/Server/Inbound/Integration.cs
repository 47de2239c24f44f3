using System.Security.Cryptography;
using System.Text;
using Muster.Engine.Alerts;
using Muster.Server.Access;
using NodaTime;

namespace Muster.Server.Inbound;

/// <summary>What one ticket is made of.</summary>
public enum TicketPer
{
    /// <summary>The sender's group, where it groups; else the alert.</summary>
    Group,
    Alert,
}

/// <summary>A sender of alerts, known by a key that is the whole credential on its paths.</summary>
/// <param name="Id">By which it is listed and removed, and under which it acts.</param>
/// <param name="Hash">SHA-256 of the key, which its holder alone knows.</param>
public sealed record Integration(string Id, string Kind, string Hash)
{
    /// <summary>As tickets and people call it.</summary>
    public required string Name { get; init; }
    public required Instant CreatedAt { get; init; }
    public TicketPer TicketPer { get; init; }

    /// <summary>The service of its tickets where an alert names none; null for none.</summary>
    public string? Service { get; init; }

    /// <summary>A heartbeat's.</summary>
    public Duration? Interval { get; init; }

    /// <summary>Where the fields of generic JSON lie.</summary>
    internal JsonMapping? Mapping { get; init; }

    public AlertSource Source => new(Id, Kind, Name, Service) { Interval = Interval };
}

/// <summary>The senders that there are words for.</summary>
internal static class IntegrationKinds
{
    public const string Alertmanager = "alertmanager";
    public const string Grafana = "grafana";
    public const string PagerDuty = "pagerduty";
    public const string Opsgenie = "opsgenie";
    public const string Json = "json";
    public const string Heartbeat = "heartbeat";

    public static IReadOnlyList<string> Built { get; } =
        [Alertmanager, Grafana, PagerDuty, Opsgenie, Json, Heartbeat];

    public static IReadOnlyList<string> Later { get; } =
        ["sns", "sentry", "zabbix", "datadog", "cloudevents", "slack", "sms"];

    /// <summary>Where a sender of this kind is pointed to.</summary>
    public static string PathOf(string kind, string key) => kind switch
    {
        PagerDuty => Permissions.PagerDuty,
        Opsgenie => Permissions.Opsgenie,
        Heartbeat => $"/heartbeat/{key}",
        _ => $"/in/{kind}/{key}",
    };
}

/// <summary>
/// The key of an integration: 128 random bits as 32 letters, which is the length that PagerDuty's have.
/// </summary>
internal static class IntegrationKey
{
    private const int Length = 16;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length));

    /// <summary>
    /// The key for an integration asked for under an idempotency key: the same again for whoever holds the same
    /// secret, and for nobody else, without being stored.
    /// </summary>
    public static string For(string askedWith, string id) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(askedWith), Encoding.UTF8.GetBytes($"integration {id}")).AsSpan(0, Length));
}
