using System.Collections.Immutable;
using Muster.Files.Policies;
using static Muster.Files.Policies.Scalars;

namespace Muster.Files.Settings;

/// <summary>Every key of a configuration that is none of a policy's, once.</summary>
internal static class SettingsShapes
{
    public const int LeastBody = 1 << 10;
    public const int LargestBody = 1 << 20;

    private static readonly ScalarShape Url = new(
        "url", "an address such as http://127.0.0.1:5080", s => s.IsText && IsAddress(s.Text) ? null : "");

    private static readonly ScalarShape PublicUrl = new(
        "url", "an address such as https://muster.example.org", s => s.IsText && IsPublic(s.Text) ? null : "");

    private static readonly ScalarShape SlackUrl = new(
        "url", "an address such as https://slack.com/api/; http is for this machine only",
        s => s.IsText && IsPublic(s.Text) && IsSafe(new Uri(s.Text)) ? null : "");

    private static readonly MapShape Mail = new("the mail channel",
    [
        new("host", Text, Required: true),
        new("port", Whole(1, 65_535)),
        new("from", Text, Required: true),
        new("user", Text),
        new("passwordFile", Text),
        new("tls", Word("auto", "starttls", "direct", "none")),
    ]);

    private static readonly MapShape Webhook = new("the webhook channel",
    [
        new("secretFile", Text, Required: true),
        new("trustedHosts", new ListShape("hosts", Text)),
    ]);

    private static readonly MapShape Slack = new("the Slack channel",
    [
        new("tokenFile", Text, Required: true),
        new("signingSecretFile", Text, Required: true),
        new("baseUrl", SlackUrl),
    ]);

    private static readonly MapShape Channels = new("channels",
    [
        new("mail", Mail),
        new("slack", Slack),
        new("webhook", Webhook),
        new("console", new MapShape("the console channel", [])),
    ]);

    private static readonly MapShape Limits = new("limits",
    [
        new("bodyBytes", Whole(LeastBody, LargestBody)),
        new("connections", Whole(1, 100_000)),
        new("requestsPerSecond", Whole(1, 1_000_000)),
    ]);

    private static readonly MapShape Time = new("time",
    [
        new("clockStep", LongDuration),
        new("drain", LongDuration),
        new("zones", Text),
    ]);

    private static readonly MapShape Status = new("the status page",
    [
        new("name", Text),
        new("directory", Text),
        new("url", PublicUrl),
        new("subscriptions", Flag),
    ]);

    private static readonly MapShape Server = new("a configuration's server",
    [
        new("urls", new ListShape("addresses", Url, AtLeast: 1)),
        new("data", Text),
        new("publicUrl", PublicUrl),
        new("node", Text),
        new("metricsPublic", Flag),
    ]);

    /// <summary>What is the server's own.</summary>
    public static readonly MapShape Own = new("a configuration",
    [
        new("channels", Channels),
        new("limits", Limits),
        new("time", Time),
        new("server", Server),
        new("status", Status),
        new("templates", Text),
    ]);

    /// <summary>A whole configuration: a policy, and what is the server's own.</summary>
    public static readonly MapShape Whole = new("a configuration", [.. PolicyShapes.Policy.Fields, .. Own.Fields]);

    /// <summary>The keys alone, whatever stands below them.</summary>
    public static readonly MapShape Keys = new("a configuration",
        [.. Whole.Fields.Select(field => new Field(field.Key, new FreeShape(field.Shape.Expected)))]);

    public static readonly ImmutableArray<string> OwnKeys = [.. Own.Fields.Select(field => field.Key)];

    // * and + stand for every address of the machine
    private static bool IsAddress(string url) =>
        Uri.TryCreate(
            url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal),
            UriKind.Absolute, out var parsed)
        && parsed is { Scheme: "http", AbsolutePath: "/" };

    private static bool IsPublic(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        && parsed is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" };

    // a secret goes there with each call
    private static bool IsSafe(Uri url) => url.Scheme == "https" || url.IsLoopback;
}
