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
        var canonical = new MemoryStream();
        return Of(line, canonical);
    }

    /// <summary>The same for a body, which does not say its verb and ticket itself.</summary>
    public static UInt128 Of(string verb, string? ticket, ReadOnlySpan<byte> body)
    {
        var canonical = new MemoryStream();
        using (var path = new Utf8JsonWriter(canonical))
            JsonSerializer.Serialize(path, new[] { verb, ticket });
        return Of(body, canonical);
    }

    private static UInt128 Of(ReadOnlySpan<byte> line, MemoryStream canonical)
    {
        using var document = JsonDocument.Parse(line.ToArray());
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
