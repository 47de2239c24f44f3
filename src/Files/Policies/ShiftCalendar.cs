using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Muster.Core.OnCall;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>Shifts as iCalendar (RFC 5545), for whoever wants them beside their own days.</summary>
public static class ShiftCalendar
{
    /// <param name="now">Stands as the stamp of every event.</param>
    public static string Write(string schedule, IEnumerable<Shift> shifts, Instant now)
    {
        var calendar = new Calendar { ProductId = "-//Muster//On call//EN" };
        calendar.AddProperty("X-WR-CALNAME", $"On call: {schedule}");
        foreach (var shift in shifts)
        {
            calendar.Events.Add(new CalendarEvent
            {
                // the same shift is the same event in every reading
                Uid = $"{Rfc3339.Format(shift.From)}-{Uri.EscapeDataString(shift.Person)}"
                    + $"@{Uri.EscapeDataString(schedule)}.oncall.muster",
                Summary = $"{shift.Person} is on call ({schedule})",
                Start = At(shift.From),
                End = At(shift.To),
                DtStamp = At(now),
                Transparency = "TRANSPARENT",
            });
        }
        return new CalendarSerializer().SerializeToString(calendar)
            ?? throw new InvalidOperationException("the calendar could not be written");
    }

    private static CalDateTime At(Instant instant) => new(instant.ToDateTimeUtc());
}
