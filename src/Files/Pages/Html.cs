using System.Globalization;

namespace Muster.Files.Pages;

/// <summary>
/// Writes HTML and inline SVG. Every text and attribute is escaped here and nowhere else; what is not a character of
/// HTML becomes U+FFFD. Only <see cref="Raw"/> takes our own text as it is.
/// </summary>
internal sealed class Html(TextWriter output)
{
    private readonly Stack<string> open = new();
    private int ids;

    /// <summary>A name that no other element of the page has.</summary>
    public string NewId() => $"i{++ids}";

    /// <summary>Percent or pixels with at most two decimals, the same on every machine.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Percent(double value) => Number(value) + "%";

    public Html Begin(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes);
        output.Write('>');
        open.Push(tag);
        return this;
    }

    public Html End()
    {
        output.Write("</");
        output.Write(open.Pop());
        output.Write(">\n");
        return this;
    }

    /// <summary>An element without content.</summary>
    public Html Empty(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes);
        output.Write("/>");
        return this;
    }

    /// <summary>An element that holds text alone.</summary>
    public Html Leaf(string tag, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes);
        output.Write('>');
        Text(text);
        output.Write("</");
        output.Write(tag);
        output.Write(">\n");
        return this;
    }

    /// <summary>What people wrote: set apart, so that letters running the other way turn nothing around it.</summary>
    public Html Said(string? text) => Leaf("bdi", text);

    public Html Text(string? text)
    {
        Escape(text ?? "");
        return this;
    }

    public Html Raw(string ours)
    {
        output.Write(ours);
        return this;
    }

    private void Tag(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        output.Write('<');
        output.Write(tag);
        foreach (var (name, value) in attributes)
        {
            if (value is null)
                continue;
            output.Write(' ');
            output.Write(name);
            output.Write("=\"");
            Escape(value);
            output.Write('"');
        }
    }

    private void Escape(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            var pair = index + 1 < text.Length && char.IsSurrogatePair(character, text[index + 1]);
            switch (character)
            {
                case '&': output.Write("&amp;"); break;
                case '<': output.Write("&lt;"); break;
                case '>': output.Write("&gt;"); break;
                case '"': output.Write("&quot;"); break;
                case '\'': output.Write("&#39;"); break;
                case '\n' or '\t': output.Write(character); break;
                case < ' ' or (>= '\u007f' and <= '\u009f') or '\ufffe' or '\uffff': output.Write('\ufffd'); break;
                default:
                    if (pair)
                        output.Write(text.AsSpan(index++, 2));
                    else
                        output.Write(char.IsSurrogate(character) ? '\ufffd' : character);
                    break;
            }
        }
    }
}
