using Muster.Core.Policies;
using Muster.Core.Replay;
using NodaTime;

namespace Muster.Files.Logs;

/// <summary>
/// A replay log, line by line (CONTRACT, "Replay log"). Blank lines are skipped; a line over 1 MiB is passed over
/// without being kept. Bounded by the longest line.
/// </summary>
public sealed class LogReader(Stream input, Policy policy)
{
    /// <summary>
    /// The end of what can be reckoned with, exclusive: what a policy may let pass after a line is still an instant.
    /// </summary>
    public static readonly Instant End = Instant.FromUtc(9000, 1, 1, 0, 0);

    private readonly Lines lines = new(input);
    private readonly LineParser parser = new(policy);

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int LineNumber => lines.Number;

    /// <summary>Bytes taken from the stream so far, for a progress bar.</summary>
    public long BytesRead => lines.BytesRead;

    /// <summary>The next line that is not blank; null at the end.</summary>
    public LogLine? Read()
    {
        while (lines.TryRead(out var line, out var tooLong))
        {
            if (tooLong)
                return new LogLine { Fault = new Refusal(RefusalCode.Unreadable, "longer than 1 MiB") };
            if (lines.Number == 1 && line.StartsWith("\ufeff"u8))
                line = line[3..];
            if (!line.Trim(" \t\r"u8).IsEmpty)
                return parser.Parse(line);
        }
        return null;
    }
}
