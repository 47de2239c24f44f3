using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Majors;

/// <summary>Where a ticket stands under major-incident procedure.</summary>
public enum MajorPhase
{
    /// <summary>It is none; its report has facts of its own all the same.</summary>
    None,

    /// <summary>It may be one; nobody has said so (M1).</summary>
    Candidate,

    /// <summary>Somebody said that it is none.</summary>
    Rejected,

    Declared,

    /// <summary>Restored, and watched for a relapse (M7).</summary>
    Watched,

    StoodDown,
}

/// <summary>The instants that a major incident is measured by (M8), in their order.</summary>
public enum Milestone
{
    Started,
    Detected,
    Declared,
    Assembled,
    Diagnosed,
    Mitigated,
    Resolved,
    StoodDown,
}

/// <summary>A role, who has it and who was asked to take it (M4).</summary>
/// <param name="Offered">Who was asked last and has not answered.</param>
/// <param name="Asked">Everybody who was asked in this round, so that the next is somebody else.</param>
public sealed record RoleHolding(string Role)
{
    public string? Holder { get; init; }
    public string? Offered { get; init; }
    public Instant? OfferedAt { get; init; }
    public ImmutableArray<string> Asked { get; init; } = [];
}

/// <summary>A thing to do in a major incident.</summary>
public sealed record MajorTask(int Number, string Text, string? To, Instant? Until)
{
    /// <summary>The number of the rapid diagnosis, which the declaration asks for (M3); what people add begins at 1.
    /// </summary>
    public const int Diagnosis = 0;

    public Instant? EndedAt { get; init; }
    public bool Cancelled { get; init; }
}

public sealed record MajorDecision(int Number, string Text, Instant? Until)
{
    /// <summary>The scribe was asked whether it worked (M5).</summary>
    public bool IsAsked { get; init; }
}

public sealed record ActionItem(
    int Number, string Text, string? To, Instant? Until, Priority? Priority, string? Class, Horizon? Horizon)
{
    public ActionStatus Status { get; init; }
    public Instant? ChangedAt { get; init; }
    public string? Verification { get; init; }

    public Instant? RemindedAt { get; init; }
}

public readonly record struct ReachedMilestone(Milestone Milestone, Instant At)
{
    /// <summary>It follows from another fact; no person has said when it was.</summary>
    public bool IsDerived { get; init; }
}

/// <summary>A ticket as a major incident: the fold of its major facts.</summary>
public sealed record MajorState
{
    public MajorPhase Phase { get; init; }
    public string Severity { get; init; } = MajorWords.Highest;

    /// <summary>Why it was thought to be one (M1); null where a person declared it by themselves.</summary>
    public string? Reason { get; init; }
    public Instant Since { get; init; }
    public Instant? DeclaredAt { get; init; }
    public ImmutableArray<RoleHolding> Roles { get; init; } = [];
    public string? BridgeLink { get; init; }
    public string? BridgeChannel { get; init; }

    /// <summary>The box of the rapid diagnosis ends then; null while none runs (M3).</summary>
    public Instant? BoxUntil { get; init; }

    /// <summary>The commander is asked what to do until then; null while nothing is asked.</summary>
    public Instant? BoxAnswerBy { get; init; }
    public int Boxes { get; init; }

    /// <summary>The promised time of the next status update (M6); null where none is promised.</summary>
    public Instant? NextUpdateAt { get; init; }
    public bool IsReminded { get; init; }
    public string? LastStatus { get; init; }
    public string? LastPhase { get; init; }
    public Instant? LastPostedAt { get; init; }

    /// <summary>What has happened since the last status update, in words, at most the latest 20 (M6).</summary>
    public ImmutableArray<string> News { get; init; } = [];

    public Instant? WatchUntil { get; init; }
    public string? ConfirmedBy { get; init; }
    public Instant? ReviewAt { get; init; }

    public ImmutableArray<MajorTask> Tasks { get; init; } = [];
    public ImmutableArray<MajorDecision> Decisions { get; init; } = [];
    public ImmutableArray<ActionItem> Actions { get; init; } = [];
    public ImmutableArray<ReachedMilestone> Milestones { get; init; } = [];
    public int Whys { get; init; }

    /// <summary>When a person accepted the report as it is; null while it is a draft (R1).</summary>
    public Instant? ReportAcceptedAt { get; init; }

    public bool IsActive => Phase is MajorPhase.Declared or MajorPhase.Watched;

    /// <summary>It was declared once, so that there is something to report.</summary>
    public bool WasDeclared => DeclaredAt is not null;

    /// <summary>When it was reached as a person stated it; null where nobody has.</summary>
    internal Instant? Stated(Milestone milestone) =>
        Milestones.Any(known => known.Milestone == milestone && !known.IsDerived) ? At(milestone) : null;

    public Instant? At(Milestone milestone)
    {
        foreach (var reached in Milestones)
        {
            if (reached.Milestone == milestone)
                return reached.At;
        }
        return null;
    }

    public RoleHolding? Role(string role) => Roles.FirstOrDefault(held => held.Role == role);

    /// <summary>The role as this person has it or was offered it: a major has one of each but the responders.</summary>
    public RoleHolding? Role(string role, string person) => role != MajorWords.Responder
        ? Role(role)
        : Roles.FirstOrDefault(held => held.Role == role && MajorWords.Same(held.Holder ?? held.Offered, person));

    public MajorTask? Task(int number) => Tasks.FirstOrDefault(task => task.Number == number);

    internal int NextTask => Tasks.Count(task => task.Number != MajorTask.Diagnosis) + 1;

    public string? HolderOf(string role) => Role(role)?.Holder;

    /// <summary>The role that somebody has, compared without case; null for none.</summary>
    public string? RoleOf(string? person) =>
        Roles.FirstOrDefault(held => person is not null && MajorWords.Same(held.Holder, person))?.Role;

    internal MajorState With(Milestone milestone, Instant at, bool isDerived = false) => this with
    {
        Milestones =
        [
            .. Milestones.Where(known => known.Milestone != milestone),
            new(milestone, at) { IsDerived = isDerived },
        ],
    };

    /// <summary>Reached for the first time: what was stated or reached before stays.</summary>
    internal MajorState Reaching(Milestone milestone, Instant at, bool isDerived = true) =>
        At(milestone) is null ? With(milestone, at, isDerived) : this;

    internal MajorState With(RoleHolding? old, RoleHolding holding) => this with
    {
        Roles = old is null ? Roles.Add(holding) : Roles.Replace(old, holding),
    };
}
