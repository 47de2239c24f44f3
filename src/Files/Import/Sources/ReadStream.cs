namespace Muster.Files.Import;

/// <summary>A stream that only reads forward.</summary>
internal abstract class ReadStream : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public abstract override int Read(Span<byte> buffer);
}

/// <summary>Refuses to hand out more than <see cref="Limits.Record"/> bytes between two marks, so that one endless
/// record cannot fill the memory of whoever assembles it.</summary>
internal sealed class GuardedStream(Stream inner) : ReadStream
{
    private long sinceMark;

    /// <summary>The reader has finished a record.</summary>
    public void Mark() => sinceMark = 0;

    public override int Read(Span<byte> buffer)
    {
        // What a reader had buffered before the mark is given to it on top.
        if (sinceMark > Limits.Record)
            throw new RecordTooLongException();
        int read = inner.Read(buffer[..Math.Min(buffer.Length, 16 * 1024)]);
        sinceMark += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}

internal sealed class RecordTooLongException : IOException;

/// <summary>Counts the bytes of the file itself and tells the terminal.</summary>
internal sealed class CountedStream(
    Stream inner, long? total, Action<ImportProgress>? progress, bool leaveOpen, CancellationToken cancel) : ReadStream
{
    private const long Step = 1024 * 1024;
    private long read, told;

    public override int Read(Span<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        int count = inner.Read(buffer);
        read += count;
        if (progress is not null && (read - told >= Step || (count == 0 && read > told)))
        {
            told = read;
            progress(new ImportProgress(read, total));
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
            inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Gives back bytes that were looked at before the rest.</summary>
internal sealed class PrefixedStream : ReadStream
{
    private readonly byte[] prefix;
    private readonly Stream inner;
    private int given;

    private PrefixedStream(byte[] prefix, Stream inner) => (this.prefix, this.inner) = (prefix, inner);

    public static PrefixedStream Peek(Stream stream, int count, out byte[] head)
    {
        var bytes = new byte[count];
        int read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        head = bytes[..read];
        return new PrefixedStream(head, stream);
    }

    public override int Read(Span<byte> buffer)
    {
        if (given == prefix.Length)
            return inner.Read(buffer);
        int count = Math.Min(buffer.Length, prefix.Length - given);
        prefix.AsSpan(given, count).CopyTo(buffer);
        given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
