using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Muster.Files;

/// <summary>
/// A JSON value as YAML 1.2 in block style; texts are bare where nobody could take them for anything else.
/// </summary>
public static class JsonYaml
{
    public static string Write(JsonElement value)
    {
        var text = new StringBuilder();
        if (IsBranch(value))
            Branch(value, 0, text);
        else
            text.Append(Leaf(value)).Append('\n');
        return text.ToString();
    }

    private static bool IsBranch(JsonElement value) =>
        (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any())
        || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0);

    private static void Branch(JsonElement value, int indent, StringBuilder text, bool isFirstIndented = true)
    {
        var isFirst = true;
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in value.EnumerateObject())
            {
                Indent();
                text.Append(Bare(field.Name)).Append(':');
                Below(field.Value, indent + 2);
            }
            return;
        }
        foreach (var item in value.EnumerateArray())
        {
            Indent();
            text.Append('-');
            if (!IsBranch(item))
                text.Append(' ').Append(Leaf(item)).Append('\n');
            else
            {
                text.Append(' ');
                Branch(item, indent + 2, text, isFirstIndented: false);
            }
        }

        void Indent()
        {
            if (!isFirst || isFirstIndented)
                text.Append(' ', indent);
            isFirst = false;
        }

        void Below(JsonElement below, int deeper)
        {
            if (!IsBranch(below))
            {
                text.Append(' ').Append(Leaf(below)).Append('\n');
                return;
            }
            text.Append('\n');
            Branch(below, deeper, text);
        }
    }

    private static string Leaf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Bare(value.GetString()!),
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        _ => value.GetRawText(),
    };

    // A word of letters, that YAML takes for no truth value and no nothing; all else in quotes, which JSON's are too.
    private static string Bare(string text)
    {
        var isWord = text.Length is > 0 and < 80 && char.IsAsciiLetter(text[0]) && text[^1] != ' '
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-' or '_' or '/' or '.' or '@')
            && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y"
                or "n");
        return isWord ? text : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }
}
