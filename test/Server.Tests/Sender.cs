using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>A program that sends alerts to a running server.</summary>
internal sealed record Sender(RunningServer Server, string Id, string Key, string Path)
{
    public static async Task<Sender> Of(RunningServer server, string order)
    {
        var made = await server.Post(Permissions.Integrations, order, server.Admin);
        Assert.Equal(201, made.Code);
        return new Sender(server, made.Said("id"), made.Said("key"), made.Said("path"));
    }

    public Task<Answer> Post(string body) => Server.Post(Path, body, null);

    /// <summary>Posts, and gives the ticket that it came to.</summary>
    public async Task<string> Ticket(string body)
    {
        var answer = await Post(body);
        Assert.True(answer.Code == 200, answer.Text);
        return TicketIn(answer);
    }

    public static string TicketIn(Answer answer) =>
        answer.Json.GetProperty("items")[0].GetProperty("ticket").GetString()!;
}

/// <summary>
/// Webhook bodies in the shape that Alertmanager documents (version 4), and Grafana with more beside it.
/// </summary>
internal static class Groups
{
    public static string Firing(params string[] fingerprints) =>
        Of("firing", [.. fingerprints.Select(fingerprint => (fingerprint, true))]);

    public static string Of(string status, params (string Fingerprint, bool Fires)[] alerts) => $$$"""
        {
          "receiver": "muster", "status": "{{{status}}}", "version": "4", "truncatedAlerts": 0, "orgId": 1,
          "groupKey": "{}:{alertname=\"HighLatency\"}",
          "groupLabels": {"alertname": "HighLatency"},
          "commonLabels": {"alertname": "HighLatency", "severity": "critical", "service": "shop"},
          "commonAnnotations": {"summary": "p99 is above 1 s"},
          "externalURL": "http://alertmanager.example:9093", "title": "[FIRING:1] HighLatency",
          "alerts": [{{{string.Join(',', alerts.Select(Alert))}}}]
        }
        """;

    private static string Alert((string Fingerprint, bool Fires) alert) => $$"""
        {
          "status": "{{(alert.Fires ? "firing" : "resolved")}}",
          "labels": {
            "alertname": "HighLatency", "severity": "critical", "service": "shop", "instance": "{{alert.Fingerprint}}"
          },
          "annotations": {"summary": "p99 is above 1 s"},
          "startsAt": "2026-03-02T09:00:00.123456789Z",
          "endsAt": "{{(alert.Fires ? "0001-01-01T00:00:00Z" : "2026-03-02T09:10:00Z")}}",
          "generatorURL": "http://prometheus.example/graph", "fingerprint": "{{alert.Fingerprint}}"
        }
        """;
}
