using System.Diagnostics.Metrics;
using System.Reflection;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Composition;

/// <summary>
/// The figures of one server: its requests, and what stands in its store as it was counted last. No ticket, person or
/// text is ever a label.
/// </summary>
internal sealed class HouseMeasures : IDisposable
{
    public const string Name = "Muster.Server";

    private readonly Meter meter = new(Name);
    private readonly House house;
    private readonly Histogram<double> requests;
    private volatile StoreFigures? figures;

    public HouseMeasures(House house)
    {
        this.house = house;
        requests = meter.CreateHistogram(
            "muster.request.duration", "s", "From a request to the end of its answer, by route, method and status.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            });
        meter.CreateObservableGauge(
            "muster.loop.age", Loops, "s", "Since a loop last finished a step; since the start before its first.");
        meter.CreateObservableGauge(
            "muster.loop.stalled", Stalled, null, "1 where a loop has not finished a step in time, else 0.");
        Counted("muster.deadlines.due", "{stream}", "Streams that are due and were not woken yet.", f => f.StreamsDue);
        Counted("muster.outbox.waiting", "{message}", "Messages neither delivered nor refused.", f => f.Unsent);
        Counted("muster.store.size", "By", "Size of the store on the disk.", f => f.Bytes);
        meter.CreateObservableGauge(
            "muster.outbox.oldest.age", OldestUnsent, "s", "How long the oldest one that may go waits; 0 for none.");
        meter.CreateObservableGauge(
            "muster.tickets.open", OpenTickets, "{ticket}", "Open tickets by priority and state.");
        meter.CreateObservableGauge(
            "muster.status.differs", () => house.Status.Differs?.TotalSeconds ?? 0, "s",
            "How long the status page has not said what the store says; 0 where it does.");
        meter.CreateObservableGauge(
            "muster.status.public.differs", () => house.Status.Public?.Differs?.TotalSeconds ?? 0, "s",
            "How long readers at status.url have not found what was written; 0 where they do, or none is set.");
        meter.CreateObservableGauge("muster.build.info", Build, null, "1, with the version as a label.");
    }

    /// <summary>As counted last; null before the first time.</summary>
    public StoreFigures? Figures
    {
        get => figures;
        set => figures = value;
    }

    /// <summary>A request was answered.</summary>
    public void Answered(string method, string route, int status, TimeSpan took) => requests.Record(
        took.TotalSeconds,
        new("method", method), new("route", route), new("status", status));

    public void Dispose() => meter.Dispose();

    private void Counted(string name, string unit, string description, Func<StoreFigures, long> figure) =>
        meter.CreateObservableGauge<long>(
            name,
            () => figures is { } known ? (Measurement<long>[])[new(figure(known))] : [],
            unit,
            description);

    private IEnumerable<Measurement<double>> Loops()
    {
        var now = Instant.FromDateTimeOffset(house.Time.GetUtcNow());
        return house.Loops.Look().Select(loop => new Measurement<double>(
            (now - (loop.LastStepAt ?? loop.NextStepAt)).TotalSeconds, Of("loop", loop.Name)));
    }

    private IEnumerable<Measurement<int>> Stalled() =>
        house.Loops.Look().Select(loop => new Measurement<int>(loop.IsStalled ? 1 : 0, Of("loop", loop.Name)));

    private IEnumerable<Measurement<double>> OldestUnsent() => figures is not { } known
        ? []
        : [new(known.OldestUnsentAt is { } oldest ? Math.Max(0, (house.Now - oldest).TotalSeconds) : 0)];

    private IEnumerable<Measurement<long>> OpenTickets() =>
        from pair in figures?.Open ?? new Dictionary<(Core.Tickets.Priority, Core.Tickets.TicketStatus), long>()
        select new Measurement<long>(
            pair.Value, Of("priority", $"{pair.Key.Priority}"), Of("state", $"{pair.Key.State}"));

    private static IEnumerable<Measurement<int>> Build() => [new(1, Of("version", Version))];

    public static string Version { get; } =
        typeof(HouseMeasures).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            .Split('+')[0] ?? "0";

    private static KeyValuePair<string, object?> Of(string label, string value) => new(label, value);
}
