using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What the page Now shows.</summary>
/// <param name="AtRisk">The next deadline first.</param>
/// <param name="Missed">Open, and a target that still counts is missed; the latest first.</param>
/// <param name="AtRiskInAll">How many there are; <see cref="NowReading.MostLooked"/> stands for that or more.</param>
/// <param name="Coming">What time brings next, to whichever ticket.</param>
/// <param name="Latest">What happened last, the latest first.</param>
public sealed record NowView(
    Instant Now,
    IReadOnlyList<TicketLook> AtRisk,
    IReadOnlyList<TicketLook> Missed,
    int AtRiskInAll,
    int MissedInAll,
    IReadOnlyList<ComingUp> Coming,
    IReadOnlyList<WaitingPage> Waiting,
    IReadOnlyList<OnCallLook> OnCall,
    IReadOnlyList<Happened> Latest)
{
    /// <summary>Major incidents that run, whatever is filtered.</summary>
    public IReadOnlyList<MajorLook> Majors { get; init; } = [];
    public string? Team { get; init; }
    public ImmutableArray<Priority> Priorities { get; init; } = [];
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>Why the filter of the address was not taken; null where it was.</summary>
    public string? Fault { get; init; }
}

/// <summary>What time brings to a ticket if nobody does anything.</summary>
public sealed record ComingUp(Instant At, TicketLook Ticket, string? Rule, string What);

/// <summary>A fact of the journal in words.</summary>
/// <param name="At">When it was recorded.</param>
public sealed record Happened(Instant At, string Ticket, string? Rule, string What, string Who, bool IsLoud)
{
    /// <summary>Its place in the ticket's story, from 1; null where it is told outside of that.</summary>
    public long? Number { get; init; }

    /// <summary>When it happened by the latest word of people, where that is not when it was recorded.</summary>
    public Instant? StatedAt { get; init; }

    /// <summary>Its time may be corrected: the coordinator's own are exact.</summary>
    public bool IsCorrectable { get; init; }
}
