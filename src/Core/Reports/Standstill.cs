using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>How tickets moved, and did not move, in one team or at one priority.</summary>
public sealed class Standing
{
    /// <summary>Tickets that came in: opened at the priority or given to the team; again counts again.</summary>
    public int Arrivals { get; internal set; }

    /// <summary>Reassignments in the sense of E3, counted where the ticket was before.</summary>
    public int Bounces { get; internal set; }

    /// <summary>Times a ticket lay quiet for the active limit of its priority or longer.</summary>
    public int QuietSpells { get; internal set; }

    /// <summary>What those spells counted together, in the calendars of their tickets.</summary>
    public Duration Quiet { get; internal set; }

    public Duration LongestQuiet { get; internal set; }
    public TicketId? LongestQuietIn { get; internal set; }
}

/// <summary>
/// Where tickets bounced between people and where they lay while open, not held and not snoozed. Quiet counts as in E1:
/// since the latest of activity, leaving Pending, end of a snooze. Bounded by teams and pairs of teams.
/// </summary>
public sealed class Standstill(Policy policy)
{
    private readonly SortedDictionary<Priority, Standing> priorities = new(
        Enum.GetValues<Priority>().ToDictionary(priority => priority, _ => new Standing()));
    private readonly SortedDictionary<string, Standing> teams = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string From, string To), int> handOvers = new(ByName);

    private static readonly Comparer<(string From, string To)> ByName = Comparer<(string From, string To)>.Create(
        (left, right) => string.CompareOrdinal(left.From, right.From) is not 0 and var order
            ? order
            : string.CompareOrdinal(left.To, right.To));

    public IReadOnlyDictionary<Priority, Standing> Priorities => priorities;

    /// <summary>By name; the empty name stands for tickets without a team.</summary>
    public IReadOnlyDictionary<string, Standing> Teams => teams;

    /// <summary>How often a ticket went from one team to another, a first team left out.</summary>
    public IReadOnlyDictionary<(string From, string To), int> HandOvers => handOvers;

    /// <summary>True for a reassignment (E3); <paramref name="before"/> is null for a new ticket.</summary>
    public bool Fact(Instant at, TicketState? before, TicketState ticket, TicketEvent fact)
    {
        if (fact is TicketOpened)
            priorities[ticket.Priority].Arrivals++;
        if (before is null)
            return false;
        var left = !ticket.IsOpen || ticket.Status == TicketStatus.Pending || ticket.SnoozedUntil is not null;
        if (left || ticket.QuietSince != before.QuietSince)
            Rested(before, at);
        if (ticket.Team is { } team && team != before.Team)
            Team(team).Arrivals++;
        return fact is TicketAssigned && Bounced(before, ticket);
    }

    /// <summary>What still lies at the end of the replay.</summary>
    public void Finish(TicketState ticket, Instant now) => Rested(ticket, now);

    private bool Bounced(TicketState before, TicketState ticket)
    {
        if (before.Team is { } from && ticket.Team is { } to && from != to)
            handOvers[(from, to)] = handOvers.GetValueOrDefault((from, to)) + 1;
        var reassigned = !before.Escalation.NextAssignIsFirst
            && ((before.Team is not null && ticket.Team != before.Team)
                || (before.Person is not null && ticket.Person is not null && ticket.Person != before.Person));
        if (!reassigned)
            return false;
        priorities[before.Priority].Bounces++;
        Team(before.Team ?? "").Bounces++;
        return true;
    }

    private void Rested(TicketState before, Instant until)
    {
        if (!before.IsOpen || before.Status == TicketStatus.Pending || before.SnoozedUntil is not null)
            return;
        var quiet = before.Agreement.Calendar.Elapsed(before.QuietSince, until);
        if (quiet < policy.Escalation.ActiveWithin[before.Priority])
            return;
        Rested(priorities[before.Priority], before.Id, quiet);
        Rested(Team(before.Team ?? ""), before.Id, quiet);
    }

    private static void Rested(Standing standing, TicketId ticket, Duration quiet)
    {
        standing.QuietSpells++;
        standing.Quiet += quiet;
        if (quiet <= standing.LongestQuiet)
            return;
        standing.LongestQuiet = quiet;
        standing.LongestQuietIn = ticket;
    }

    private Standing Team(string name)
    {
        if (!teams.TryGetValue(name, out var standing))
            teams.Add(name, standing = new Standing());
        return standing;
    }
}
