using System.Text.Json;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files;

/// <summary>Fields that are left out where there is nothing to say.</summary>
public static class SparseJson
{
    public static void WriteSome(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    public static void WriteSome(this Utf8JsonWriter json, string name, Instant? moment)
    {
        if (moment is { } known)
            json.WriteString(name, Rfc3339.Format(known));
    }

    /// <summary>Only true is written.</summary>
    public static void WriteSome(this Utf8JsonWriter json, string name, bool flag)
    {
        if (flag)
            json.WriteBoolean(name, true);
    }

    public static void WriteSome(this Utf8JsonWriter json, string name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static void WriteSome(this Utf8JsonWriter json, string name, Requester? requester)
    {
        if (requester is null)
            return;
        json.WriteStartObject(name);
        json.WriteSome("name", requester.Name);
        if (requester.Vip is { } vip)
            json.WriteBoolean("vip", vip);
        json.WriteEndObject();
    }

    public static void WriteSome(this Utf8JsonWriter json, string name, IReadOnlyCollection<Tag> tags)
    {
        if (tags.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (var tag in tags)
            json.WriteString(tag.Name, tag.Value);
        json.WriteEndObject();
    }
}
