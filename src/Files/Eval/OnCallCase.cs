using System.Globalization;
using System.Text.Json;
using Muster.Core.Calendars;
using Muster.Core.OnCall;
using Muster.Files.Logs;

namespace Muster.Files.Eval;

/// <summary>Who is on call at an instant, or in which shifts over a range (E13).</summary>
internal static class OnCallCase
{
    // Bound: a turn of an hour for a hundred years is less; a case past it would hold up all that follow.
    private const int MostHandOvers = 1_000_000;

    public static void Write(Utf8JsonWriter json, JsonElement line, ZoneData zones)
    {
        var read = Policies.PolicyReader.ReadSchedule(EvalCases.Required(line, "schedule"), zones: zones);
        var schedule = read.Value ?? throw new EvalFault(string.Join("; ", read.Faults));
        var rota = new Rota(schedule);
        if (line.TryGetProperty("at", out _))
            WriteAt(json, rota.WhoIsOnCall(EvalCases.Moment(line, "at", schedule.Zone)));
        else if (line.TryGetProperty("from", out _) && line.TryGetProperty("to", out _))
            WriteShifts(json, line, rota, schedule);
        else
            throw new EvalFault("the line needs at, or from and to");
    }

    private static void WriteAt(Utf8JsonWriter json, string? person)
    {
        json.WriteStartArray("oncall");
        if (person is not null)
            json.WriteStringValue(person);
        json.WriteEndArray();
    }

    private static void WriteShifts(Utf8JsonWriter json, JsonElement line, Rota rota, Schedule schedule)
    {
        var from = EvalCases.Moment(line, "from", schedule.Zone);
        var to = EvalCases.Moment(line, "to", schedule.Zone);
        if (to < from)
            throw new EvalFault("to lies before from");
        if (rota.MostHandOvers(from, to) is > MostHandOvers and var found)
            throw new EvalFault(string.Create(CultureInfo.InvariantCulture,
                $"the layers hand over {found} times between from and to, and {MostHandOvers} is the most that is "
                + $"answered: ask for a shorter range, or give the layer a longer shift"));
        json.WriteStartArray("shifts");
        foreach (var shift in rota.Shifts(from, to))
        {
            json.WriteStartObject();
            json.WriteString("from", Rfc3339.Format(shift.From));
            json.WriteString("to", Rfc3339.Format(shift.To));
            json.WriteString("person", shift.Person);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
