using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Sla;
using Muster.Core.Tickets;

namespace Muster.Cli;

/// <summary>The summary of a replay in ten lines, for a person at a terminal.</summary>
internal static class SummaryText
{
    /// <param name="wallSeconds">How long the run took.</param>
    public static void Write(TextWriter text, ReplaySummary summary, Policy policy, double wallSeconds)
    {
        var rate = summary.Events / Math.Max(wallSeconds, 0.001);
        text.WriteLine($"tickets      {summary.Tickets:N0}, {summary.Events:N0} events");
        text.WriteLine($"lines        {summary.Refused:N0} refused, {summary.Imported:N0} imported, "
            + $"{summary.Forced:N0} events forced");
        text.WriteLine("escalations  " + List(summary.Escalations.Select(e => $"{e.Key} {e.Value:N0}")));
        text.WriteLine("breaches     " + List(summary.Clocks.Select(clock =>
            $"{clock} {Enum.GetValues<Priority>().Sum(p => summary.Of(clock, p).Breached):N0}")));
        var width = summary.Clocks.Max(clock => $"{clock}".Length);
        foreach (var clock in summary.Clocks)
            text.WriteLine($"{(clock == ClockKind.Response ? "compliance" : ""),-12} {$"{clock}".PadRight(width)} "
                + List(Enum.GetValues<Priority>().Select(p => $"{p} {Share(summary.Of(clock, p).Share)}")));
        text.WriteLine($"life         {summary.AutoClosed:N0} closed, {summary.AutoPending:N0} set to wait "
            + $"by themselves, {summary.Reopened:N0} reopened");
        text.WriteLine("assignments  " + List(summary.Assignments.Take(6).Select(a => $"{a.Key}× {a.Value:N0}")));
        text.WriteLine($"policy       {policy.Version}, zone data {policy.Zones.Version}");
        text.WriteLine($"took         {wallSeconds:0.00} s, {rate:N0} events a second");
    }

    private static string Share(double? share) => share is { } known ? $"{known * 100:0.0} %" : "–";

    private static string List(IEnumerable<string> parts) =>
        string.Join(", ", parts) is { Length: > 0 } some ? some : "none";
}
