using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NodaTime;

namespace Muster.Files.Import;

/// <summary>The lines of the log to come, held as bytes until they are sorted.</summary>
internal sealed class LineBook(string file)
{
    private const int ChunkSize = 1024 * 1024;

    private readonly List<byte[]> chunks = [];
    private readonly List<Entry> entries = [];
    private readonly Dictionary<string, int> byVerb = new(StringComparer.Ordinal);
    private int used = ChunkSize;
    private long bytes;

    public Instant? First => entries.Count == 0 ? null : Instant.FromUnixTimeMilliseconds(entries[0].At);
    public Instant? Last => entries.Count == 0 ? null : Instant.FromUnixTimeMilliseconds(entries[^1].At);
    public ImmutableSortedDictionary<string, int> ByVerb => byVerb.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <param name="order">Inside one instant: the line of the source that it comes from.</param>
    public void Add(Instant at, int order, string verb, ReadOnlySpan<byte> line, LinkClaim? link = null)
    {
        bytes += line.Length;
        if (bytes > Limits.Lines)
            throw new ImportFailure($"{file}: the log would be over {Limits.Lines:N0} bytes; split the file");
        if (used + line.Length > ChunkSize)
        {
            chunks.Add(new byte[Math.Max(ChunkSize, line.Length)]);
            used = 0;
        }

        line.CopyTo(chunks[^1].AsSpan(used));
        entries.Add(new Entry(
            at.ToUnixTimeMilliseconds(), order, entries.Count, chunks.Count - 1, used, line.Length, verb, link));
        used += line.Length;
    }

    /// <summary>Puts all in order: by instant, then as the source has it, then as they were added. Links that a replay
    /// would refuse become faults here, since only now it is known what stands before them.</summary>
    public void Settle(FaultList faults)
    {
        entries.Sort(static (left, right) =>
            left.At != right.At ? left.At.CompareTo(right.At)
            : left.Order != right.Order ? left.Order.CompareTo(right.Order)
            : left.Sequence.CompareTo(right.Sequence));
        if (entries.Exists(entry => entry.Link is not null))
        {
            var check = new LinkCheck(faults);
            entries.RemoveAll(entry => entry.Link is { } link && !check.Take(link));
        }

        foreach (Entry entry in entries)
            CollectionsMarshal.GetValueRefOrAddDefault(byVerb, entry.Verb, out _)++;
    }

    public void WriteTo(Stream output)
    {
        foreach (Entry entry in entries)
        {
            output.Write(chunks[entry.Chunk].AsSpan(entry.Offset, entry.Length));
            output.WriteByte((byte)'\n');
        }
    }

    private readonly record struct Entry(
        long At, int Order, int Sequence, int Chunk, int Offset, int Length, string Verb, LinkClaim? Link);
}
