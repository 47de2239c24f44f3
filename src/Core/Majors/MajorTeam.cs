using Muster.Core.OnCall;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Turn = Muster.Core.Tickets.Turn;

namespace Muster.Core.Majors;

/// <summary>
/// Who is asked to take a role (M3, M4): those whom the policy names for it, then the people of the ticket's team,
/// whoever is on call first. One person is asked for one role; once all were asked, it begins again.
/// </summary>
internal static class MajorTeam
{
    public static void Offer(Turn turn, string role, Rule rule)
    {
        if (NextFor(turn, role) is { } person)
            turn.Write(new RoleOffered(role, person, null) { Rule = rule, Auto = true });
        else if (!turn.Policy.People.IsEmpty || !turn.Policy.Teams.IsEmpty)
            turn.Write(new RoleStillOpen(role) { Auto = true });
    }

    /// <summary>Asks further people to help: those whom the policy names, or those of the next team.</summary>
    public static void Widen(Turn turn)
    {
        var major = turn.Ticket.Major!;
        var policy = turn.Policy;
        var targets = !policy.Majors.Widen.IsEmpty
            ? policy.Majors.Widen
            : TeamOf(turn) is { EscalatesTo: { } next } ? [$"team:{next}"] : [];
        foreach (var person in targets.SelectMany(target => PagingTargets.MeantBy(target, policy, turn.Now)).Distinct())
        {
            if (major.RoleOf(person) is null && PagingTargets.CanBeTold(person, policy)
                && major.Role(MajorWords.Responder, person) is null)
                turn.Write(new RoleOffered(MajorWords.Responder, person, null) { Rule = Rule.M3, Auto = true });
        }
    }

    private static string? NextFor(Turn turn, string role)
    {
        var major = turn.Ticket.Major!;
        var free = Candidates(turn, role).Where(person => !HasAnother(major, person, role)).ToList();
        var asked = major.Role(role)?.Asked ?? [];
        return free.FirstOrDefault(person => !asked.Contains(person, StringComparer.OrdinalIgnoreCase))
            ?? free.FirstOrDefault();
    }

    private static IEnumerable<string> Candidates(Turn turn, string role)
    {
        var (policy, now) = (turn.Policy, turn.Now);
        var named = policy.Majors.Roles.GetValueOrDefault(role, []);
        IEnumerable<string?> own = [];
        if (TeamOf(turn) is { } team)
        {
            string[] onCall = team.Schedule is { } schedule && policy.Schedules.TryGetValue(schedule, out var known)
                && new Rota(known).WhoIsOnCall(now) is { } person ? [person] : [];
            own = role == MajorWords.Commander
                ? [team.Lead, team.Manager, .. onCall, .. team.Members]
                : [.. onCall, .. team.Members, team.Lead, team.Manager];
        }
        return named.SelectMany(target => PagingTargets.MeantBy(target, policy, now)).Concat(own)
            .OfType<string>()
            .Where(person => PagingTargets.CanBeTold(person, policy))
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static Team? TeamOf(Turn turn)
    {
        var (ticket, policy) = (turn.Ticket, turn.Policy);
        var name = ticket.Team ?? (ticket.Service is { } service
            && policy.Services.TryGetValue(service, out var known) ? known.Owner : null);
        return name is null ? null : policy.Teams.GetValueOrDefault(name);
    }

    private static bool HasAnother(MajorState major, string person, string role) => major.Roles.Any(held =>
        held.Role != role && (MajorWords.Same(held.Holder, person) || MajorWords.Same(held.Offered, person)));
}
