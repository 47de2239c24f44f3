using System.Buffers.Binary;
using System.Text;
using NodaTime;
using NodaTime.TimeZones;

namespace Muster.Support;

/// <summary>
/// Zone data as another release could have it, made of what is built in: a file is a version, then fields, each an id,
/// a length and that many bytes; a zone is its name's place among all texts and what it does.
/// </summary>
public static class ChangedZones
{
    private const byte Texts = 0;
    private const byte Zone = 1;
    private const byte Version = 2;
    private const byte OfIntervals = 2;

    /// <summary>The bytes of a file that calls itself so and has these zones changed.</summary>
    public static byte[] Of(string version, params (string Id, Instant From, Offset Then)[] changes) =>
        Made(version, changes, "");

    /// <summary>The bytes of a file that does not know a zone yet, which no other name may stand for.</summary>
    public static byte[] Without(string id, string version) => Made(version, [], id);

    private static byte[] Made(string version, (string Id, Instant From, Offset Then)[] changes, string unknown)
    {
        var from = BuiltIn();
        using var to = new MemoryStream();
        to.Write(from.AsSpan(0, 4));
        var texts = Array.Empty<string>();
        for (var at = 4; at < from.Length;)
        {
            var id = from[at++];
            var length = Count(from, ref at);
            var field = from.AsSpan(at, length).ToArray();
            at += length;
            if (id == Texts)
                texts = TextsOf(field);
            if (id == Version)
                field = [(byte)version.Length, .. Encoding.UTF8.GetBytes(version)];
            var start = 0;
            var name = id == Zone ? texts[Count(field, ref start)] : "";
            if (changes.FirstOrDefault(change => change.Id == name) is { Id: not null } changed)
                field = Changed(changed, texts);
            if (id == Zone && name == unknown)
                continue;
            to.WriteByte(id);
            Write(to, field.Length);
            to.Write(field);
        }
        return to.ToArray();
    }

    /// <summary>Such a file in a folder.</summary>
    public static string Write(
        string folder, string version, params (string Id, Instant From, Offset Then)[] changes)
    {
        var path = Path.Combine(folder, $"tzdb{version}.nzd");
        File.WriteAllBytes(path, Of(version, changes));
        return path;
    }

    /// <summary>As it was until an instant, and one offset ever after: a country that gives up summer time.</summary>
    private static byte[] Changed((string Id, Instant From, Offset Then) change, string[] texts)
    {
        var before = DateTimeZoneProviders.Tzdb[change.Id].GetZoneIntervals(Instant.MinValue, change.From).ToList();
        using var field = new MemoryStream();
        Write(field, Array.IndexOf(texts, change.Id));
        field.WriteByte(OfIntervals);
        Write(field, before.Count + 1);
        Write(field, (Instant?)null);
        foreach (var interval in before)
            Write(field, interval, interval == before[^1] ? change.From : interval.End, texts);
        Write(field, Array.IndexOf(texts, before[^1].Name));
        Write(field, change.Then);
        Write(field, Offset.Zero);
        Write(field, Instant.MaxValue);
        field.WriteByte(0); // no rule after the last
        return field.ToArray();
    }

    private static void Write(Stream field, ZoneInterval interval, Instant end, string[] texts)
    {
        Write(field, Array.IndexOf(texts, interval.Name));
        Write(field, interval.WallOffset);
        Write(field, interval.Savings);
        Write(field, end);
    }

    // 0 is before all time, 1 after it, 2 an instant in ticks
    private static void Write(Stream field, Instant? at)
    {
        Write(field, at is null ? 0 : at == Instant.MaxValue ? 1 : 2);
        if (at is not { } instant || instant == Instant.MaxValue)
            return;
        Span<byte> ticks = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(ticks, instant.ToUnixTimeTicks());
        field.Write(ticks);
    }

    // milliseconds more than a day less than none, marked as such
    private static void Write(Stream field, Offset offset)
    {
        Span<byte> marked = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(
            marked, 0xc0000000 | (uint)(offset.Milliseconds + NodaConstants.MillisecondsPerDay));
        field.Write(marked);
    }

    private static void Write(Stream field, int count)
    {
        for (; count > 0x7f; count >>= 7)
            field.WriteByte((byte)(0x80 | (count & 0x7f)));
        field.WriteByte((byte)count);
    }

    private static int Count(byte[] bytes, ref int at)
    {
        int value = 0, shift = 0;
        do
        {
            value |= (bytes[at] & 0x7f) << shift;
            shift += 7;
        }
        while (bytes[at++] > 0x7f);
        return value;
    }

    private static string[] TextsOf(byte[] field)
    {
        var at = 0;
        var texts = new string[Count(field, ref at)];
        for (var index = 0; index < texts.Length; index++)
        {
            var length = Count(field, ref at);
            texts[index] = Encoding.UTF8.GetString(field, at, length);
            at += length;
        }
        return texts;
    }

    private static byte[] BuiltIn()
    {
        using var stream = typeof(DateTimeZone).Assembly.GetManifestResourceStream("NodaTime.TimeZones.Tzdb.nzd")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
