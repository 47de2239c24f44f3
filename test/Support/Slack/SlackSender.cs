using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Muster.Support.Slack;

/// <summary>What came back.</summary>
public sealed record SlackReply(int Code, string Body)
{
    public string Text => (string?)JsonNode.Parse(Body)!["text"] ?? "";
}

/// <summary>Sends what Slack sends, signed as Slack signs it, by its documentation.</summary>
public sealed class SlackSender(Uri server) : IDisposable
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private static int sent;

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Somebody says <c>/muster text</c>.</summary>
    public Task<SlackReply> Command(string member, string text, long? at = null) =>
        Send("/in/slack/commands", CommandBody(member, text), at);

    /// <summary>Somebody presses a button of a message.</summary>
    public Task<SlackReply> Press(string member, SlackMessage message, JsonObject button) =>
        Send("/in/slack/interactivity", PressBody(member, message, button));

    public static string CommandBody(string member, string text) => Form(
        ("token", "legacy"), ("team_id", "T1"), ("channel_id", "C1"), ("channel_name", "general"),
        ("user_id", member), ("user_name", "somebody"), ("command", "/muster"), ("text", text),
        ("response_url", "https://hooks.slack.example/commands/1"), ("trigger_id", Trigger()));

    public static string PressBody(string member, SlackMessage message, JsonObject button) => Form(
        ("payload", new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = member, ["name"] = "somebody" },
            ["container"] = new JsonObject
            {
                ["type"] = "message",
                ["channel_id"] = message.Channel,
                ["message_ts"] = message.At,
            },
            ["channel"] = new JsonObject { ["id"] = message.Channel },
            ["message"] = new JsonObject
            {
                ["ts"] = message.At,
                ["text"] = message.Line,
                ["blocks"] = message.Said["blocks"]?.DeepClone(),
            },
            ["actions"] = new JsonArray(button.DeepClone()),
            ["trigger_id"] = Trigger(),
        }.ToJsonString()));

    /// <param name="at">Unix time of the signature; now when null.</param>
    /// <param name="signature">In place of the right one.</param>
    public Task<SlackReply> Send(string path, string body, long? at = null, string? signature = null)
    {
        var seconds = at ?? DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return Send(path, Encoding.UTF8.GetBytes(body), $"{seconds}", signature ?? Sign(seconds, body, Secret));
    }

    public async Task<SlackReply> Send(string path, byte[] body, string? time, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        if (time is not null)
            request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", time);
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature);
        using var response = await http.SendAsync(request);
        return new SlackReply((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static string Sign(long seconds, string body, string secret)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"v0:{seconds}:{body}"));
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    public void Dispose() => http.Dispose();

    /// <summary>Slack gives each request one of its own.</summary>
    private static string Trigger() => $"1.2.{Interlocked.Increment(ref sent)}";

    private static string Form(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var form = new StringBuilder();
        foreach (var (name, value) in fields)
            form.Append(form.Length == 0 ? "" : "&").Append(name).Append('=').Append(WebUtility.UrlEncode(value));
        return form.ToString();
    }
}
