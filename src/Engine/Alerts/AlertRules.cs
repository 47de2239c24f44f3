using System.Collections.Immutable;
using NodaTime;

namespace Muster.Engine.Alerts;

public enum AlertVerdict
{
    Nothing,
    Open,
    Repeat,
    Change,
    End,
    Acknowledge,
    Note,
}

/// <param name="Members">Whose state changes with it.</param>
public sealed record AlertDecision(AlertVerdict Verdict, ImmutableArray<AlertMember> Members)
{
    public static readonly AlertDecision Nothing = new(AlertVerdict.Nothing, []);
}

/// <summary>
/// What a signal does to an alert: opens, repeats, changes, ends it, or nothing. Pure; CONTRACT, "Alerts".
/// </summary>
/// <remarks>
/// A member's episodes are told apart by <c>startsAt</c>, which only rises. So a word that it fires, with the beginning
/// of an episode that is over or an earlier one, is late; so is the end of an episode before the present one. A sender
/// that gives no beginnings is taken at its word.
/// </remarks>
public static class AlertRules
{
    /// <param name="ticketIsOpen">Of the latest episode; without an open ticket it is over, whoever ended it.</param>
    public static AlertDecision Decide(AlertState state, AlertSignal signal, bool ticketIsOpen)
    {
        var isRunning = state.IsOpen && ticketIsOpen;
        return signal.Act switch
        {
            AlertAct.Acknowledge => isRunning
                ? new AlertDecision(AlertVerdict.Acknowledge, [])
                : AlertDecision.Nothing,
            AlertAct.Retell => isRunning ? new AlertDecision(AlertVerdict.Note, []) : AlertDecision.Nothing,
            AlertAct.Note => state.Ticket is null ? AlertDecision.Nothing : new AlertDecision(AlertVerdict.Note, []),
            _ => isRunning ? Running(state, signal) : Over(state, signal),
        };
    }

    private static AlertDecision Over(AlertState state, AlertSignal signal)
    {
        if (!signal.Alerts.Any(said => said.IsFiring && IsNew(state, said)))
            return AlertDecision.Nothing;
        return new AlertDecision(AlertVerdict.Open,
        [
            .. signal.Alerts.Where(said => said.IsFiring ? !IsLate(state, said) : !state.Members.ContainsKey(said.Id))
                .Select(Member),
        ]);
    }

    private static AlertDecision Running(AlertState state, AlertSignal signal)
    {
        var changes = ImmutableArray.CreateBuilder<AlertMember>();
        var fires = false;
        foreach (var said in signal.Alerts)
        {
            if (IsLate(state, said))
                continue;
            var known = state.Members.GetValueOrDefault(said.Id);
            fires |= said.IsFiring;
            if (!said.IsFiring || known is not { IsFiring: true } || said.StartsAt > known.StartsAt)
                changes.Add(Member(said) with { StartsAt = said.StartsAt ?? known?.StartsAt });
        }
        if (signal.EndsAll && !fires && (changes.Count > 0 || signal.Alerts.IsEmpty))
            changes.AddRange(Unlisted(state, signal));
        var members = changes.ToImmutable();
        if (members.Length > 0 && !state.With(members).Members.Values.Any(member => member.IsFiring))
            return new AlertDecision(AlertVerdict.End, members);
        if (fires)
            return new AlertDecision(AlertVerdict.Repeat, members);
        return members.IsEmpty ? AlertDecision.Nothing : new AlertDecision(AlertVerdict.Change, members);
    }

    /// <summary>
    /// Members of a group that is over which the sender does not list any more: it had told of their end before, or cut
    /// its list. One that began after the latest end told of may not have been known to it.
    /// </summary>
    private static IEnumerable<AlertMember> Unlisted(AlertState state, AlertSignal signal)
    {
        var listed = signal.Alerts.Select(said => said.Id).ToHashSet(StringComparer.Ordinal);
        var latest = signal.Alerts.Max(said => said.EndsAt);
        return state.Members.Values
            .Where(member => member.IsFiring && !listed.Contains(member.Id)
                && (signal.IsCut || latest is null || !(member.StartsAt > latest)))
            .Select(member => member with { IsFiring = false });
    }

    /// <summary>Not of an episode that there was already.</summary>
    private static bool IsNew(AlertState state, AlertStatement said) =>
        !state.Members.TryGetValue(said.Id, out var known) || !(said.StartsAt <= known.StartsAt);

    private static bool IsLate(AlertState state, AlertStatement said)
    {
        if (!state.Members.TryGetValue(said.Id, out var known))
            return !said.IsFiring;
        if (!said.IsFiring)
            return !known.IsFiring || said.StartsAt < known.StartsAt;
        return known.IsFiring ? said.StartsAt < known.StartsAt : said.StartsAt <= known.StartsAt;
    }

    private static AlertMember Member(AlertStatement said) => new(said.Id, said.IsFiring, said.StartsAt, said.Name);
}
