using Muster.Core.Calendars;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>Where a ticket stood when something about it was counted.</summary>
public sealed record MetricPlace(Priority Priority, string? Team, string? Service);

/// <summary>What is counted of a ticket.</summary>
public enum CountedKind : byte
{
    /// <summary>A cycle of a clock ended within its target (S6, S7).</summary>
    Kept,

    /// <summary>A cycle of a clock missed its target, whatever came later.</summary>
    Missed,

    /// <summary>Recorded as missed and kept by the times that people stated (section 1): counts as kept, too.</summary>
    Corrected,

    /// <summary>As <see cref="Kept"/>, of a clock that the agreement adds; named.</summary>
    FurtherKept,

    /// <summary>As <see cref="Missed"/>, of a clock that the agreement adds; named.</summary>
    FurtherMissed,

    /// <summary>The first response; spans from the opening.</summary>
    Answered,

    /// <summary>The last resolution; spans from the opening.</summary>
    Resolved,

    Opened,

    /// <summary>The alert ended before anybody began.</summary>
    EndedAlone,

    /// <summary>So many people were paged at once.</summary>
    Paged,
    Warned,
    Withheld,
    AssignedToTeam,
    AssignedToPerson,

    /// <summary>Resolved by a person, whichever time it was.</summary>
    Solved,
    Escalated,

    /// <summary>What the coordinator did by itself, and what people made of it (E14).</summary>
    Act,

    /// <summary>What a ticket's people took to answer the coordinator; spans.</summary>
    Coordinated,

    /// <summary>A major was found or proposed; spans from the fact that it was found in.</summary>
    Detected,

    /// <summary>A report was accepted; spans from the stand-down.</summary>
    Reported,

    /// <summary>Something that fell due was recorded; spans from its due.</summary>
    Noticed,
}

/// <summary>One thing that counts, in 40 bytes: many are kept for long.</summary>
/// <param name="Value">Seconds of what spans; how many of what is paged; else 0.</param>
/// <param name="Name">Of the person of an assignment or a resolution, of a further clock; null for nobody.</param>
/// <param name="Detail">The clock, its cycle, the rule: read by what follows.</param>
public readonly record struct Counted(
    CountedKind Kind, MetricPlace Place, double Value, string? Name, byte Detail, byte Judged)
{
    private const int First = 2;

    private readonly Stamp at;

    /// <summary>When it happened, by the latest word about it.</summary>
    public Instant At { get => at.At; init => at = value; }

    public ClockKind Clock => (ClockKind)(Detail & 1);

    /// <summary>Of a clock: in its first cycle.</summary>
    public bool IsFirst => (Detail & First) != 0;

    public Rule Rule => (Rule)Detail;

    /// <summary>Of an act; null while it is not judged.</summary>
    public Verdict? Verdict => Judged == 0 ? null : (Verdict)(Judged - 1);

    internal static Counted Of(CountedKind kind, Instant at, MetricPlace place) => new(kind, place, 0, null, 0, 0)
    {
        At = at,
    };

    internal static Counted Span(CountedKind kind, Instant at, MetricPlace place, Duration span) =>
        Of(kind, at, place) with { Value = Math.Max(0, span.TotalSeconds) }; // a clock may have been set back

    internal static Counted Outcome(CountedKind kind, Instant at, MetricPlace place, ClockKind clock, int cycle) =>
        Of(kind, at, place) with { Detail = (byte)((int)clock | (cycle == 1 ? First : 0)) };

    internal static Counted By(CountedKind kind, Instant at, MetricPlace place, Rule rule) =>
        Of(kind, at, place) with { Detail = (byte)rule };

    internal Counted As(Verdict verdict) => this with { Judged = (byte)((int)verdict + 1) };
}
