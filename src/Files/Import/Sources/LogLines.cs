using System.Buffers;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Muster.Files.Import;

/// <summary>Reads a replay log of ours: every line is marked as imported and otherwise left as it is.</summary>
internal sealed class LogLines(GuardedStream input, LineBook book, FaultList faults)
{
    private static readonly byte[] Mark = "\"imported\":true}"u8.ToArray();

    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> line = new(4096);
    private readonly ArrayBufferWriter<byte> marked = new(4096);
    private readonly HashSet<string> tickets = new(StringComparer.OrdinalIgnoreCase);
    private int number;
    private bool tooLong;

    public int Rows { get; private set; }
    public int Tickets => tickets.Count;

    public void Read()
    {
        try
        {
            for (int count; (count = input.Read(buffer)) > 0; input.Mark())
                Take(buffer.AsSpan(0, count));
            EndLine();
        }
        catch (InvalidDataException fault)
        {
            throw new ImportFailure($"{faults.File}: broken gzip after line {number} of its content: {fault.Message}");
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            Append(bytes[..end]);
            EndLine();
            bytes = bytes[(end + 1)..];
        }

        Append(bytes);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        tooLong |= line.WrittenCount + bytes.Length > Limits.Record;
        if (!tooLong)
            line.Write(bytes);
    }

    private void EndLine()
    {
        number++;
        ReadOnlySpan<byte> text = line.WrittenSpan;
        if (number == 1 && text.StartsWith("\uFEFF"u8))
            text = text[3..];
        text = text.Trim(" \t\r"u8);
        if (tooLong)
            Refuse($"a line over {Limits.Record / 1024} KiB");
        else if (text.Length > 0)
            Read(text);
        tooLong = false;
        line.ResetWrittenCount();
    }

    private void Refuse(string why)
    {
        Rows++;
        faults.Add(number, why);
    }

    private void Read(ReadOnlySpan<byte> text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text.ToArray());
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                Refuse("no JSON object");
            else if (Field(json.RootElement, "do") is not { } verb)
                Refuse("no 'do': which verb is it?");
            else if (Field(json.RootElement, "ticket") is not { } ticket)
                Refuse("no 'ticket': whose line is it?");
            else if (Field(json.RootElement, "at") is not { } at)
                Refuse("no 'at': when was it?");
            else if (OffsetDateTimePattern.ExtendedIso.Parse(at) is not { Success: true, Value: var instant })
                Refuse($"'{at}' is no instant such as 2025-10-20T09:00:00Z");
            else
                Keep(text, json.RootElement, instant.ToInstant(), verb, ticket);
        }
        catch (JsonException fault)
        {
            Refuse($"no JSON (byte {fault.BytePositionInLine}): {FirstSentence(fault.Message)}");
        }
        catch (InvalidOperationException)
        {
            Refuse("a text in it is no UTF-8");
        }
    }

    private void Keep(ReadOnlySpan<byte> text, JsonElement json, Instant at, string verb, string ticket)
    {
        Rows++;
        tickets.Add(ticket);
        if (!json.TryGetProperty("imported", out JsonElement imported))
        {
            marked.ResetWrittenCount();
            marked.Write(text[..^1].TrimEnd(" \t"u8));
            marked.Write(","u8);
            marked.Write(Mark);
            text = marked.WrittenSpan;
        }
        else if (imported.ValueKind != JsonValueKind.True)
        {
            faults.Add(number, "'imported' is there and not true; left out");
            return;
        }

        if (text.Length > Limits.Record)
            faults.Add(number, $"with its mark the line is over {Limits.Record / 1024} KiB; left out");
        else
            book.Add(at, number, verb, text);
    }

    private static string? Field(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static string FirstSentence(string message) =>
        message.IndexOf(" Path:", StringComparison.Ordinal) is var end && end > 0 ? message[..end] : message;
}
