using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Policies;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>S10: "if Monday were a holiday".</summary>
public static class AssumedHoliday
{
    /// <summary>
    /// The policy with one more holiday in a calendar, or in all of them where none is named. Its version says so.
    /// </summary>
    /// <returns>Null where no calendar has that name.</returns>
    public static Policy? In(Policy policy, LocalDate day, string? calendar)
    {
        if (calendar is not null && !policy.Calendars.ContainsKey(calendar))
            return null;
        var changed = policy.Calendars
            .Where(named => calendar is null || named.Key == calendar)
            .ToDictionary(
                named => named.Value,
                named => new BusinessCalendar(named.Value.Zone, named.Value.Week, [.. named.Value.Holidays, day]),
                (IEqualityComparer<BusinessCalendar>)ReferenceEqualityComparer.Instance);
        var where = calendar is null ? "" : $" in {calendar}";
        return policy with
        {
            Version = $"{policy.Version} with {NodaTime.Text.LocalDatePattern.Iso.Format(day)} a holiday{where}",
            Calendars = policy.Calendars.ToImmutableDictionary(named => named.Key, named => Of(named.Value)),
            Sla = [.. policy.Sla.Select(entry => entry with { Calendar = Of(entry.Calendar) })],
        };

        BusinessCalendar Of(BusinessCalendar known) => changed.GetValueOrDefault(known, known);
    }
}
