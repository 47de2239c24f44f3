using System.Collections.Immutable;
using Muster.Files.Policies;
using Scriban;
using Scriban.Syntax;

namespace Muster.Files.Templates;

/// <summary>The words of a report: the shipped ones, or a folder's own in their place (R1).</summary>
public sealed class ReportTemplate
{
    /// <summary>In a folder of templates.</summary>
    public const string FileName = "incident-report.md";

    /// <summary>In characters; longer is no template.</summary>
    private const int LongestFile = 64 << 10;

    private static readonly Lazy<ReportTemplate> ShippedOne = new(ReadShipped);

    private readonly Template text;

    private ReportTemplate(string file, string source, Template text) =>
        (File, Source, this.text) = (file, source, text);

    /// <summary>The one inside the program.</summary>
    public static ReportTemplate Shipped => ShippedOne.Value;

    /// <summary>Where it comes from; the name alone where it is the shipped one.</summary>
    public string File { get; }

    public string Source { get; }

    /// <summary>A folder's own template, or the shipped one where it has none.</summary>
    /// <returns>The template is null where there is a fault.</returns>
    public static (ReportTemplate? Template, ImmutableArray<PolicyFault> Faults) Over(string directory)
    {
        var findings = new Findings();
        var template = Over(directory, findings);
        return (findings.AnyFault ? null : template, [.. findings.Faults([])]);
    }

    internal static ReportTemplate Over(string directory, Findings findings)
    {
        var file = Path.Combine(directory, FileName);
        if (!System.IO.File.Exists(file))
            return Shipped;
        try
        {
            var source = System.IO.File.ReadAllText(file);
            if (source.Length <= LongestFile)
                return Read(file, source, findings) ?? Shipped;
            findings.Fault(new Place(file, 1, 1), $"it is longer than {LongestFile} characters");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            findings.Fault(new Place(file, 1, 1), $"it cannot be read: {fault.Message}");
        }
        return Shipped;
    }

    /// <summary>
    /// The Markdown. Where a template of a folder fails on these values, the shipped one speaks in its place.
    /// </summary>
    /// <param name="withMarks">What is said cites its facts by links to <c>#fact-NUMBER</c>.</param>
    internal string Write(IReadOnlyDictionary<string, object?> values, bool withMarks)
    {
        var (said, fault) = Render(values, withMarks);
        return said
            ?? (ReferenceEquals(this, Shipped) ? null : Shipped.Render(values, withMarks).Text)
            ?? throw new InvalidOperationException($"the shipped {FileName} does not render: {fault}");
    }

    private static ReportTemplate? Read(string file, string source, Findings findings)
    {
        var found = new Findings();
        source = source.ReplaceLineEndings("\n");
        var template = new ReportTemplate(
            file, source, MessageTemplate.Parse(ReportVariables.Event, file, source, found));
        foreach (var isSparse in (bool[])[false, true])
        {
            if (!found.AnyFault && template.Render(ReportVariables.Event.Sample(isSparse), true).Fault is { } fault)
                found.Fault(new Place(file, 1, 1), fault);
        }
        foreach (var fault in found.Faults([file]))
            findings.Fault(new Place(fault.File, fault.Line, fault.Column), fault.Message);
        return found.AnyFault ? null : template;
    }

    private (string? Text, string? Fault) Render(IReadOnlyDictionary<string, object?> values, bool withMarks)
    {
        try
        {
            var said = text.Render(new TemplateRun(TemplateChannel.Markdown, values) { HasMarks = withMarks });
            return said.Length <= TemplateRun.LongestReport
                ? (said.Trim('\n') + "\n", null)
                : (null, $"it prints more than {TemplateRun.LongestReport} characters");
        }
        catch (ScriptRuntimeException fault)
        {
            return (null, $"line {fault.Span.Start.Line + 1}: {fault.OriginalMessage}");
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException
            or ArithmeticException or InvalidCastException)
        {
            return (null, fault.Message);
        }
    }

    private static ReportTemplate ReadShipped()
    {
        using var stream = typeof(ReportTemplate).Assembly.GetManifestResourceStream($"templates/{FileName}")
            ?? throw new InvalidDataException($"{FileName} is not inside the program");
        using var reader = new StreamReader(stream);
        var findings = new Findings();
        return Read(FileName, reader.ReadToEnd(), findings)
            ?? throw new InvalidDataException(string.Join('\n', findings.Faults([])));
    }
}
