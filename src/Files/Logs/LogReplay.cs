using Muster.Core.Policies;
using Muster.Core.Replay;
using NodaTime;

namespace Muster.Files.Logs;

/// <summary>Runs a log file through virtual time, line by line, and counts what came of it.</summary>
public sealed class LogReplay
{
    private readonly VirtualTime time;
    private readonly List<FactSink> sinks;

    /// <summary>Majors do nothing by themselves; what the log says of them is taken.</summary>
    public LogReplay(Policy policy, params IEnumerable<FactSink> sinks)
        : this(policy, withMajors: false, sinks)
    {
    }

    /// <param name="withMajors">They run by themselves as far as the policy lets them (BEHAVIOUR section 5).</param>
    public LogReplay(Policy policy, bool withMajors, params IEnumerable<FactSink> sinks)
    {
        policy = withMajors ? policy : policy.WithoutMajors();
        Policy = policy;
        Summary = new ReplaySummary(policy);
        this.sinks = [Summary.Fact, .. sinks];
        time = new VirtualTime(policy, Tell);
    }

    public Policy Policy { get; }

    public ReplaySummary Summary { get; }

    public VirtualTime Time => time;

    /// <summary>Stops at the first refused line; time still runs to its instant.</summary>
    public bool IsStrict { get; init; }

    /// <summary>
    /// Lines after it are not read, and time runs on to it, itself included; null ends with the last line.
    /// </summary>
    public Instant? Until { get; init; }

    /// <summary>Later lines are not read, and time goes on as <see cref="Until"/> says; null bounds none.</summary>
    public Instant? LastLineAt { get; init; }

    /// <summary>
    /// Lines that stand in no file, ordered by <c>at</c>: each comes after the log's own lines of its instant (S10).
    /// </summary>
    public IReadOnlyList<LogLine> Assumed { get; init; } = [];

    /// <summary>Told of each refused line; the number is 0 for an assumed one.</summary>
    public Action<int, Refusal>? OnRefusal { get; init; }

    /// <summary>Told of the bytes read so far, every few thousand lines.</summary>
    public Action<long>? OnProgress { get; init; }

    /// <summary>True when every line was applied or had nothing to change.</summary>
    public bool Run(Stream log)
    {
        var reader = new LogReader(log, Policy);
        var assumed = 0;
        while (!IsStopped && reader.Read() is { } line && !(line.At > Until) && !(line.At > LastLineAt))
        {
            if (reader.LineNumber % 4096 == 0)
                OnProgress?.Invoke(reader.BytesRead);
            for (; !IsStopped && assumed < Assumed.Count && line.At > Assumed[assumed].At; assumed++)
                Apply(Assumed[assumed], 0);
            if (!IsStopped)
                Apply(line, reader.LineNumber);
        }
        for (; !IsStopped && assumed < Assumed.Count && !(Assumed[assumed].At > Until); assumed++)
            Apply(Assumed[assumed], 0);
        time.Finish(IsStopped ? null : Until);
        return Summary.Refused == 0;
    }

    private bool IsStopped => IsStrict && Summary.Refused > 0;

    /// <summary>Applies one line that is already read.</summary>
    public bool Apply(LogLine line, int number)
    {
        var refusal = time.Apply(line);
        Summary.Line(line, refusal);
        if (refusal is not null)
            OnRefusal?.Invoke(number, refusal);
        return refusal is null;
    }

    private void Tell(Instant at, Core.Tickets.TicketState ticket, Core.Tickets.TicketEvent fact)
    {
        foreach (var sink in sinks)
            sink(at, ticket, fact);
    }
}
