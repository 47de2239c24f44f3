using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Muster.Server.Logs;

internal sealed class JsonLinesOptions : ConsoleFormatterOptions
{
    /// <summary>What the clock on the wall says.</summary>
    public TimeProvider? Wall { get; set; }
}

/// <summary>
/// One JSON object a line: time, level, message, category, traceId, and what the message names, ticket among it.
/// </summary>
internal sealed class JsonLines(IOptions<JsonLinesOptions> options) : ConsoleFormatter(Name)
{
    public new const string Name = "muster-json";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Of one text in a line, in characters; whoever wrote more is cut off.</summary>
    private const int Longest = 8_192;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TimeProvider wall = options.Value.Wall ?? throw new ArgumentException("no clock", nameof(options));

    public override void Write<TState>(
        in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", wall.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("level", LevelOf(entry.LogLevel));
            json.WriteString("message", Cut(entry.Formatter(entry.State, entry.Exception)));
            json.WriteString("category", entry.Category);
            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
                json.WriteString("traceId", activity.TraceId.ToHexString());
            if (entry.State is IReadOnlyList<KeyValuePair<string, object?>> named)
                Write(named, json);
            if (entry.Exception is { } fault)
                json.WriteString("exception", Cut(fault.ToString()));
            json.WriteEndObject();
        }
        textWriter.Write(Encoding.UTF8.GetString(bytes.WrittenSpan));
        textWriter.Write('\n');
    }

    private static void Write(IReadOnlyList<KeyValuePair<string, object?>> named, Utf8JsonWriter json)
    {
        foreach (var (name, value) in named)
        {
            if (value is null || name == "{OriginalFormat}")
                continue;
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            switch (value)
            {
                case double number:
                    json.WriteNumberValue(number);
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                default:
                    json.WriteStringValue(Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                    break;
            }
        }
    }

    private static string Cut(string text) => text.Length <= Longest ? text : text[..Longest] + "…";

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
