using System.Collections.Immutable;
using Muster.Core.Escalation;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Sla;

/// <summary>A further clock of a ticket, in its present cycle.</summary>
/// <param name="Within">The cycle of the resolution clock in which it last counted.</param>
public sealed record FurtherClock(ClockDefinition Definition, SlaClock Clock, int Within)
{
    /// <summary>The cycle before it, where an update ended that one and began this one; else null.</summary>
    public FurtherClock? Renewed { get; init; }

    /// <summary>The priority at which this cycle was met; null where it was not, or has gone on since.</summary>
    public Priority? MetAt { get; init; }

    /// <summary>
    /// The priority at which it had been met before it went on: a cycle counts once, by its last outcome (S7).
    /// </summary>
    public Priority? Withdrawn { get; init; }

    public string Name => Definition.Name;
}

/// <summary>
/// What becomes of a ticket's further clocks (S1). They are paused, judged and re-targeted as the other two (S3, S4,
/// S6); they differ in when they count. One that stops counting is met where what it waits for was done, and is
/// cancelled else; one that counts again before the ticket was reopened for a new cycle goes on with the time it had
/// (S7), so handing a ticket away and back buys no time.
/// </summary>
internal static class FurtherClocks
{
    /// <summary>The clocks after one more fact, in the order of the agreement.</summary>
    /// <param name="ticket">After the fact in all other respects.</param>
    public static ImmutableArray<FurtherClock> After(TicketState ticket, TicketEvent fact, Instant at)
    {
        var known = ticket.Further;
        var clocks = ImmutableArray.CreateBuilder<FurtherClock>();
        foreach (var definition in ticket.Agreement.Clocks)
        {
            var before = Of(known, definition.Name);
            var after = before is null ? Begun(definition, ticket, at) : Followed(before, definition, ticket, fact, at);
            if (after is not null)
                clocks.Add(after);
        }
        // one that another agreement does not give is kept, for it goes on where that one holds again (S4)
        foreach (var other in known.Where(other => ticket.Agreement.Clocks.All(one => one.Name != other.Name)))
            clocks.Add(Stopped(other, ticket, at));
        var all = clocks.ToImmutable();
        return known.AsSpan().SequenceEqual(all.AsSpan(), ReferenceEqualityComparer.Instance) ? known : all;
    }

    public static FurtherClock? Of(ImmutableArray<FurtherClock> clocks, string name) =>
        clocks.FirstOrDefault(clock => clock.Name == name);

    /// <summary>The duty that keeps a resolved ticket from being closed; null where there is none.</summary>
    public static string? Owed(TicketState ticket) => ticket.Further.FirstOrDefault(
        clock => clock is { Definition.Purpose: ClockPurpose.Regulatory, Clock.HasEnded: false })?.Name;

    public static ImmutableArray<FurtherClock> Met(TicketState ticket, ClockMet met) =>
    [
        .. ticket.Further.Select(one => one.Name == met.Clock.Further && one.Clock.Cycle == met.Cycle
            ? one with { MetAt = ticket.Priority }
            : one),
    ];

    /// <summary>Writes what was met since <paramref name="before"/> without a breach in its cycle (S6).</summary>
    public static void WriteMet(Turn turn, TicketState before)
    {
        foreach (var further in turn.Ticket.Further)
            WriteMet(turn, before, further);
    }

    public static void WriteMet(Turn turn, TicketState before, FurtherClock further)
    {
        var known = Of(before.Further, further.Name)?.Clock;
        if (further.Renewed?.Clock is { } renewed && known is { HasEnded: false } && known.Cycle == renewed.Cycle)
            Write(renewed);
        if (further.Clock.End == ClockEnd.Met && known?.End != ClockEnd.Met)
            Write(further.Clock);

        void Write(SlaClock clock)
        {
            if (clock is { End: ClockEnd.Met, HasBreached: false })
                turn.Write(new ClockMet(ClockName.Of(further), clock.Cycle, clock.Banked, clock.MetDue)
                {
                    Rule = Rule.S5,
                    Auto = true,
                });
        }
    }

    private static FurtherClock? Begun(ClockDefinition definition, TicketState ticket, Instant at) =>
        definition.TargetOf(ticket.Priority) is { } target && Counts(definition, ticket, isUnderWay: false)
            ? new FurtherClock(definition, Started(1, definition, target, ticket, at), ticket.Resolution.Cycle)
            : null;

    private static FurtherClock Followed(
        FurtherClock further, ClockDefinition definition, TicketState ticket, TicketEvent fact, Instant at)
    {
        var clock = further.Clock;
        if (definition.TargetOf(ticket.Priority) is not { } target
            || !Counts(definition, ticket, isUnderWay: !clock.HasEnded))
            return Stopped(further, ticket, at);
        if (!clock.HasEnded && further.Within != ticket.Resolution.Cycle)
            further = further with { Within = ticket.Resolution.Cycle }; // a duty went on through the reopening
        if (clock.HasEnded && further.Within != ticket.Resolution.Cycle)
        {
            clock = Started(clock.Cycle + 1, definition, target, ticket, at);
            return new FurtherClock(definition, clock, ticket.Resolution.Cycle);
        }
        if (definition.Purpose == ClockPurpose.NextUpdate && !clock.HasEnded && Tells(fact, ticket))
        {
            var next = Started(clock.Cycle + 1, definition, target, ticket, at);
            return new FurtherClock(definition, next, further.Within)
            {
                Renewed = further with { Clock = clock.Meet(at), Renewed = null },
            };
        }
        if (clock.HasEnded)
        {
            clock = clock.GoOn().Run(at);
            further = further with { Withdrawn = further.MetAt, MetAt = null };
        }
        if (clock.Target != target || !ReferenceEquals(clock.Calendar, definition.Calendar))
            clock = clock.Retarget(at, target, definition.Calendar);
        clock = clock.Paced(IsPaused(definition, ticket), at);
        return ReferenceEquals(clock, further.Clock) && ReferenceEquals(definition, further.Definition)
            ? further
            : further with { Definition = definition, Clock = clock };
    }

    /// <summary>Met where what it waited for was done, whatever else was changed with it; else cancelled.</summary>
    private static FurtherClock Stopped(FurtherClock further, TicketState ticket, Instant at)
    {
        var clock = further.Clock;
        if (clock.HasEnded)
            return further;
        clock = IsDone(further.Definition, ticket) ? clock.Meet(at) : clock.CloseUnmet(at);
        return further with { Clock = clock, Within = ticket.Resolution.Cycle };
    }

    private static SlaClock Started(
        int cycle, ClockDefinition definition, Duration target, TicketState ticket, Instant at)
    {
        var clock = SlaClock.Begin(cycle, target, definition.Calendar);
        return IsPaused(definition, ticket) ? clock : clock.Run(at);
    }

    private static bool IsPaused(ClockDefinition definition, TicketState ticket) =>
        ticket.Status == TicketStatus.Pending && !ticket.IsMajor
        && definition.PauseOn.Contains(ticket.HoldReason ?? "");

    private static bool Counts(ClockDefinition definition, TicketState ticket, bool isUnderWay) =>
        ticket.Status != TicketStatus.Closed
        && (definition.Match is not { } match || Agreements.Matches(match, ticket))
        && definition.Purpose switch
        {
            ClockPurpose.Regulatory => !IsDone(definition, ticket),
            _ when !ticket.IsOpen => false,
            // it waits for the response, however short its own target is
            ClockPurpose.NextUpdate => isUnderWay || ticket.Response.End == ClockEnd.Met,
            ClockPurpose.Team => !IsDone(definition, ticket),
            // management's coming in takes nothing from the vendor's hands
            _ => IsWithVendor(ticket) || (isUnderWay && ticket.Tier == Tier.Management),
        };

    /// <summary>What it waits for has been done. An update ends a cycle and begins the next by itself.</summary>
    private static bool IsDone(ClockDefinition definition, TicketState ticket) => definition.Purpose switch
    {
        ClockPurpose.Regulatory =>
            definition.MetBy.Any(tag => ticket.Tags[tag.Key] is { } value && tag.Value.Contains(value)),
        _ when ticket.Status == TicketStatus.Closed => false,
        _ when ticket.Status == TicketStatus.Resolved => true,
        ClockPurpose.NextUpdate => false,
        ClockPurpose.Team => ticket.Team is not { } team || !definition.Teams.Contains(team),
        _ => !IsWithVendor(ticket) && ticket.Tier != Tier.Management,
    };

    private static bool IsWithVendor(TicketState ticket) =>
        ticket.Tier == Tier.Vendor || ticket is { Status: TicketStatus.Pending, HoldReason: "vendor" };

    /// <summary>The requester, or everybody who follows it, hears something new.</summary>
    private static bool Tells(TicketEvent fact, TicketState ticket) => fact switch
    {
        TicketUpdated update => update is { Public: true, Machine: false }
            && !Ticket.IsCoordinator(update.By) && !ticket.IsRequester(update.By),
        RequesterAsked => !ticket.IsRequester(fact.By),
        Majors.StatusPosted => true,
        _ => false,
    };
}
