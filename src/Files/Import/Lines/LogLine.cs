using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Muster.Files.Import;

/// <summary>Writes one line of a replay log after another into the book; fields without a value are left out.</summary>
internal sealed class LogLine(LineBook book, FaultList faults) : IDisposable
{
    private static readonly InstantPattern At =
        InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFF'Z'");

    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly Utf8JsonWriter json = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private Instant at;
    private int order;
    private string verb = "", ticket = "";

    public LogLine Begin(Instant at, int order, string verb, string ticket)
    {
        (this.at, this.order, this.verb, this.ticket) = (at, order, verb, ticket);
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartObject();
        return With("at", At.Format(at)).With("do", verb).With("ticket", ticket);
    }

    public LogLine With(string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
        return this;
    }

    public LogLine With(string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        return this;
    }

    /// <summary>A flag that is written only where it is set.</summary>
    public LogLine Flag(string name, bool value)
    {
        if (value)
            json.WriteBoolean(name, true);
        return this;
    }

    public LogLine Requester(string? name, bool? vip)
    {
        if (name is null)
            return this;
        json.WriteStartObject("requester");
        json.WriteString("name", name);
        if (vip is { } known)
            json.WriteBoolean("vip", known);
        json.WriteEndObject();
        return this;
    }

    public LogLine Tags(IEnumerable<(string Name, string? Value)> tags)
    {
        bool any = false;
        foreach ((string name, string? value) in tags.Where(tag => tag.Value is not null))
        {
            if (!any)
                json.WriteStartObject("tags");
            any = true;
            json.WriteString(name, value);
        }

        if (any)
            json.WriteEndObject();
        return this;
    }

    /// <returns>False when the line would be longer than a replay reads; it is left out then.</returns>
    public bool End(string? by, LinkClaim? link = null)
    {
        With("by", by).Flag("imported", true);
        json.WriteEndObject();
        json.Flush();
        if (buffer.WrittenCount > Limits.Record)
        {
            faults.Add(order, $"{ticket}: its line '{verb}' would be over {Limits.Record / 1024} KiB; left out");
            return false;
        }

        book.Add(at, order, verb, buffer.WrittenSpan, link);
        return true;
    }

    public void Dispose() => json.Dispose();
}
