using System.Text.Json;
using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Files.Eval;

/// <summary>What <c>muster eval</c> can be asked.</summary>
public enum EvalKind
{
    Calendar,
    Sla,
    OnCall,
}

/// <summary>Answers one JSON case a line (CONTRACT, "eval lines"). Unknown fields of a case are ignored.</summary>
public static class EvalCases
{
    /// <summary>The answer as one line of JSON; <paramref name="answered"/> is false where it is an error.</summary>
    /// <param name="zones">The zone data that it is answered by.</param>
    public static string Answer(EvalKind kind, ReadOnlyMemory<byte> line, ZoneData zones, out bool answered)
    {
        JsonElement? id = null;
        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new EvalFault("the line is not a JSON object");
            if (document.RootElement.TryGetProperty("id", out var given))
                id = given.Clone();
            Begin(json, id);
            Write(json, kind, document.RootElement, zones);
            answered = true;
        }
        catch (Exception fault) when (fault is EvalFault or JsonException)
        {
            json.Flush();
            buffer.SetLength(0);
            json.Reset(buffer);
            Begin(json, id);
            json.WriteString("error", fault is EvalFault ? fault.Message : $"not JSON: {fault.Message}");
            answered = false;
        }
        json.WriteEndObject();
        json.Flush();
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Begin(Utf8JsonWriter json, JsonElement? id)
    {
        json.WriteStartObject();
        json.WritePropertyName("id");
        if (id is { } known)
            known.WriteTo(json);
        else
            json.WriteNullValue();
    }

    private static void Write(Utf8JsonWriter json, EvalKind kind, JsonElement line, ZoneData zones)
    {
        switch (kind)
        {
            case EvalKind.Calendar: WriteCalendar(json, line, zones); break;
            case EvalKind.Sla: SlaCase.Write(json, line, zones); break;
            default: OnCallCase.Write(json, line, zones); break;
        }
    }

    private static void WriteCalendar(Utf8JsonWriter json, JsonElement line, ZoneData zones)
    {
        var read = Policies.PolicyReader.ReadCalendar(Required(line, "calendar"), zones: zones);
        var calendar = read.Value ?? throw new EvalFault(string.Join("; ", read.Faults));
        var start = Moment(line, "start", calendar.Zone);
        if (line.TryGetProperty("end", out _))
            json.WriteString("elapsed", Durations.Iso(Elapsed(calendar, start, Moment(line, "end", calendar.Zone))));
        else
            json.WriteString("due", Logs.Rfc3339.Format(Due(calendar, start, Length(line, "add"))));
    }

    private static Duration Elapsed(BusinessCalendar calendar, Instant start, Instant end) =>
        end < start ? throw new EvalFault("end lies before start") : calendar.Elapsed(start, end);

    private static Instant Due(BusinessCalendar calendar, Instant start, Duration add)
    {
        if (add < Duration.Zero)
            throw new EvalFault("add is negative");
        return calendar.Due(start, add)
            ?? throw new EvalFault("the due is never reached: the calendar has too few hours");
    }

    internal static JsonElement Required(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value : throw new EvalFault($"{name} is missing");

    internal static Instant Moment(JsonElement line, string name, DateTimeZone zone)
    {
        var value = Required(line, name);
        if (value.ValueKind == JsonValueKind.String && Moments.TryParse(value.GetString(), out var moment))
            return moment.In(zone);
        throw new EvalFault($"{name} must be a date and time such as 2025-10-20T09:00:00Z");
    }

    private static Duration Length(JsonElement line, string name)
    {
        var value = Required(line, name);
        if (value.ValueKind == JsonValueKind.String && Durations.TryParse(value.GetString(), out var duration))
            return duration;
        throw new EvalFault($"{name} must be a duration such as PT2H or 1h30m");
    }
}

/// <summary>A case that cannot be answered, in words for whoever wrote it.</summary>
internal sealed class EvalFault(string message) : Exception(message);
