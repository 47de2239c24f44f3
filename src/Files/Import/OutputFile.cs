namespace Muster.Files.Import;

/// <summary>Puts the log in its place whole or not at all.</summary>
internal static class OutputFile
{
    public static void Write(ImportRequest request, LineBook lines)
    {
        if (request.Out == "-")
        {
            Stream output = request.Output ?? throw new ImportFailure("-: there is no standard output");
            var buffered = new BufferedStream(output, 64 * 1024);
            lines.WriteTo(buffered);
            buffered.Flush();
            return;
        }

        string part = request.Out + ".part";
        try
        {
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
                lines.WriteTo(file);
            File.Move(part, request.Out, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ImportFailure($"{request.Out}: {fault.Message}");
        }
    }
}
