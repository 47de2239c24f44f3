using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Muster.Files.Policies;

/// <summary>
/// A node as JSON text: plain <c>true</c>, <c>false</c>, <c>null</c> and numbers are those, everything else is a
/// string.
/// </summary>
internal static class NodeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const NumberStyles Decimal = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;

    public static string Text(Node node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            Write(node, json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public static JsonElement Element(Node node)
    {
        using var document = JsonDocument.Parse(Text(node));
        return document.RootElement.Clone();
    }

    private static void Write(Node node, Utf8JsonWriter json)
    {
        switch (node)
        {
            case MapNode map:
                json.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(entry.Value, json);
                }
                json.WriteEndObject();
                break;
            case ListNode list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                    Write(item, json);
                json.WriteEndArray();
                break;
            default:
                Write((ScalarNode)node, json);
                break;
        }
    }

    private static void Write(ScalarNode scalar, Utf8JsonWriter json)
    {
        if (scalar.Kind == ScalarKind.Null)
            json.WriteNullValue();
        else if (scalar.Kind != ScalarKind.Quoted && scalar.Text is "true" or "false")
            json.WriteBooleanValue(scalar.Text == "true");
        else if (scalar.MayBeNumber && IsNumber(scalar.Text))
            json.WriteRawValue(scalar.Text);
        else
            json.WriteStringValue(scalar.Text);
    }

    // What JSON itself calls a number, so that 007 and 1_000 stay words.
    private static bool IsNumber(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        return digits.Length > 0 && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[^1]) &&
            !(digits.Length > 1 && digits[0] == '0' && digits[1] != '.') &&
            decimal.TryParse(text, Decimal, CultureInfo.InvariantCulture, out _);
    }
}
