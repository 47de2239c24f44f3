using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Engine.Alerts;

namespace Muster.Server.Inbound;

/// <summary>Anybody's JSON, read through the integration's mapping.</summary>
internal static class GenericJson
{
    private const int LongestKey = 1_000;
    private const int LongestBy = 200;

    public static int Count(JsonElement body, Integration from) =>
        (from.Mapping ?? JsonMapping.None).AlertsOf(body).Count();

    public static IReadOnlyList<AlertSignal>? Read(
        JsonElement body, Integration from, Policy policy, string? delivery)
    {
        var mapping = from.Mapping ?? JsonMapping.None;
        var alerts = mapping.AlertsOf(body).ToList();
        return alerts.All(alert => alert.ValueKind == JsonValueKind.Object)
            ? [.. alerts.Select(alert => Signal(alert, mapping, from, policy, delivery))]
            : null;
    }

    private static AlertSignal Signal(
        JsonElement alert, JsonMapping mapping, Integration from, Policy policy, string? delivery)
    {
        var status = mapping.Of("status", alert);
        var statement = (mapping.IsOver(status) ? AlertStatement.IsOver : AlertStatement.Fires) with
        {
            StartsAt = Said.AsMoment(mapping.Of("startsAt", alert)),
        };
        return new AlertSignal(
            mapping.Of("dedupKey", alert) is { } key ? Said.Cut(key, LongestKey) : ContentKey(alert),
            mapping.IsSeen(status) ? AlertAct.Acknowledge : AlertAct.Tell)
        {
            Alerts = [statement],
            Title = Said.Cut(mapping.Of("title", alert) ?? $"Alert from {from.Name}", Said.LongestTitle),
            Description = mapping.Of("description", alert) is { } text ? Said.Cut(text, Said.LongestText) : null,
            Priority = mapping.PriorityOf(alert, policy),
            Service = mapping.Of("service", alert),
            Tags = [.. mapping.TagsOf(alert)],
            By = mapping.Of("by", alert) is { } by ? Said.Cut(by, LongestBy) : null,
            Delivery = mapping.Of("delivery", alert) ?? delivery,
        };
    }

    // the same content is the same alert
    private static string ContentKey(JsonElement alert) =>
        "content:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(alert.GetRawText())));
}
