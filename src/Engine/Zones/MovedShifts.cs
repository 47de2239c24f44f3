using System.Collections.Immutable;
using Muster.Core.OnCall;
using Muster.Core.Policies;
using NodaTime;

namespace Muster.Engine.Zones;

/// <summary>Shifts that begin or end elsewhere under the same policy with other zone data (E13).</summary>
internal static class MovedShifts
{
    /// <summary>As far as shifts are looked at.</summary>
    private static readonly Duration Ahead = Duration.FromDays(90);

    /// <summary>Those from <paramref name="now"/> on, by schedule and in order.</summary>
    public static IEnumerable<MovedShift> Between(Policy before, Policy after, Instant now) =>
        from schedule in after.Schedules.Keys.Order(StringComparer.Ordinal)
        from shift in Between(schedule, Shifts(before, schedule, now), Shifts(after, schedule, now))
        select shift;

    private static ImmutableArray<Shift> Shifts(Policy policy, string schedule, Instant now) =>
        new Rota(policy.Schedules[schedule]).Shifts(now, now + Ahead);

    /// <summary>What is in one list alone; two of one person that overlap are one that moved.</summary>
    private static IEnumerable<MovedShift> Between(
        string schedule, ImmutableArray<Shift> before, ImmutableArray<Shift> after)
    {
        var gone = before.Except(after).ToList();
        foreach (var shift in after.Except(before))
        {
            var was = gone.FirstOrDefault(other =>
                other.Person == shift.Person && other.From < shift.To && shift.From < other.To);
            if (was != default)
                gone.Remove(was);
            yield return new MovedShift(
                schedule, shift.Person, was == default ? null : Of(was), Of(shift));
        }
        foreach (var shift in gone)
            yield return new MovedShift(schedule, shift.Person, Of(shift), null);
    }

    private static Interval Of(Shift shift) => new(shift.From, shift.To);
}
