using System.Collections.Immutable;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>How a component does; the worse, the higher.</summary>
public enum Health
{
    Operational,
    Degraded,
    PartialOutage,
    MajorOutage,
}

/// <summary>All that the public status page says, whatever it is written as.</summary>
/// <param name="Incidents">Of the last <see cref="Days"/> days and all that are open, the newest first.</param>
public sealed record StatusView(
    string Name, Instant At, ImmutableArray<StatusService> Services, ImmutableArray<StatusIncident> Incidents)
{
    /// <summary>The history of a component is so many dates long, today included.</summary>
    public const int Days = 90;

    /// <summary>How long an incident that is over is told on the page itself.</summary>
    public static readonly Duration Told = Duration.FromDays(14);

    public IEnumerable<StatusComponent> Components => Services.SelectMany(service => service.Components);

    public IEnumerable<StatusIncident> Open => Incidents.Where(incident => incident.IsOpen);

    public IEnumerable<StatusIncident> Past =>
        Incidents.Where(incident => incident.ResolvedAt is { } end && At - end <= Told);

    /// <summary>The worst of every component and every open incident: one on no service shows, too.</summary>
    public Health Worst => Components.Select(component => component.Health)
        .Concat(Open.Select(incident => incident.Health)).DefaultIfEmpty().Max();
}

/// <summary>A service of the policy; a group where it has several components.</summary>
public sealed record StatusService(string Id, string Name, ImmutableArray<StatusComponent> Components)
{
    public bool IsGroup => Components.Length > 1;

    public Health Health => Components.Max(component => component.Health);
}

/// <param name="Derived">How it does by what is open.</param>
/// <param name="Days">The oldest first.</param>
public sealed record StatusComponent(string Id, string Name, Health Derived, ImmutableArray<StatusDay> Days)
{
    /// <summary>As it is shown: somebody's word before what follows from the majors.</summary>
    public Health Health { get; init; } = Derived;

    /// <summary>Until when somebody's word holds; exclusive; null where nobody said anything.</summary>
    public Instant? SetUntil { get; init; }
}

/// <summary>A date in UTC, how a component did at worst, and for how much of it that was not well.</summary>
public readonly record struct StatusDay(LocalDate On, Health Worst, Duration Unwell);

/// <summary>A major incident in public words.</summary>
/// <param name="Title">Names nobody.</param>
/// <param name="Phase">investigating, identified, monitoring or resolved.</param>
/// <param name="NextUpdateAt">The promised time of the next update; null where none is promised.</param>
/// <param name="Updates">The newest first.</param>
/// <param name="Spells">When it was open, and how grave it was then.</param>
public sealed record StatusIncident(
    string Id, string Title, string? Service, Health Health, string Phase, Instant StartedAt, Instant? MonitoringAt,
    Instant? ResolvedAt, Instant? NextUpdateAt, ImmutableArray<StatusUpdate> Updates, ImmutableArray<Spell> Spells)
{
    public bool IsOpen => ResolvedAt is null;

    public Instant UpdatedAt => Updates.IsEmpty ? StartedAt : Updates[0].At;
}

/// <param name="Id">Stable: the ticket and the fact's place in its story.</param>
/// <param name="Html">The template's words; what others wrote is escaped in it.</param>
public sealed record StatusUpdate(string Id, string Phase, Instant At, string Html)
{
    public string Text => PublicWords.Plain(Html);
}

/// <param name="To">Exclusive; null while it lasts.</param>
public readonly record struct Spell(Instant From, Instant? To, Health Health);
