using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files.Pages;

/// <summary>
/// What a report needs beyond one replay: it listens to that one, then reads the log again, once for each further
/// policy and once for the stories of the worst tickets, so that nothing of the log is kept but those.
/// </summary>
/// <param name="log">One that can go back to its beginning.</param>
public sealed class ReplayReading(Stream log, Policy policy, bool strict, Instant? until, bool withMajors = false)
{
    private readonly DeskFigures figures = new(policy);
    private ReplaySummary? summary;

    /// <summary>To be told of the replay's facts.</summary>
    public IEnumerable<FactSink> Sinks => [figures.Fact];

    /// <summary>The replay has come to its end.</summary>
    public void Finish(LogReplay replay)
    {
        figures.Finish(replay.Time);
        summary = replay.Summary;
    }

    /// <summary>The same log under another policy.</summary>
    public OtherPolicy Against(Policy other)
    {
        var tally = new DeskTally(other.Lifecycle.SameCycleWithin);
        var replay = Again(other, tally.Fact);
        return new OtherPolicy(other, replay.Summary, new PolicyComparison(figures.Tally, tally));
    }

    /// <param name="name">What the log is called.</param>
    public ReplayReport Report(string name, OtherPolicy? against)
    {
        var stories = new TicketStories(figures.Worst.Take(ReplayReport.Worst));
        if (stories.All.Count > 0)
            Again(policy, stories.Fact);
        return new ReplayReport(name, policy, summary!, figures, [.. stories.All], against);
    }

    private LogReplay Again(Policy policy, FactSink sink)
    {
        log.Position = 0;
        var replay = new LogReplay(policy, withMajors, sink) { IsStrict = strict, Until = until };
        replay.Run(log);
        return replay;
    }
}
