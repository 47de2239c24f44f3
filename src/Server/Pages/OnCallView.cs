using System.Collections.Immutable;
using Muster.Core.OnCall;
using Muster.Core.Policies;
using NodaTime;
using NodaTime.Text;

namespace Muster.Server.Pages;

/// <summary>Who is on call in one week of UTC, Monday to Monday, by the policy in force (E13).</summary>
public sealed record OnCallView(Instant Now, LocalDate Monday, IReadOnlyList<ScheduleWeek> Schedules, Policy Policy)
{
    /// <summary>The weeks that can be looked at, to either side of the present one.</summary>
    private const int FarthestWeek = 260;

    private static readonly LocalDatePattern Pattern = LocalDatePattern.Iso;

    public Refused? Refused { get; init; }
    public string? Done { get; init; }

    public Instant From => Monday.AtMidnight().InUtc().ToInstant();

    public Instant To => From + Duration.FromDays(7);

    public static string PathOf(LocalDate monday) => $"{Access.PageRules.OnCall}?week={Pattern.Format(monday)}";

    /// <summary>The Monday of the week that a day lies in; of the present one where the day is none, or far off.
    /// </summary>
    public static LocalDate MondayOf(string? day, Instant now)
    {
        var here = Start(now.InUtc().Date);
        return Pattern.Parse(day ?? "") is { Success: true, Value: var named }
            && Math.Abs(Period.DaysBetween(here, named)) <= 7 * FarthestWeek ? Start(named) : here;
    }

    private static LocalDate Start(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);
}

/// <summary>The week of one schedule.</summary>
/// <param name="Overrides">Those that lie in the week, or are to come.</param>
/// <param name="Unreachable">Who is on call in the week and cannot be told.</param>
/// <param name="Form">Puts somebody in for a while; null for who may not.</param>
public sealed record ScheduleWeek(
    OnCallLook Look, string Zone, ImmutableArray<Shift> Shifts, ImmutableArray<Gap> Gaps,
    IReadOnlyList<Override> Overrides, ImmutableArray<Unreachable> Unreachable, VerbChoice? Form)
{
    public string Name => Look.Schedule;

    public static ScheduleWeek Of(
        OnCallLook look, Schedule schedule, (Instant From, Instant To) week, Policy policy, bool mayOverride)
    {
        var rota = new Rota(schedule);
        return new ScheduleWeek(
            look, schedule.Zone.Id, rota.Shifts(week.From, week.To), rota.Gaps(week.From, week.To),
            [.. schedule.Overrides.Where(over => over.To > week.From && over.From < over.To)
                .OrderBy(over => over.From)],
            policy.People.Count == 0 ? [] : rota.Unreachable(week.From, week.To, policy.People),
            mayOverride ? VerbChoice.Overriding(look.Schedule) : null);
    }
}
