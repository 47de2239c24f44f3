using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Muster.Core.Reports.Metrics;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files.Reports;

/// <summary>A form in which the figures of a period are written (R3).</summary>
public enum MetricFormat
{
    Json,
    Csv,
    Html,
}

/// <summary>The figures of a period as files and answers.</summary>
public static class MetricFormats
{
    private static readonly JsonWriterOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Names { get; } =
        [.. Enum.GetNames<MetricFormat>().Select(name => name.ToLowerInvariant())];

    /// <summary>As HTTP names it, with its letters.</summary>
    public static string MediaType(this MetricFormat format) => format switch
    {
        MetricFormat.Csv => "text/csv; charset=utf-8",
        MetricFormat.Html => "text/html; charset=utf-8",
        _ => "application/json; charset=utf-8",
    };

    /// <summary>What a browser is told of the HTML; it is inside of it, too.</summary>
    public static string ContentPolicy => MetricPage.ContentPolicy;

    /// <summary>Null where there is no such form; case counts.</summary>
    public static MetricFormat? Parse(string name) =>
        Names.ToList().IndexOf(name) is >= 0 and var place ? (MetricFormat)place : null;

    /// <returns>UTF-8.</returns>
    public static ReadOnlyMemory<byte> Write(MetricReport report, MetricFormat format)
    {
        if (format == MetricFormat.Json)
        {
            var bytes = new ArrayBufferWriter<byte>(8192);
            using (var json = new Utf8JsonWriter(bytes, Readable))
                WriteJson(json, report);
            return bytes.WrittenMemory;
        }
        return Encoding.UTF8.GetBytes(format == MetricFormat.Html ? MetricPage.Of(report) : Csv(report));
    }

    /// <summary>Tables and charts, for a page that brings its own style.</summary>
    internal static string Sections(MetricReport report)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new MetricSections(new Pages.Html(writer), report).Write();
        return writer.ToString();
    }

    private static void WriteJson(Utf8JsonWriter json, MetricReport report)
    {
        json.WriteStartObject();
        json.WriteSome("from", report.Scope.From);
        json.WriteSome("to", report.Scope.To);
        WriteNames(json, "priorities", report.Scope.Priorities.Select(priority => $"{priority}"));
        WriteNames(json, "teams", report.Scope.Teams);
        WriteNames(json, "services", report.Scope.Services);
        json.WriteSome("takenAt", report.TakenAt);
        json.WriteStartArray("figures");
        foreach (var figure in report.Figures)
            WriteFigure(json, figure);
        json.WriteEndArray();
        foreach (var table in report.Tables)
        {
            json.WriteStartArray(table.Name);
            foreach (var row in table.Rows)
            {
                json.WriteStartObject();
                json.WriteString("by", row.By);
                json.WriteSome("name", row.Name.Length == 0 ? null : row.Name);
                for (var index = 0; index < table.Columns.Length; index++)
                    Write(json, table.Columns[index].Name, table.Columns[index].Unit, row.Values[index]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>Left out where everything is meant.</summary>
    private static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<string> names)
    {
        if (!names.Any())
            return;
        json.WriteStartArray(name);
        foreach (var each in names)
            json.WriteStringValue(each);
        json.WriteEndArray();
    }

    private static void WriteFigure(Utf8JsonWriter json, SelfFigure figure)
    {
        json.WriteStartObject();
        json.WriteString("name", figure.Name);
        json.WriteNumber("n", figure.Count);
        json.WriteBoolean("enough", figure.IsEnough);
        Write(json, "value", figure.Unit, figure.Value);
        Write(json, "p95", figure.Unit, figure.High);
        json.WriteSome("target", figure.Target);
        if (figure.IsMet is { } met)
            json.WriteBoolean("met", met);
        json.WriteString("note", figure.IsEnough ? figure.Note : $"not enough data; {figure.Note}");
        json.WriteEndObject();
    }

    /// <summary>A value that is not there is left out.</summary>
    private static void Write(Utf8JsonWriter json, string name, MetricUnit unit, double? value)
    {
        if (value is not { } known)
            return;
        if (unit == MetricUnit.Span)
            json.WriteString(name, Durations.Iso(Duration.FromMilliseconds(Math.Round(known * 1000))));
        else if (unit == MetricUnit.Count)
            json.WriteNumber(name, (long)known);
        else
            json.WriteNumber(name, Math.Round(known, 4));
    }

    /// <summary>One line a value: spans in seconds, shares from 0 to 1, and nothing that a spreadsheet would run.
    /// </summary>
    private static string Csv(MetricReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(
            text, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            string[] period = [Rfc3339.Format(report.Scope.From), Rfc3339.Format(report.Scope.To)];
            Line("from", "to", "table", "by", "name", "figure", "value", "unit", "n", "target", "enough");
            foreach (var figure in report.Figures)
            {
                var enough = figure.IsEnough ? "yes" : "not enough data";
                Line([.. period, "figures", "all", "", figure.Name, Number(figure.Value), Unit(figure.Unit),
                    Number(figure.Count), figure.Target ?? "", enough]);
            }
            foreach (var table in report.Tables)
            {
                foreach (var row in table.Rows)
                {
                    for (var index = 0; index < table.Columns.Length; index++)
                        Line([.. period, table.Name, row.By, row.Name, table.Columns[index].Name,
                            Number(row.Values[index]), Unit(table.Columns[index].Unit), "", "", ""]);
                }
            }

            void Line(params string[] cells) => csv.WriteRecord(cells);
        }
        return text.ToString();
    }

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static string Unit(MetricUnit unit) => unit switch
    {
        MetricUnit.Span => "s",
        MetricUnit.Share => "share",
        MetricUnit.Money => "USD",
        _ => "",
    };
}
