using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Alerts;

/// <summary>The alerts of a ticket, as they stand.</summary>
/// <param name="Key">The sender's dedup key.</param>
/// <param name="Count">How often they were told, the first time included.</param>
public sealed record TicketAlerts(string Key, long Count, IReadOnlyList<AlertMember> Members);

/// <param name="Ticket">The open ticket that it would go to; null for none.</param>
/// <param name="Opening">The ticket that it would open, were none open.</param>
public sealed record AlertForesight(AlertVerdict Verdict, string? Ticket, TicketState Opening);

public sealed partial class AlertDesk
{
    /// <summary>Null for a ticket that no alert opened. Of an earlier episode only the count is still known.</summary>
    public async Task<TicketAlerts?> AlertsOf(TicketId ticket)
    {
        if (await StreamOf(ticket).ConfigureAwait(false) is not { } stream)
            return null;
        var known = await Alerts.Load(stream).ConfigureAwait(false);
        var isLatest = known.State.Ticket == ticket.Value;
        return new TicketAlerts(
            known.State.Key,
            isLatest ? known.Count : await counts.Of(ticket.Value).ConfigureAwait(false),
            isLatest ? [.. known.State.Members.Values.OrderBy(member => member.Id, StringComparer.Ordinal)] : []);
    }

    /// <summary>The dedup key of a source's ticket; null where it opened none of that number.</summary>
    public async Task<string?> KeyOf(AlertSource source, TicketId ticket) =>
        await StreamOf(ticket).ConfigureAwait(false) is { } stream && AlertStreams.SourceOf(stream) == source.Id
            ? (await Alerts.Load(stream).ConfigureAwait(false)).State.Key
            : null;

    /// <summary>The ticket of the latest episode under a key, open or over; null for none.</summary>
    public async Task<string?> TicketOf(AlertSource source, string key) =>
        (await Alerts.Load(AlertStreams.Of(source.Id, key)).ConfigureAwait(false)).State.Ticket;

    /// <summary>What a signal would do now; nothing is written.</summary>
    public async Task<AlertForesight> Foresee(AlertSource source, AlertSignal signal)
    {
        var (known, ticket) = await Look(AlertStreams.Of(source.Id, signal.Key)).ConfigureAwait(false);
        var decision = AlertRules.Decide(known.State, signal, ticket is { State.IsOpen: true });
        var opening = Ticket.Open(
            new TicketId("INC"), OpeningOf(source, signal), new Context(clock(), policies.Current, Alone.Instance));
        var isAnother = decision.Verdict is AlertVerdict.Open or AlertVerdict.Nothing;
        return new AlertForesight(decision.Verdict, isAnother ? null : known.State.Ticket, opening.Ticket!);
    }

    private async Task<StreamId?> StreamOf(TicketId ticket) =>
        await store.FindName(NameOf(ticket.Value)).ConfigureAwait(false) is { Kind: AlertStreams.Kind } stream
            ? stream
            : null;
}
