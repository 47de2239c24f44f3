namespace Muster.Files.Logs;

/// <summary>
/// Cuts a stream into lines without keeping more than one of them. A line longer than <see cref="LongestLine"/> is
/// passed over and reported as too long.
/// </summary>
public sealed class Lines(Stream input)
{
    /// <summary>In bytes, without the line's end.</summary>
    public const int LongestLine = 1 << 20;

    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool ended;

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    /// <summary>Bytes taken from the stream so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The next line, valid until the next call; false at the end. Too long: the line is empty.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        tooLong = false;
        var searched = start;
        while (true)
        {
            var at = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (at >= 0 || (ended && end > start))
            {
                var stop = at >= 0 ? searched + at : end;
                line = buffer.AsSpan(start, stop - start);
                tooLong |= line.Length > LongestLine;
                if (tooLong)
                    line = default;
                start = at >= 0 ? stop + 1 : end;
                Number++;
                return true;
            }
            if (ended)
            {
                line = default;
                if (!tooLong)
                    return false;
                Number++;
                return true;
            }
            if (end - start > LongestLine)
            {
                tooLong = true;
                start = end = 0; // what there is of it is dropped, and so is the rest as it comes
            }
            searched = Fill();
        }
    }

    /// <summary>Reads more; returns where the new bytes begin.</summary>
    private int Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = input.Read(buffer, end, buffer.Length - end);
        var from = end;
        if (read == 0)
            ended = true;
        BytesRead += read;
        end += read;
        return from;
    }
}
