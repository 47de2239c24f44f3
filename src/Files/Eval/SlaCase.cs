using System.Text;
using System.Text.Json;
using Muster.Core.Calendars;
using Muster.Core.Replay;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files.Eval;

/// <summary>A small replay with a policy inside, and what the first ticket's clocks show at an instant.</summary>
internal static class SlaCase
{
    public static void Write(Utf8JsonWriter json, JsonElement line, ZoneData zones)
    {
        var policy = Policies.PolicyReader.Shipped with { Zones = zones }; // which counts in UTC alone
        if (line.TryGetProperty("policy", out var given))
        {
            var read = Policies.PolicyReader.Read(given, zones: zones);
            policy = read.Policy ?? throw new EvalFault(string.Join("; ", read.Faults));
        }
        var log = EvalCases.Required(line, "log");
        if (log.ValueKind != JsonValueKind.Array)
            throw new EvalFault("log must be a list of replay lines");
        Instant? at = line.TryGetProperty("at", out _) ? EvalCases.Moment(line, "at", DateTimeZone.Utc) : null;
        TicketState? first = null;
        var parser = new LineParser(policy);
        var time = new VirtualTime(
            policy.WithoutMajors(), (_, ticket, fact) => first ??= fact is TicketOpened ? ticket : null);
        foreach (var entry in log.EnumerateArray())
        {
            var said = parser.Parse(Encoding.UTF8.GetBytes(entry.GetRawText()));
            if (!(said.At > at))
                time.Apply(said);
        }
        time.Finish(at);
        var ticket = first is null ? null : time.Find(first.Id.Value);
        if (ticket is null || time.Now is not { } now)
            throw new EvalFault("log opens no ticket");
        json.WriteStartObject("clocks");
        foreach (var clock in ticket.Clocks)
            WriteClock(json, $"{clock}", ClockReading.Of(ticket.Clock(clock)!, at ?? now));
        json.WriteEndObject();
    }

    private static void WriteClock(Utf8JsonWriter json, string name, ClockReading clock)
    {
        json.WritePropertyName(name);
        WriteReading(json, clock, alwaysCycle: false);
    }

    /// <summary>What a clock shows, as one object; the first cycle is named only where it is asked for.</summary>
    internal static void WriteReading(Utf8JsonWriter json, ClockReading clock, bool alwaysCycle)
    {
        json.WriteStartObject();
        json.WriteString("state", ClockNames.Of(clock.State));
        if (clock.Due is { } due)
            json.WriteString("due", Rfc3339.Format(due));
        json.WriteString("elapsed", Durations.Iso(clock.Elapsed));
        if (clock.Cycle > 1 || alwaysCycle)
            json.WriteNumber("cycle", clock.Cycle);
        json.WriteEndObject();
    }
}
