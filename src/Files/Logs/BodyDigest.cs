using System.Security.Cryptography;
using System.Text.Json;

namespace Muster.Files.Logs;

/// <summary>
/// What an idempotency key stands for: the line without <c>at</c> and <c>key</c>, in any order of its fields (L7).
/// </summary>
internal static class BodyDigest
{
    public static UInt128 Of(ReadOnlySpan<byte> line)
    {
        using var document = JsonDocument.Parse(line.ToArray());
        var canonical = new MemoryStream();
        using (var writer = new Utf8JsonWriter(canonical))
            WriteSorted(document.RootElement, writer, isLine: true);
        var hash = SHA256.HashData(canonical.GetBuffer().AsSpan(0, (int)canonical.Length));
        return new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
    }

    private static void WriteSorted(JsonElement element, Utf8JsonWriter writer, bool isLine = false)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            element.WriteTo(writer);
            return;
        }
        writer.WriteStartObject();
        foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (isLine && property.Name is "at" or "key")
                continue;
            writer.WritePropertyName(property.Name);
            WriteSorted(property.Value, writer);
        }
        writer.WriteEndObject();
    }
}
