using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>
/// The summary in the shape of Statuspage's API, version 2, with the promised time of the next update beside it.
/// </summary>
internal static class StatusJson
{
    private const string Page = "muster";

    // what could be markup is written as an escape: whoever pastes the text into a page pastes no element
    private static readonly JsonWriterOptions Careful = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Write(StatusView view, string url)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(bytes, Careful))
            Write(json, view, url);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, StatusView view, string url)
    {
        json.WriteStartObject();
        json.WriteStartObject("page");
        json.WriteString("id", Page);
        json.WriteString("name", view.Name);
        json.WriteString("url", url);
        json.WriteString("time_zone", "Etc/UTC");
        json.WriteString("updated_at", Rfc3339.Format(view.At));
        json.WriteEndObject();
        json.WriteStartObject("status");
        json.WriteString("indicator", view.Worst.Indicator());
        json.WriteString("description", view.Worst.OfAll());
        json.WriteEndObject();
        WriteComponents(json, view);
        json.WriteStartArray("incidents");
        foreach (var incident in view.Open)
            WriteIncident(json, view, incident, url);
        json.WriteEndArray();
        json.WriteStartArray("scheduled_maintenances");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Two summaries say the same, whenever they were written; false where one is none.</summary>
    public static bool SaysTheSame(byte[] one, byte[] other) => Tried(() =>
        Substance(one) is { } said && JsonNode.DeepEquals(said, Substance(other)));

    /// <summary>When a summary was written, by its own word; null where it says nothing of that, or is none.</summary>
    public static Instant? WrittenAt(byte[] summary) => Tried<Instant?>(() =>
        (JsonNode.Parse(summary)?["page"]?["updated_at"] as JsonValue)?.TryGetValue<string>(out var said) == true
        && Rfc3339.TryParse(said, out var at) ? at : null);

    private static JsonNode? Substance(byte[] summary)
    {
        var whole = JsonNode.Parse(summary);
        (whole?["page"] as JsonObject)?.Remove("updated_at");
        return whole;
    }

    /// <summary>What others serve may be anything: no JSON, not an object, one with two fields of a name.</summary>
    private static T? Tried<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            return default;
        }
    }

    private static void WriteComponents(Utf8JsonWriter json, StatusView view)
    {
        var position = 0;
        json.WriteStartArray("components");
        foreach (var service in view.Services)
        {
            if (service.IsGroup)
                WriteComponent(json, service.Id, service.Name, service.Health, ++position, null, service);
            foreach (var component in service.Components)
                WriteComponent(
                    json, component.Id, component.Name, component.Health, ++position,
                    service.IsGroup ? service.Id : null, null);
        }
        json.WriteEndArray();
    }

    private static void WriteComponent(
        Utf8JsonWriter json, string id, string name, Health health, int position, string? within, StatusService? group)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("name", name);
        json.WriteString("status", health.Name());
        json.WriteNumber("position", position);
        json.WriteNull("description");
        json.WriteBoolean("showcase", true);
        json.WriteString("group_id", within);
        json.WriteString("page_id", Page);
        json.WriteBoolean("group", group is not null);
        json.WriteBoolean("only_show_if_degraded", false);
        if (group is not null)
        {
            json.WriteStartArray("components");
            foreach (var component in group.Components)
                json.WriteStringValue(component.Id);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteIncident(Utf8JsonWriter json, StatusView view, StatusIncident incident, string url)
    {
        json.WriteStartObject();
        json.WriteString("id", incident.Id);
        json.WriteString("name", incident.Title);
        json.WriteString("status", incident.Phase);
        json.WriteString("created_at", Rfc3339.Format(incident.StartedAt));
        json.WriteString("updated_at", Rfc3339.Format(incident.UpdatedAt));
        WriteAt(json, "monitoring_at", incident.MonitoringAt);
        WriteAt(json, "resolved_at", incident.ResolvedAt);
        WriteAt(json, "next_update_at", incident.NextUpdateAt);
        json.WriteString("impact", incident.Health.Indicator());
        json.WriteString("shortlink", $"{url}#{Uri.EscapeDataString(incident.Id)}");
        json.WriteString("started_at", Rfc3339.Format(incident.StartedAt));
        json.WriteString("page_id", Page);
        json.WriteStartArray("incident_updates");
        foreach (var update in incident.Updates)
            WriteUpdate(json, incident, update);
        json.WriteEndArray();
        json.WriteStartArray("components");
        var service = view.Services.FirstOrDefault(known => known.Id == incident.Service);
        foreach (var (component, position) in service?.Components.Select((part, at) => (part, at + 1)) ?? [])
            WriteComponent(
                json, component.Id, component.Name, component.Health, position,
                service!.IsGroup ? service.Id : null, null);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteUpdate(Utf8JsonWriter json, StatusIncident incident, StatusUpdate update)
    {
        json.WriteStartObject();
        json.WriteString("id", update.Id);
        json.WriteString("status", update.Phase);
        json.WriteString("body", update.Text);
        json.WriteString("incident_id", incident.Id);
        json.WriteString("created_at", Rfc3339.Format(update.At));
        json.WriteString("updated_at", Rfc3339.Format(update.At));
        json.WriteString("display_at", Rfc3339.Format(update.At));
        json.WriteEndObject();
    }

    private static void WriteAt(Utf8JsonWriter json, string name, Instant? at)
    {
        if (at is { } known)
            json.WriteString(name, Rfc3339.Format(known));
        else
            json.WriteNull(name);
    }
}
