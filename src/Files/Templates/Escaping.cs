using System.Net;
using System.Text;

namespace Muster.Files.Templates;

/// <summary>An address in a template: printed as an address and never as words.</summary>
public sealed record WebAddress(string Url)
{
    public override string ToString() => Url;

    /// <summary>It leads to a web page and runs nothing.</summary>
    internal bool IsWeb =>
        Uri.TryCreate(Url, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http";
}

/// <summary>The text of others in the words of a channel: it is shown as it was written, and does nothing.</summary>
internal static class Escaping
{
    public static string Text(TemplateChannel channel, string text) => channel switch
    {
        TemplateChannel.Mail => Plain(text),
        TemplateChannel.Short => OneLine(text),
        TemplateChannel.Slack => Mrkdwn(Plain(text)),
        TemplateChannel.Status => WebUtility.HtmlEncode(Plain(text)),
        TemplateChannel.Markdown => MarkdownText.Escape(OneLine(text)),
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "an unknown channel"),
    };

    /// <summary>Empty where it is no address of the web.</summary>
    public static string Address(TemplateChannel channel, WebAddress link) => !link.IsWeb ? ""
        : channel switch
        {
            TemplateChannel.Slack => Entities(Whole(link.Url)).Replace("|", "%7C", StringComparison.Ordinal),
            TemplateChannel.Status => WebUtility.HtmlEncode(Whole(link.Url)),
            _ => Whole(link.Url),
        };

    /// <summary>A header's value: no line of its own, no control characters.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', Plain(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Lines and tabs stay; what steers a terminal, or turns the direction of what follows, goes.</summary>
    private static string Plain(string text)
    {
        if (!text.Any(IsSteering))
            return text;
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings("\n"))
        {
            if (!IsSteering(letter))
                plain.Append(letter);
        }
        return plain.ToString();
    }

    private static bool IsSteering(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t'))
        || letter is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>
    /// Slack turns <c>&lt;!channel&gt;</c> and its like into mentions: those three characters are entities. For what
    /// makes words bold, slanted, struck or code it has no escape, so where such a character could begin or end that,
    /// its like stands in its place.
    /// </summary>
    private static string Mrkdwn(string text)
    {
        var safe = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            safe.Append(IsMark(letter) && MayFormat(text, at) ? Like(letter) : letter);
        }
        return Entities(safe.ToString());
    }

    private static bool IsMark(char letter) => letter is '*' or '_' or '~' or '`';

    /// <summary>Within a word, as in <c>two_words</c>, and between spaces it formats nothing; a backtick always may.
    /// </summary>
    private static bool MayFormat(string text, int at)
    {
        var before = at == 0 ? ' ' : text[at - 1];
        var after = at + 1 == text.Length ? ' ' : text[at + 1];
        var isWithin = char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after);
        var isAlone = char.IsWhiteSpace(before) && char.IsWhiteSpace(after);
        return text[at] == '`' || !(isWithin || isAlone);
    }

    private static char Like(char mark) => mark switch
    {
        '*' => '\u2217',
        '_' => '\u02cd',
        '~' => '\u223c',
        _ => '\u02cb',
    };

    private static string Entities(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>An address has no spaces; one that has them would end in the middle.</summary>
    private static string Whole(string url) =>
        string.Concat(url.Select(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)
            ? Uri.EscapeDataString($"{letter}") : $"{letter}"));
}
