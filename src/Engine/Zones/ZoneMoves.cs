using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Sla;
using Muster.Files;
using NodaTime;

namespace Muster.Engine.Zones;

/// <summary>A zone that shows other times by other data.</summary>
/// <param name="Since">The first instant at which it does, past or future.</param>
public sealed record MovedZone(string Id, Instant Since);

/// <summary>A running clock that is due at another instant.</summary>
/// <param name="Due">Null where the calendar never got there.</param>
/// <param name="IsBreached">It was to be due later, and is over its target now.</param>
public sealed record MovedClock(ClockName Clock, Instant? Due, Instant? NewDue, bool IsBreached);

/// <summary>A ticket for which something falls on another instant.</summary>
/// <param name="Next">When time was to bring something to it, a due or anything else; null for never.</param>
/// <param name="NewNext">When it does; the same where only something later moves.</param>
public sealed record MovedTicket(string Id, ImmutableArray<MovedClock> Clocks, Instant? Next, Instant? NewNext);

/// <summary>A shift that begins or ends at another instant.</summary>
/// <param name="Was">Null for one that was not there.</param>
/// <param name="Is">Null for one that is not there any more.</param>
public sealed record MovedShift(string Schedule, string Person, Interval? Was, Interval? Is);

/// <summary>What other zone data moves: what is still to come. What has happened stays as it was told.</summary>
/// <param name="From">The name of the data before.</param>
/// <param name="To">The name of the data after.</param>
/// <param name="Zones">Those that the policies name.</param>
/// <param name="Tickets">The first <see cref="MostListed"/>, the newest tickets first.</param>
/// <param name="TicketCount">How many there are.</param>
/// <param name="Shifts">Of the next 90 days, the first <see cref="MostListed"/>.</param>
/// <param name="ShiftCount">How many there are.</param>
public sealed record ZoneMoves(
    string From, string To, ImmutableArray<MovedZone> Zones, ImmutableArray<MovedTicket> Tickets, int TicketCount,
    ImmutableArray<MovedShift> Shifts, int ShiftCount)
{
    /// <summary>So many are kept and shown; more help nobody.</summary>
    public const int MostListed = 1_000;

    public static ZoneMoves None(string name) => new(name, name, [], [], 0, [], 0);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("from", From);
        json.WriteString("to", To);
        json.WriteStartArray("zones");
        foreach (var zone in Zones)
        {
            json.WriteStartObject();
            json.WriteString("id", zone.Id);
            json.WriteSome("since", zone.Since);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("tickets", TicketCount);
        json.WriteStartArray("items");
        foreach (var ticket in Tickets)
            Write(json, ticket);
        json.WriteEndArray();
        json.WriteNumber("shifts", ShiftCount);
        json.WriteStartArray("oncall");
        foreach (var shift in Shifts)
            Write(json, shift);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MovedTicket ticket)
    {
        json.WriteStartObject();
        json.WriteString("id", ticket.Id);
        json.WriteStartObject("clocks");
        foreach (var clock in ticket.Clocks)
        {
            json.WriteStartObject($"{clock.Clock}");
            json.WriteSome("due", clock.Due);
            json.WriteSome("newDue", clock.NewDue);
            json.WriteSome("breached", clock.IsBreached);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteSome("next", ticket.Next);
        json.WriteSome("newNext", ticket.NewNext);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MovedShift shift)
    {
        json.WriteStartObject();
        json.WriteString("schedule", shift.Schedule);
        json.WriteString("person", shift.Person);
        json.WriteSome("from", shift.Was?.Start);
        json.WriteSome("to", shift.Was?.End);
        json.WriteSome("newFrom", shift.Is?.Start);
        json.WriteSome("newTo", shift.Is?.End);
        json.WriteEndObject();
    }
}
