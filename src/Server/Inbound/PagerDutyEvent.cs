using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Engine.Alerts;

namespace Muster.Server.Inbound;

/// <summary>One event of PagerDuty's Events API v2, with the limits that its pages name.</summary>
internal static class PagerDutyEvent
{
    /// <summary>Of a whole event, in bytes.</summary>
    public const int Largest = 512 * 1024;

    private const int LongestSummary = 1_024;
    private const int LongestKey = 255;

    private static readonly string[] Actions = ["trigger", "acknowledge", "resolve"];
    private static readonly string[] Words = ["critical", "error", "warning", "info"];

    /// <summary>What is wrong with it, in the vendor's manner; empty for nothing.</summary>
    public static ImmutableArray<string> Faults(JsonElement said)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var (action, payload) = (said.Text("event_action"), said.Child("payload"));
        if (action is null)
            faults.Add("'event_action' is missing or blank");
        else if (!Actions.Contains(action))
            faults.Add($"'event_action' is invalid (must be one of the following: {string.Join(", ", Actions)})");
        if (said.Text("dedup_key") is { } key && Said.Length(key) > LongestKey)
            faults.Add($"'dedup_key' is too long (maximum is {LongestKey} characters)");
        else if (action is "acknowledge" or "resolve" && said.Text("dedup_key") is null)
            faults.Add("'dedup_key' is missing or blank");
        if (action != "trigger")
            return faults.ToImmutable();
        foreach (var field in (string[])["summary", "source", "severity"])
        {
            if (payload.Text(field) is null)
                faults.Add($"'payload.{field}' is missing or blank");
        }
        if (payload.Text("summary") is { } summary && Said.Length(summary) > LongestSummary)
            faults.Add($"'payload.summary' is too long (maximum is {LongestSummary} characters)");
        if (payload.Text("severity") is { } severity && !Words.Contains(severity))
            faults.Add($"'payload.severity' is invalid (must be one of the following: {string.Join(", ", Words)})");
        return faults.ToImmutable();
    }

    /// <param name="key">The event's dedup key, or the one that was made for it.</param>
    public static AlertSignal Read(JsonElement said, string key, Policy policy, string? delivery)
    {
        var payload = said.Child("payload");
        var action = said.Text("event_action");
        return new AlertSignal(key, action == "acknowledge" ? AlertAct.Acknowledge : AlertAct.Tell)
        {
            Alerts = [action == "resolve" ? AlertStatement.IsOver : AlertStatement.Fires],
            Title = payload.Text("summary"),
            Description = Said.Lines(
            [
                .. payload.Child("custom_details").Fields().Select(detail => $"{detail.Name}: {detail.Value}"),
                payload.Text("custom_details"),
                .. said.Items("links").Select(link => Said.Lines(link.Text("text"), link.Text("href"))),
                said.Text("client_url"),
            ]),
            Priority = Severities.Of(payload.Text("severity"), policy),
            Tags =
            [
                .. Said.Tags(((string[])["source", "component", "group", "class"])
                    .Select(name => (name, payload.Text(name)))
                    .Where(field => field.Item2 is not null)
                    .Select(field => (field.name, field.Item2!))),
            ],
            Delivery = delivery,
        };
    }
}
