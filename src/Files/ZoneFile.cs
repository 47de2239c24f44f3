using System.Security.Cryptography;
using Muster.Core.Calendars;
using NodaTime;
using NodaTime.TimeZones;

namespace Muster.Files;

/// <summary>
/// Zone data in NodaTime's own form, <c>tzdb*.nzd</c>, as nodatime.org publishes it for each release.
/// </summary>
public static class ZoneFile
{
    /// <summary>In bytes; what is published is an eighth of it.</summary>
    public const int Largest = 1 << 20;

    private const int LongestVersion = 40;
    private const string WhatToDo = "give a whole tzdb*.nzd, as nodatime.org/tzdb publishes it";

    private static readonly Lazy<byte[]> OfProgram = new(ReadBuiltIn);

    /// <summary>The bytes of what is built in.</summary>
    public static ReadOnlyMemory<byte> BuiltIn => OfProgram.Value;

    /// <summary>Reads a file whole, every zone of it.</summary>
    /// <exception cref="ZoneFileException">
    /// There is none, it cannot be read, or it is no zone data; the message says what to do.
    /// </exception>
    public static LoadedZones Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (file.Length > Largest)
                throw new ZoneFileException($"{path} is larger than 1 MiB and no zone data; {WhatToDo}");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Of(bytes, path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ZoneFileException($"there is no file {path}; {WhatToDo}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new ZoneFileException($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    /// <param name="name">Of where the bytes come from, for what is said of them.</param>
    /// <exception cref="ZoneFileException">They are no zone data, or not all of it.</exception>
    public static LoadedZones Of(ReadOnlyMemory<byte> bytes, string name)
    {
        if (bytes.Span.SequenceEqual(BuiltIn.Span))
            return new LoadedZones(ZoneData.BuiltIn, bytes);
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            var source = TzdbDateTimeZoneSource.FromStream(stream);
            source.Validate();
            foreach (var id in source.GetIds()) // each is read when it is asked for, which is too late for a fault
                source.ForId(id);
            if (source.TzdbVersion is not { Length: > 0 and <= LongestVersion } version
                || !version.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
                throw new ZoneFileException($"{name} names no version such as 2027a; {WhatToDo}");
            var digest = Convert.ToHexStringLower(SHA256.HashData(bytes.Span).AsSpan(0, 8));
            return new LoadedZones(ZoneData.Of(source, digest), bytes);
        }
        // The library reads what it finds as lengths and places, and fails in many ways where they are none.
        catch (Exception fault) when (fault is not ZoneFileException)
        {
            throw new ZoneFileException($"{name} is no zone data, or not all of it; {WhatToDo}", fault);
        }
    }

    /// <summary>What is to be said aloud of the data of a file; null for nothing.</summary>
    public static string? Warning(ZoneData loaded, string name) => loaded.IsOlderThan(ZoneData.BuiltIn)
        ? $"{name} is of version {loaded.Version}, older than the {ZoneData.BuiltIn.Version} that is built in"
        : null;

    private static byte[] ReadBuiltIn()
    {
        const string Resource = "NodaTime.TimeZones.Tzdb.nzd";
        using var stream = typeof(DateTimeZone).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in NodaTime");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>Zone data and the bytes that it was read from.</summary>
public sealed record LoadedZones(ZoneData Zones, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>What is inside the program.</summary>
    public static LoadedZones BuiltIn { get; } = new(ZoneData.BuiltIn, ZoneFile.BuiltIn);
}

/// <summary>A file that is no zone data; the message names it and says what to do.</summary>
public sealed class ZoneFileException(string message, Exception? inner = null) : Exception(message, inner);
