using Muster.Files.Policies;
using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Muster.Files.Templates;

/// <summary>The words of one message.</summary>
/// <param name="Subject">One line; null where the channel has none.</param>
public sealed record MessageWords(string? Subject, string Text);

/// <summary>One file: the words of one event on one channel.</summary>
public sealed class MessageTemplate
{
    private const string SubjectPrefix = "Subject:";

    /// <summary>Longer than any phone shows; an SMS of one part.</summary>
    private const int LongestShort = 160;

    private readonly Template? subject;
    private readonly Template text;

    private MessageTemplate(
        TemplateEvent about, TemplateChannel channel, string file, string source, Template? subject, Template text) =>
        (Event, Channel, File, Source, this.subject, this.text) = (about, channel, file, source, subject, text);

    public TemplateEvent Event { get; }

    public TemplateChannel Channel { get; }

    /// <summary>Where it comes from; the name alone where it is a shipped one.</summary>
    public string File { get; }

    public string Source { get; }

    internal static string NameOf(TemplateEvent about, TemplateChannel channel) =>
        $"{about.Name}.{channel.Name()}.liquid";

    /// <returns>Null where it has faults.</returns>
    internal static MessageTemplate? Read(
        TemplateEvent about, TemplateChannel channel, string file, string source, Findings findings)
    {
        var found = new Findings();
        source = source.ReplaceLineEndings("\n");
        var template = channel == TemplateChannel.Mail
            ? OfMail(about, file, source, found)
            : new MessageTemplate(about, channel, file, source, null, Parse(about, file, source, found));
        if (template is not null && !found.AnyFault)
            template.TryOut(found);
        foreach (var fault in found.Faults([file]))
            findings.Fault(new Place(fault.File, fault.Line, fault.Column), fault.Message);
        return found.AnyFault ? null : template;
    }

    /// <summary>The words, or why there are none.</summary>
    /// <param name="values">By the names that the event offers; one that is missing is empty.</param>
    public (MessageWords? Words, PolicyFault? Fault) Render(IReadOnlyDictionary<string, object?> values)
    {
        try
        {
            var said = Cut(text.Render(new TemplateRun(Channel, values))).Trim('\n');
            var head = subject?.Render(new TemplateRun(TemplateChannel.Short, values))[SubjectPrefix.Length..];
            return (new MessageWords(
                head is null ? null : Escaping.OneLine(head),
                Channel == TemplateChannel.Short ? Shortened(Escaping.OneLine(said)) : said + "\n"), null);
        }
        catch (ScriptRuntimeException fault)
        {
            return (null, At(fault.Span.Start, fault.OriginalMessage));
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException
            or ArithmeticException or InvalidCastException)
        {
            return (null, new PolicyFault(File, 1, 1, fault.Message));
        }
    }

    private static string Cut(string said) => said.Length <= TemplateRun.Longest
        ? said
        : throw new InvalidOperationException($"it prints more than {TemplateRun.Longest} characters");

    private static string Shortened(string said)
    {
        if (said.Length <= LongestShort)
            return said;
        var end = LongestShort - 3;
        return said[..(char.IsHighSurrogate(said[end - 1]) ? end - 1 : end)] + "...";
    }

    private static MessageTemplate? OfMail(TemplateEvent about, string file, string source, Findings findings)
    {
        var end = source.IndexOf('\n', StringComparison.Ordinal);
        var first = end < 0 ? source : source[..end];
        if (!first.StartsWith(SubjectPrefix, StringComparison.Ordinal))
        {
            findings.Fault(new Place(file, 1, 1), $"the first line of a mail is '{SubjectPrefix} ' and its subject");
            return null;
        }
        return new MessageTemplate(
            about, TemplateChannel.Mail, file, source, Parse(about, file, first, findings),
            // the first line stays as an empty one, so that faults stand where they are
            Parse(about, file, end < 0 ? "" : source[end..], findings));
    }

    internal static Template Parse(TemplateEvent about, string file, string source, Findings findings)
    {
        var parsed = Template.ParseLiquid(source, file);
        foreach (var message in parsed.Messages.Where(each => each.Type == ParserMessageType.Error))
            findings.Fault(PlaceOf(file, source, message.Span.Start), message.Message);
        if (!parsed.HasErrors && parsed.Page is { } page)
        {
            TemplateNames.Check(
                page, about, (node, fault) => findings.Fault(PlaceOf(file, source, node.Span.Start), fault));
        }
        return parsed;
    }

    /// <summary>What only shows when it runs: with all values there, and with only those that always are.</summary>
    private void TryOut(Findings findings)
    {
        foreach (var isSparse in (bool[])[false, true])
        {
            if (Render(Event.Sample(isSparse)).Fault is { } fault)
                findings.Fault(new Place(fault.File, fault.Line, fault.Column), fault.Message);
        }
    }

    private PolicyFault At(TextPosition at, string message)
    {
        var place = PlaceOf(File, Source, at);
        return new PolicyFault(place.File, place.Line, place.Column, message);
    }

    /// <summary>What has no place is found at the end: something is missing there.</summary>
    private static Place PlaceOf(string file, string source, TextPosition at) => at.Line >= 0
        ? new Place(file, at.Line + 1, at.Column + 1)
        : new Place(
            file, source.Count(letter => letter == '\n') + 1,
            source.Length - (source.LastIndexOf('\n') + 1) + 1);
}
