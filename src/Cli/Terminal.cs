using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Muster.Cli;

/// <summary>A file, stream or option that cannot be used: one line for a person, exit code 2.</summary>
internal sealed class FileFault(string name, string why) : Exception($"{name}: {why}")
{
    public static FileFault Of(string name, Exception fault) => new(name, fault switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "access is denied",
        InvalidDataException => $"broken gzip: {fault.Message}",
        _ => fault.Message,
    });
}

/// <summary>An option with a value that makes no sense: one line for a person, exit code 2.</summary>
internal sealed class UsageFault(string message) : Exception(message);

/// <summary>Whoever read our output has gone away; there is nothing left to say, and that is no failure.</summary>
internal sealed class ReaderGone : Exception;

/// <summary>Standard streams and files by name; <c>-</c> is standard input or output.</summary>
internal static class Terminal
{
    private const int BufferSize = 1 << 16;

    // The few files that one call reads: writing to one of them would empty it first.
    private static readonly HashSet<string> Inputs = [];

    /// <summary>Colour and progress are for a terminal only.</summary>
    public static bool ErrorIsTerminal => !Console.IsErrorRedirected;

    public static bool OutputIsTerminal => !Console.IsOutputRedirected;

    private static bool standardInputIsTaken;

    /// <exception cref="UsageFault">It was opened before: whoever reads it second finds nothing there.</exception>
    public static NamedStream OpenStandardInput()
    {
        if (standardInputIsTaken)
            throw new UsageFault("- stands for standard input twice, and it can be read once: name a file for one");
        standardInputIsTaken = true;
        return new NamedStream(Console.OpenStandardInput(), "standard input");
    }

    /// <exception cref="FileFault">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UsageFault">Standard input is read twice.</exception>
    public static NamedStream OpenInput(string name)
    {
        if (name == "-")
            return OpenStandardInput();
        try
        {
            if (Directory.Exists(name))
                throw new FileFault(name, "is a directory, a file is needed");
            Inputs.Add(Path.GetFullPath(name));
            return new NamedStream(
                new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize), name);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw FileFault.Of(name, fault);
        }
    }

    /// <exception cref="FileFault">It cannot be written.</exception>
    public static NamedStream OpenOutput(string name)
    {
        if (name == "-")
            return new NamedStream(StandardOutput(), "standard output");
        try
        {
            if (Directory.Exists(name))
                throw new FileFault(name, "is a directory, a file is needed");
            if (Inputs.Contains(Path.GetFullPath(name)))
                throw new FileFault(name, "is what is being read; write to another file");
            return new NamedStream(
                new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.Read, BufferSize), name);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw FileFault.Of(name, fault);
        }
    }

    /// <summary>Text to standard output, UTF-8 without a mark, <c>\n</c> on every machine.</summary>
    public static StreamWriter OpenText(string name) =>
        new(OpenOutput(name), new UTF8Encoding(false), BufferSize) { NewLine = "\n" };

    public static void Say(string line) => ProgressBar.SayAbove(line);

    // The console's stream swallows a closed pipe and we would work on for nobody; a file keeps its position there.
    private static Stream StandardOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.OpenStandardOutput();
        try
        {
            var plain = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 1);
            return plain.CanSeek ? Console.OpenStandardOutput() : plain;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Console.OpenStandardOutput();
        }
    }
}

/// <summary>A stream that says its name when the world fails under it.</summary>
internal sealed class NamedStream(Stream inner, string name) : Stream
{
    private const int BrokenPipe = 32; // EPIPE, on Linux and macOS alike

    public string Name => name;

    /// <summary>In bytes; null for a pipe.</summary>
    public long? KnownLength => inner.CanSeek ? inner.Length : null;

    public override bool CanRead => inner.CanRead;
    public override bool CanSeek => inner.CanSeek;
    public override bool CanWrite => inner.CanWrite;
    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (Exception fault) when (IsWorldFailing(fault))
        {
            throw FileFault.Of(name, fault);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception fault) when (IsWorldFailing(fault))
        {
            throw Told(fault);
        }
    }

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (Exception fault) when (IsWorldFailing(fault))
        {
            throw Told(fault);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        try
        {
            if (disposing)
                inner.Dispose();
        }
        catch (Exception fault) when (IsWorldFailing(fault))
        {
            throw Told(fault);
        }
        base.Dispose(disposing);
    }

    private Exception Told(Exception fault) =>
        fault is IOException { HResult: BrokenPipe } ? new ReaderGone() : FileFault.Of(name, fault);

    private static bool IsWorldFailing(Exception fault) => fault is IOException or UnauthorizedAccessException
        or InvalidDataException or ObjectDisposedException;
}
