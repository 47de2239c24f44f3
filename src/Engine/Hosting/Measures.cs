using System.Diagnostics;
using System.Diagnostics.Metrics;
using Muster.Engine.Tickets;

namespace Muster.Engine.Hosting;

/// <summary>What the engine counts and where its time goes, for whoever listens; without a listener it costs nothing.
/// No ticket, person or text is ever a label.</summary>
public static class Measures
{
    /// <summary>Of the meter and of the spans.</summary>
    public const string Name = "Muster";

    /// <summary>From a command to its facts, and each step of the deadline loop.</summary>
    public static readonly ActivitySource Spans = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Commands =
        Meter.CreateCounter<long>("muster.commands", "{command}", "Commands by verb and by what became of them.");

    private static readonly Counter<long> Alerts = Meter.CreateCounter<long>(
        "muster.alerts", "{alert}", "Alerts by the kind of their sender and by what became of them.");

    private static readonly Histogram<double> Lag = Meter.CreateHistogram(
        "muster.deadline.lag", "s", "From the instant at which something was due to its facts being on the disk.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600, 3_600],
        });

    /// <summary>A command was answered.</summary>
    /// <param name="answer">Null where it broke.</param>
    public static void Count(string verb, TicketAnswer? answer) => Commands.Add(
        1, new KeyValuePair<string, object?>("verb", verb), new KeyValuePair<string, object?>("outcome", answer switch
        {
            TicketAnswer.Done { Repeated: true } => "repeated",
            TicketAnswer.Done => "done",
            TicketAnswer.Refused => "refused",
            TicketAnswer.Unknown => "unknown-ticket",
            TicketAnswer.Stale => "stale",
            TicketAnswer.KeyReused => "key-reused",
            TicketAnswer.AliasTaken => "alias-taken",
            TicketAnswer.Overloaded => "overloaded",
            _ => "broken",
        }));

    /// <summary>A sender's alert was answered.</summary>
    /// <param name="kind">Of its integration: one of a few words.</param>
    /// <param name="outcome">As <c>AlertOutcome</c> has it, refused where its body could not be taken, or broken.
    /// </param>
    public static void CountAlert(string kind, string outcome) => Alerts.Add(
        1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Something due was brought about so much later.</summary>
    public static void Late(NodaTime.Duration lag) => Lag.Record(Math.Max(0, lag.TotalSeconds));
}
