using Muster.Core.Policies;
using Muster.Core.Tickets;

namespace Muster.Core.Majors;

/// <summary>
/// M1: which tickets are major incidents, or may be. What the ticket itself says is judged with the line that says it;
/// what several tickets on one service say, at the end of its instant.
/// </summary>
public static class MajorDetection
{
    /// <param name="before">The ticket before the line; null for its opening.</param>
    internal static void JudgeLine(Turn turn, TicketState? before)
    {
        if (turn.Policy.Majors is not { RunsByItself: true, Detection: var policy } || !IsUnjudged(turn.Ticket))
            return;
        var (ticket, context) = (turn.Ticket, turn.Context);
        var roseToP1 = ticket.Priority == Priority.P1 && before?.Priority != Priority.P1;
        if (roseToP1 && policy.Words != Detection.Off && PhraseIn(ticket, policy) is { } phrase)
            Found(turn, "words", policy.Words, MajorWords.Highest, $"A P1 that says: {phrase}");
        else if (roseToP1 && policy.Critical != Detection.Off && !Ticket.CameFromRequester(ticket.Source)
            && ticket.Service is { } service && context.Policy.Services.TryGetValue(service, out var known)
            && known.Critical)
            Found(turn, "critical", policy.Critical, MajorWords.Highest,
                $"A critical alert on {service}, which is critical");
        else if (policy.Users != Detection.Off && UsersOf(ticket) is { } users && users >= policy.AffectedUsers
            && !(before is not null && UsersOf(before) >= policy.AffectedUsers))
            Found(turn, "users", policy.Users, "SEV-2", $"{users} users are affected");
    }

    /// <summary>True while the ticket may complete a cluster and nobody has looked.</summary>
    public static bool IsClusterDue(TicketState ticket, Policy policy) =>
        policy.Majors is { RunsByItself: true, Detection.Cluster: not Detection.Off } && ticket.IsOpen
        && IsUrgent(ticket) && ticket.Service is not null && ticket.Major is null;

    internal static void JudgeCluster(Turn turn)
    {
        if (!IsClusterDue(turn.Ticket, turn.Policy))
            return;
        var policy = turn.Policy.Majors.Detection;
        var service = turn.Ticket.Service!;
        var others = turn.Context.Neighbours.UrgentOn(
            service, turn.Ticket.Id, turn.Now - policy.ClusterWithin, turn.Now);
        if (!others.HasMajor && others.Count + 1 >= policy.ClusterOf
            && turn.Ticket.OpenedAt >= turn.Now - policy.ClusterWithin)
            Found(turn, "cluster", policy.Cluster, "SEV-2",
                $"{others.Count + 1} tickets of P1 or P2 on {service} within "
                + Sla.DurationWords.Spell(policy.ClusterWithin));
        else
            turn.Write(new ClusterJudged { Auto = true });
    }

    public static bool IsUrgent(TicketState ticket) => ticket.Priority is Priority.P1 or Priority.P2;

    private static bool IsUnjudged(TicketState ticket) => ticket.IsOpen
        && ticket.Major is null or { Phase: MajorPhase.None };

    private static void Found(Turn turn, string trigger, Detection detection, string severity, string reason)
    {
        if (detection == Detection.Declare)
            Major.DeclareBecause(turn, severity, reason);
        else
            turn.Write(new CandidateRaised(trigger, severity, reason) { Rule = Rule.M1, Auto = true });
    }

    private static string? PhraseIn(TicketState ticket, DetectionPolicy policy) =>
        Escalation.Words.Phrase(ticket.Title, policy.Spelled)
        ?? Escalation.Words.Phrase(ticket.Description, policy.Spelled)
        ?? Escalation.Words.Phrase(ticket.Opening.Text, policy.Spelled);

    private static int? UsersOf(TicketState ticket)
    {
        foreach (var fact in ticket.Impact)
        {
            if (fact.Name == "affectedUsers")
                return int.TryParse(fact.Json.Trim('"').TrimEnd('+'), out var users) ? users : null; // or "1000+"
        }
        return null;
    }
}
