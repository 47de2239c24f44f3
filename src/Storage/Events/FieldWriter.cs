using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;

namespace Muster.Storage;

/// <summary>Writes the fields of a fact, absent ones not at all: plain ones to the body, personal ones apart.</summary>
internal sealed class FieldWriter : IDisposable
{
    // The bytes go to a database and never into a page, so what is readable stays readable.
    private static readonly JsonWriterOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> bodyBytes = new(256);
    private readonly Utf8JsonWriter body;
    private ArrayBufferWriter<byte>? personalBytes;
    private Utf8JsonWriter? personal;

    public FieldWriter()
    {
        body = new Utf8JsonWriter(bodyBytes, Readable);
        body.WriteStartObject();
    }

    /// <summary>The body, finished; ask once.</summary>
    public ReadOnlyMemory<byte> Body => Finish(body, bodyBytes);

    /// <summary>Empty where no personal field was written; ask once.</summary>
    public ReadOnlyMemory<byte> PersonalText => personal is null ? default : Finish(personal, personalBytes!);

    public void Text(string name, string? value)
    {
        if (value is not null)
            body.WriteString(name, value);
    }

    public void Personal(string name, string? value)
    {
        if (value is null)
            return;
        if (personal is null)
        {
            personal = new Utf8JsonWriter(personalBytes = new(256), Readable);
            personal.WriteStartObject();
        }
        personal.WriteString(name, value);
    }

    /// <summary>False is not written.</summary>
    public void Flag(string name, bool value)
    {
        if (value)
            body.WriteBoolean(name, true);
    }

    public void Bool(string name, bool value) => body.WriteBoolean(name, value);

    public void Number(string name, long value) => body.WriteNumber(name, value);

    /// <summary>Unix milliseconds.</summary>
    public void Moment(string name, Instant? value)
    {
        if (value is { } known)
            body.WriteNumber(name, known.ToUnixTimeMilliseconds());
    }

    /// <summary>A list of pairs in their order; an empty one is not written.</summary>
    public void Pairs(string name, IEnumerable<(string Name, string? Value)> pairs)
    {
        var any = false;
        foreach (var (key, value) in pairs)
        {
            if (!any)
                body.WriteStartArray(name);
            any = true;
            body.WriteStartArray();
            body.WriteStringValue(key);
            body.WriteStringValue(value);
            body.WriteEndArray();
        }
        if (any)
            body.WriteEndArray();
    }

    public void List(string name, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
            return;
        body.WriteStartArray(name);
        foreach (var value in values)
            body.WriteStringValue(value);
        body.WriteEndArray();
    }

    public void Dispose()
    {
        body.Dispose();
        personal?.Dispose();
    }

    private static ReadOnlyMemory<byte> Finish(Utf8JsonWriter writer, ArrayBufferWriter<byte> bytes)
    {
        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenMemory;
    }
}
