using Muster.Core.Calendars;

namespace Muster.Files.Import;

/// <summary>What the file is; gzip is told by its content, never by its name.</summary>
public enum ImportFormat
{
    Xes,
    Csv,
    JsonLines,
}

/// <summary>One call of <c>muster import</c>.</summary>
/// <param name="File">A path, or <c>-</c> for <see cref="Input"/>.</param>
/// <param name="Map">The mapping file, or <c>-</c> for <see cref="MapInput"/>; XES and CSV need one, JSON Lines takes
/// none.</param>
/// <param name="Out">A path, or <c>-</c> for <see cref="Output"/>; a file is replaced only by a whole log.</param>
public sealed record ImportRequest(ImportFormat Format, string File, string? Map, string Out)
{
    /// <summary>By which local times of the file are read.</summary>
    public ZoneData Zones { get; init; } = ZoneData.BuiltIn;

    /// <summary>Stop at the first fault and write nothing.</summary>
    public bool Strict { get; init; }

    /// <summary>Standard input; read when <see cref="File"/> is <c>-</c>, left open.</summary>
    public Stream? Input { get; init; }

    /// <summary>Standard input; read when <see cref="Map"/> is <c>-</c>, left open.</summary>
    public Stream? MapInput { get; init; }

    /// <summary>Standard output; written when <see cref="Out"/> is <c>-</c>, left open.</summary>
    public Stream? Output { get; init; }

    /// <summary>Told at most once per MiB read, on the calling thread, and once at the end of the file.</summary>
    public Action<ImportProgress>? Progress { get; init; }

    public CancellationToken Cancel { get; init; }
}

/// <param name="BytesRead">Of the file as it lies there: compressed bytes when it is compressed.</param>
/// <param name="BytesTotal">Null for standard input.</param>
public readonly record struct ImportProgress(long BytesRead, long? BytesTotal);
