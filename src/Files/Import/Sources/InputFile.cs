using System.IO.Compression;

namespace Muster.Files.Import;

/// <summary>Opens the source: a path or standard input, plain or gzip by its first two bytes, guarded and
/// counted.</summary>
internal static class InputFile
{
    private const int BufferSize = 64 * 1024;

    public static GuardedStream Open(ImportRequest request)
    {
        bool standard = request.File == "-";
        Stream raw = standard
            ? request.Input ?? throw new ImportFailure("-: there is no standard input")
            : OpenFile(request.File);
        long? total = !standard && raw.CanSeek ? raw.Length : null;
        var counted = new CountedStream(raw, total, request.Progress, standard, request.Cancel);
        PrefixedStream whole = PrefixedStream.Peek(counted, 2, out byte[] head);
        bool gzip = head is [0x1f, 0x8b];
        Stream plain = gzip ? new GZipStream(whole, CompressionMode.Decompress) : whole;
        return new GuardedStream(new BufferedStream(plain, BufferSize));
    }

    public static string NameOf(ImportRequest request) => request.File == "-" ? "standard input" : request.File;

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize,
                FileOptions.SequentialScan);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ImportFailure($"{path}: {fault.Message}");
        }
    }
}
