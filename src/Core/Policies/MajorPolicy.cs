using System.Collections.Immutable;
using NodaTime;

namespace Muster.Core.Policies;

/// <summary>The figures of BEHAVIOUR section 5.</summary>
/// <param name="Roles">By the role's name, whom to ask for it, the first to be asked first (M4).</param>
/// <param name="RoleTimeout">How long one who was offered a role has to take it before the next is asked.</param>
/// <param name="Box">The time that the rapid diagnosis has (M3).</param>
/// <param name="BoxAnswer">How long the commander may take to answer what its end asks (M3).</param>
/// <param name="RemindBefore">How long before a promised update its writer is reminded (M6).</param>
/// <param name="Watch">How long a restored service is watched (M7).</param>
/// <param name="BridgeLink">A link in which <c>{ticket}</c> stands for the number; null for none.</param>
/// <param name="Widen">Who is asked to help beside those who have a role; the next team's people where empty.</param>
/// <param name="ReviewAt">The local time of the review, in the zone of the ticket's calendar (M7).</param>
/// <param name="ActionReminder">How long after a reminder of an action that is overdue the next one comes (R4).</param>
public sealed record MajorPolicy(
    DetectionPolicy Detection,
    ImmutableDictionary<string, ImmutableArray<string>> Roles,
    Duration RoleTimeout,
    Duration Box,
    Duration BoxAnswer,
    Duration RemindBefore,
    Duration Watch,
    string? BridgeLink,
    ImmutableArray<string> Widen,
    LocalTime ReviewAt,
    Duration ActionReminder,
    ImmutableDictionary<string, SeverityPolicy> Severities,
    ImmutableDictionary<string, StakeholderList> Stakeholders)
{
    /// <summary>False where nothing happens but what is said, as in a replay that was not told otherwise.</summary>
    public bool RunsByItself { get; init; } = true;

    /// <summary>What a severity asks for; of one that the policy does not know, what the highest does.</summary>
    public SeverityPolicy Of(string severity) =>
        Severities.GetValueOrDefault(severity) ?? Severities[Majors.MajorWords.Highest];
}

/// <summary>What is done at a fact that may be a major incident (M1).</summary>
public enum Detection
{
    Off,
    Propose,
    Declare,
}

/// <summary>M1: what looks like a major incident, and what is done about it.</summary>
/// <param name="AffectedUsers">From so many on.</param>
/// <param name="ClusterOf">So many of P1 and P2 on one service, opened within <paramref name="ClusterWithin"/>.</param>
/// <param name="Phrases">Words that say a complete outage, a loss of data or a breach.</param>
public sealed record DetectionPolicy(
    Detection Words, Detection Users, Detection Cluster, Detection Critical,
    int AffectedUsers, int ClusterOf, Duration ClusterWithin, ImmutableArray<string> Phrases)
{
    internal ImmutableArray<ImmutableArray<string>> Spelled { get; } = Escalation.Words.Phrases(Phrases);
}

/// <summary>What a severity asks for (M2).</summary>
/// <param name="Response">In words: war room, rapid response, standard.</param>
/// <param name="Updates">How long after a status update the next one is promised.</param>
/// <param name="Audience">Names of stakeholder lists.</param>
public sealed record SeverityPolicy(string Response, Duration Updates, ImmutableArray<string> Audience);

/// <summary>
/// Who is told of majors: those of the severities, services and customers that it names, of all where it names none.
/// </summary>
/// <param name="To">
/// <c>person:cto</c>, <c>role:…</c>, <c>team:…</c>, <c>mail:board@example.org</c>, <c>slack:#status</c>,
/// <c>webhook:https://…</c>.
/// </param>
public sealed record StakeholderList(
    ImmutableArray<string> To, ImmutableArray<string> Severities, ImmutableArray<string> Services,
    ImmutableArray<string> Customers);
