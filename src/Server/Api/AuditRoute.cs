using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>Accepted and refused commands, in order: a page of them, or all as JSON Lines or CSV.</summary>
internal static class AuditRoute
{
    private const int PageSize = 1_000;
    private static readonly string[] Columns = ["number", "at", "actor", "verb", "stream", "accepted", "code", "hash"];

    public static async Task Read(Call call)
    {
        var asked = new Asked(call, "after", "limit", "format");
        var after = asked.Whole("after", 0, long.MaxValue, 0);
        var limit = (int)asked.Whole("limit", 1, PageSize, 100);
        var format = asked.Text("format") ?? "json";
        if (format is not ("json" or "jsonl" or "csv"))
            asked.Blame("format", "format must be json, jsonl or csv");
        if (format != "json" && call.Http.Request.Query.ContainsKey("limit"))
            asked.Blame("limit", "limit is of json alone: jsonl and csv hold all there is");
        if (asked.Problem is { } problem)
            await call.Refuse(problem).ConfigureAwait(false);
        else if (format == "json")
            await Page(call, after, limit).ConfigureAwait(false);
        else
            await Export(call, after, format).ConfigureAwait(false);
    }

    private static async Task Page(Call call, long after, int limit)
    {
        var page = await call.House.Store.ReadAudit(after, limit).ConfigureAwait(false);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var line in page)
                Write(json, line);
            json.WriteEndArray();
            if (page.Count == limit)
                json.WriteNumber("next", page[^1].Number);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>Page by page, so that a long audit is never in memory as a whole.</summary>
    private static async Task Export(Call call, long after, string format)
    {
        var response = call.Http.Response;
        response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=audit.{format}";
        var stop = call.Http.RequestAborted;
        if (format == "csv")
            await response.Body.WriteAsync(Encoding.ASCII.GetBytes(string.Join(',', Columns) + "\r\n"), stop)
                .ConfigureAwait(false);
        while (await call.House.Store.ReadAudit(after, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            var bytes = new ArrayBufferWriter<byte>(64 * page.Count);
            foreach (var line in page)
            {
                if (format == "csv")
                    Encoding.UTF8.GetBytes(Csv(line), bytes);
                else
                    Line(bytes, line);
            }
            await response.Body.WriteAsync(bytes.WrittenMemory, stop).ConfigureAwait(false);
            after = page[^1].Number;
        }
    }

    private static void Line(ArrayBufferWriter<byte> bytes, AuditRecord line)
    {
        using (var json = new Utf8JsonWriter(bytes))
            Write(json, line);
        bytes.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, AuditRecord line)
    {
        json.WriteStartObject();
        json.WriteNumber("number", line.Number);
        json.WriteSome("at", line.At);
        json.WriteString("actor", line.Actor);
        json.WriteString("verb", line.Verb);
        json.WriteSome("stream", line.Stream?.Value);
        json.WriteBoolean("accepted", line.Accepted);
        json.WriteSome("code", line.Code);
        json.WriteString("hash", Convert.ToHexStringLower(line.Hash.Span));
        json.WriteEndObject();
    }

    private static string Csv(AuditRecord line) => string.Join(
        ',',
        line.Number.ToString(CultureInfo.InvariantCulture), Rfc3339.Format(line.At), Cell(line.Actor), Cell(line.Verb),
        Cell(line.Stream?.Value), line.Accepted ? "true" : "false", Cell(line.Code),
        Convert.ToHexStringLower(line.Hash.Span)) + "\r\n";

    // RFC 4180; and a cell that a spreadsheet would take for a formula is told to be a text.
    private static string Cell(string? text)
    {
        if (text is not { Length: > 0 })
            return "";
        var safe = text[0] is '=' or '+' or '-' or '@' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? safe
            : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
