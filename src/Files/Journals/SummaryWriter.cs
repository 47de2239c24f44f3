using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;

namespace Muster.Files.Journals;

/// <summary>The summary of a replay as JSON (CONTRACT, "Summary").</summary>
public static class SummaryWriter
{
    /// <param name="wallSeconds">How long the run took; the only figure that differs between two runs.</param>
    /// <param name="against">What another policy makes of the same log; null where none was asked for.</param>
    public static void Write(
        Utf8JsonWriter json, ReplaySummary summary, Policy policy, double wallSeconds, OtherPolicy? against = null)
    {
        json.WriteStartObject();
        WriteFigures(json, summary, policy);
        json.WriteNumber("wallSeconds", Math.Round(wallSeconds, 3));
        json.WriteNumber("eventsPerSecond", Math.Round(summary.Events / Math.Max(wallSeconds, 0.001)));
        if (against is not null)
            AgainstWriter.Write(json, summary, policy, against);
        json.WriteEndObject();
    }

    /// <summary>Everything but the timing, into an object that is already begun.</summary>
    public static void WriteFigures(Utf8JsonWriter json, ReplaySummary summary, Policy policy)
    {
        json.WriteNumber("tickets", summary.Tickets);
        json.WriteNumber("events", summary.Events);
        json.WriteNumber("refused", summary.Refused);
        json.WriteNumber("imported", summary.Imported);
        json.WriteNumber("forced", summary.Forced);
        json.WriteStartObject("escalations");
        foreach (var (rule, count) in summary.Escalations)
            json.WriteNumber(rule.ToString(), count);
        json.WriteEndObject();
        json.WriteStartObject("breaches");
        EachClock(json, summary, (clock, priority) =>
            json.WriteNumber(priority.ToString(), summary.Of(clock, priority).Breached));
        json.WriteEndObject();
        json.WriteStartObject("compliance");
        EachClock(json, summary, (clock, priority) => WriteCompliance(json, priority, summary.Of(clock, priority)));
        json.WriteEndObject();
        json.WriteNumber("autoClosed", summary.AutoClosed);
        json.WriteNumber("autoPending", summary.AutoPending);
        json.WriteNumber("reopened", summary.Reopened);
        json.WriteStartObject("assignments");
        foreach (var (times, tickets) in summary.Assignments)
            json.WriteNumber($"{times}", tickets);
        json.WriteEndObject();
        json.WriteStartObject("verdicts");
        foreach (var (rule, verdicts) in summary.Verdicts.Rules)
            WriteVerdicts(json, rule, verdicts);
        json.WriteEndObject();
        json.WriteString("policy", policy.Version);
        json.WriteString("zones", policy.Zones.Version);
    }

    private static void EachClock(Utf8JsonWriter json, ReplaySummary summary, Action<ClockName, Priority> write)
    {
        foreach (var clock in summary.Clocks)
        {
            json.WriteStartObject($"{clock}");
            foreach (var priority in Enum.GetValues<Priority>())
                write(clock, priority);
            json.WriteEndObject();
        }
    }

    private static void WriteCompliance(Utf8JsonWriter json, Priority priority, Compliance compliance)
    {
        json.WriteStartObject(priority.ToString());
        json.WriteNumber("met", compliance.Met);
        json.WriteNumber("breached", compliance.Breached);
        WriteShare(json, "compliance", compliance.Share);
        WriteShare(json, "firstCycle", compliance.FirstCycle);
        json.WriteEndObject();
    }

    private static void WriteVerdicts(Utf8JsonWriter json, Rule rule, RuleVerdicts verdicts)
    {
        json.WriteStartObject(rule.ToString());
        json.WriteNumber("useful", verdicts.Useful);
        json.WriteNumber("noise", verdicts.Noise);
        json.WriteNumber("late", verdicts.Late);
        json.WriteNumber("unjudged", verdicts.Unjudged);
        WriteShare(json, "accuracy", verdicts.Accuracy);
        json.WriteBoolean("belowFloor", verdicts.IsBelowFloor);
        json.WriteEndObject();
    }

    private static void WriteShare(Utf8JsonWriter json, string name, double? share)
    {
        if (share is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }
}
