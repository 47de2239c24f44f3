using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Engine.Alerts;
using NodaTime;

namespace Muster.Server.Inbound;

/// <summary>
/// Alertmanager's webhook (version 4), and Grafana's, which is the same with more beside it: a group with its alerts.
/// </summary>
internal static class GroupedAlerts
{
    /// <summary>Alerts that a description tells one by one, and members that bear a name.</summary>
    private const int MostListed = 20;
    private const int MostNamed = 2_000;
    private const int LongestName = 100;
    private const int LongestId = 32;
    private const string Resolved = "resolved";

    public static int Count(JsonElement body, Integration from) =>
        body.Child("alerts") is { ValueKind: JsonValueKind.Array } alerts ? alerts.GetArrayLength() : 0;

    /// <summary>Null where the body is none of these.</summary>
    public static IReadOnlyList<AlertSignal>? Read(
        JsonElement body, Integration from, Policy policy, string? delivery)
    {
        if (body.Child("alerts").ValueKind != JsonValueKind.Array)
            return null;
        var alerts = body.Items("alerts").ToList();
        if (alerts.Any(alert => alert.ValueKind != JsonValueKind.Object))
            return null;
        return from.TicketPer == TicketPer.Alert
            ? [.. alerts.Select(alert => Single(alert, body, from, policy, delivery))]
            : [Group(alerts, body, from, policy, delivery)];
    }

    private static AlertSignal Single(
        JsonElement alert, JsonElement body, Integration from, Policy policy, string? delivery)
    {
        var (labels, annotations) = (alert.Child("labels"), alert.Child("annotations"));
        return new AlertSignal(IdOf(alert))
        {
            Alerts = [Statement(alert, body, null) with { Id = "" }],
            Title = TitleOf(labels, annotations, from),
            Description = Said.Lines(
                annotations.Text("description"), annotations.Text("message"), annotations.Text("runbook_url"),
                alert.Text("generatorURL")),
            Priority = PriorityOf(labels, policy),
            Service = labels.Text("service"),
            Tags = [.. Said.Tags(labels.Fields())],
            Delivery = delivery,
        };
    }

    private static AlertSignal Group(
        List<JsonElement> alerts, JsonElement body, Integration from, Policy policy, string? delivery)
    {
        var (labels, annotations) = (body.Child("commonLabels"), body.Child("commonAnnotations"));
        var common = labels.Fields().Select(label => label.Name).ToHashSet(StringComparer.Ordinal);
        var firing = alerts.Where(alert => Fires(alert, body)).ToList();
        var worst = Severities.Worst((firing.Count > 0 ? firing : alerts)
            .Select(alert => PriorityOf(alert.Child("labels"), policy)).Append(PriorityOf(labels, policy)));
        return new AlertSignal(body.Text("groupKey") ?? body.Child("groupLabels") switch
        {
            { ValueKind: JsonValueKind.Object } group => LabelsOf(group, []),
            _ => string.Join('\n', alerts.Select(IdOf)),
        })
        {
            Alerts =
            [
                .. alerts.Select((alert, index) => Statement(alert, body, index < MostNamed ? common : null))
                    .DistinctBy(said => said.Id),
            ],
            EndsAll = body.Text("status") == Resolved,
            IsCut = body.Text("truncatedAlerts") is { } cut && cut != "0",
            Title = GroupTitle(alerts, body, from),
            Description = Said.Lines(
            [
                annotations.Text("description"), annotations.Text("runbook_url"),
                .. alerts.Take(MostListed).Select(alert => "- " + NameOf(alert, common)),
                alerts.Count > MostListed ? $"- and {alerts.Count - MostListed} more" : null,
                body.Text("externalURL"),
            ]),
            Priority = worst,
            Service = labels.Text("service") ?? body.Child("groupLabels").Text("service"),
            Tags = [.. Said.Tags(labels.Fields())],
            Delivery = delivery,
        };
    }

    private static string GroupTitle(List<JsonElement> alerts, JsonElement body, Integration from)
    {
        var labels = body.Child("commonLabels");
        if (labels.Text("alertname") is not null || alerts.Count == 0)
            return TitleOf(labels, body.Child("commonAnnotations"), from);
        if (alerts.Count == 1)
            return TitleOf(alerts[0].Child("labels"), alerts[0].Child("annotations"), from);
        var names = alerts.Select(alert => alert.Child("labels").Text("alertname")).OfType<string>().Distinct();
        return Said.Cut(
            string.Join(", ", names) is { Length: > 0 } all ? all : $"Alerts from {from.Name}", Said.LongestTitle);
    }

    private static string TitleOf(JsonElement labels, JsonElement annotations, Integration from)
    {
        var name = labels.Text("alertname");
        var summary = annotations.Text("summary") ?? annotations.Text("title");
        var title = (name, summary) switch
        {
            ({ } alert, { } said) when said.Contains(alert, StringComparison.OrdinalIgnoreCase) => said,
            ({ } alert, { } said) => $"{alert}: {said}",
            ({ } alert, null) => labels.Text("instance") is { } instance ? $"{alert} on {instance}" : alert,
            (null, { } said) => said,
            _ => $"Alert from {from.Name}",
        };
        return Said.Cut(title, Said.LongestTitle);
    }

    private static AlertStatement Statement(JsonElement alert, JsonElement body, HashSet<string>? common)
    {
        var fires = Fires(alert, body);
        return new AlertStatement(
            IdOf(alert), fires, alert.Moment("startsAt"), fires ? null : alert.Moment("endsAt"),
            common is null ? null : NameOf(alert, common));
    }

    private static bool Fires(JsonElement alert, JsonElement body) =>
        (alert.Text("status") ?? body.Text("status")) != Resolved;

    private static Priority? PriorityOf(JsonElement labels, Policy policy) =>
        Severities.Of(labels.Text("severity"), policy) ?? Severities.Of(labels.Text("priority"), policy);

    /// <summary>The sender's fingerprint; where it gives none, one of our own over the labels.</summary>
    private static string IdOf(JsonElement alert)
    {
        var id = alert.Text("fingerprint") ?? LabelsOf(alert.Child("labels"), []);
        return id.Length <= LongestId
            ? id
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, LongestId / 2));
    }

    /// <summary>By the labels in which it differs from the others of its group.</summary>
    private static string NameOf(JsonElement alert, HashSet<string> common)
    {
        var labels = alert.Child("labels");
        var own = LabelsOf(labels, common);
        return Said.Cut(own.Length > 0 ? own : labels.Text("alertname") ?? IdOf(alert), LongestName);
    }

    private static string LabelsOf(JsonElement labels, HashSet<string> without) => string.Join(' ', labels.Fields()
        .Where(label => !without.Contains(label.Name))
        .OrderBy(label => label.Name, StringComparer.Ordinal)
        .Select(label => $"{label.Name}={Printable(label.Value)}"));

    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Where(letter => !char.IsControl(letter))) : text;
}
