using System.Text.Json;

namespace Muster.Storage.Sqlite;

/// <summary>
/// The erasures of a store in a file beside it, one JSON line each and on the disk before the erasure is: a backup from
/// before knows nothing of them, so a restore reads them here and erases again. Holds no personal text.
/// </summary>
internal static class ErasedLog
{
    public const string Name = "erased.jsonl";

    public static void Add(string directory, IEnumerable<Erasure> erasures)
    {
        using var file = new FileStream(Path.Combine(directory, Name), FileMode.Append, FileAccess.Write);
        foreach (var erasure in erasures)
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(
                new Line(erasure.Stream.Value, erasure.Version, Convert.ToBase64String(erasure.StandIn.Span))));
            file.WriteByte((byte)'\n');
        }
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// None where there is no such file. A line that a crash cut off was not acknowledged and is passed over.
    /// </summary>
    public static IEnumerable<Erasure> Read(string? file)
    {
        if (file is null || !File.Exists(file))
            yield break;
        foreach (var text in File.ReadLines(file))
        {
            if (text.EndsWith('}') && JsonSerializer.Deserialize<Line>(text) is { } line)
                yield return new Erasure(
                    new StreamId(line.Stream), line.Version, Convert.FromBase64String(line.StandIn));
        }
    }

    private sealed record Line(string Stream, long Version, string StandIn);
}
