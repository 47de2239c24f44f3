using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Core.Reports;
using Muster.Files.Templates;

namespace Muster.Files.Reports;

/// <summary>A form in which a report is written (R2).</summary>
public enum ReportFormat
{
    Markdown,
    Html,
    Json,
}

/// <summary>Reports as files and answers.</summary>
public static class ReportFormats
{
    private static readonly JsonWriterOptions Readable =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a browser is told of the HTML; it is inside of it, too.</summary>
    public static string ContentPolicy => ReportPage.ContentPolicy;

    public static IReadOnlyList<string> Names { get; } =
        [.. Enum.GetNames<ReportFormat>().Select(name => name.ToLowerInvariant())];

    /// <summary>As HTTP names it, with its letters.</summary>
    public static string MediaType(this ReportFormat format) => format switch
    {
        ReportFormat.Markdown => "text/markdown; charset=utf-8",
        ReportFormat.Html => "text/html; charset=utf-8",
        _ => "application/json; charset=utf-8",
    };

    /// <summary>Null where there is no such form; case counts.</summary>
    public static ReportFormat? Parse(string name)
    {
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            if (Names[(int)format] == name)
                return format;
        }
        return null;
    }

    /// <returns>UTF-8; JSON ends without a line end, the others with one.</returns>
    public static ReadOnlyMemory<byte> Write(
        IncidentReport report, ReportFormat format, ReportTemplate template)
    {
        if (format == ReportFormat.Json)
        {
            var bytes = new ArrayBufferWriter<byte>(8192);
            using (var json = new Utf8JsonWriter(bytes, Readable))
                IncidentReportJson.Write(json, report);
            return bytes.WrittenMemory;
        }
        return Encoding.UTF8.GetBytes(format == ReportFormat.Html
            ? ReportPage.Of(report, template)
            : template.Write(ReportValues.Of(report), withMarks: false));
    }
}
