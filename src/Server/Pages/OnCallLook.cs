using Muster.Core.OnCall;
using Muster.Core.Paging;
using Muster.Core.Policies;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>Who answers for a schedule at present, and who does so next.</summary>
/// <param name="Person">Null is nobody.</param>
/// <param name="Until">When that changes; null where it does not within two weeks.</param>
/// <param name="Reachable">False where the policy knows no way to reach the person.</param>
public sealed record OnCallLook(
    string Schedule, string? Person, string? Name, Instant? Until, string? NextPerson, bool Reachable)
{
    private static readonly Duration Ahead = Duration.FromDays(14);

    public static IReadOnlyList<OnCallLook> All(Policy policy, Instant now) =>
        [.. policy.Schedules.OrderBy(named => named.Key, StringComparer.Ordinal)
            .Select(named => Of(named.Key, new Rota(named.Value), policy, now))];

    private static OnCallLook Of(string schedule, Rota rota, Policy policy, Instant now)
    {
        var person = rota.WhoIsOnCall(now);
        var shifts = rota.Shifts(now, now + Ahead);
        // nobody until somebody's shift begins; somebody until theirs ends, and then whoever follows at once
        var until = person is null ? shifts.FirstOrDefault().Person is null ? (Instant?)null : shifts[0].From
            : shifts[0].To < now + Ahead ? shifts[0].To : null;
        var next = person is null ? shifts.FirstOrDefault().Person
            : shifts.Length > 1 && shifts[1].From == shifts[0].To ? shifts[1].Person : null;
        var known = person is not null && policy.People.TryGetValue(person, out var found) ? found : null;
        return new OnCallLook(
            schedule, person, known?.Name, until, next, person is null || PagingTargets.CanBeTold(person, policy));
    }
}
