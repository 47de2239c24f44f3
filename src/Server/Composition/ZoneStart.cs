using System.Globalization;
using Muster.Engine;
using Muster.Engine.Policies;
using Muster.Engine.Zones;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Composition;

/// <summary>
/// By which zone data clocks are counted from the start on: where that is other data than before, what it moves is
/// computed anew and told.
/// </summary>
internal sealed class ZoneStart
{
    /// <summary>A longer list in a log helps nobody; <c>muster zones</c> has more of it.</summary>
    private const int MostListed = 50;

    private readonly IEventStore store;
    private readonly LoadedZones wanted;
    private readonly ZoneBook book;

    /// <summary>As they were counted until now; null where that is as they are to be counted.</summary>
    private readonly PolicyBook? before;

    private ZoneStart(IEventStore store, LoadedZones wanted, ZoneBook book, PolicyBook? before) =>
        (this.store, this.wanted, this.book, this.before) = (store, wanted, book, before);

    /// <summary>
    /// Looks at what a store was counted by. It comes before a policy may be put in force, which may name a zone that
    /// the data before has not.
    /// </summary>
    /// <exception cref="ServeRefusedException">The zone data that the store has cannot be read.</exception>
    public static async Task<ZoneStart> Look(LoadedZones wanted, IEventStore store)
    {
        try
        {
            var book = await ZoneBook.Load(store).ConfigureAwait(false);
            var before = book.CurrentName == wanted.Zones.Name
                ? null
                : await PolicyBook.Load(store, book.Current).ConfigureAwait(false);
            return new ZoneStart(store, wanted, book, before is { HasPolicy: true } ? before : null);
        }
        catch (InvalidDataException fault)
        {
            throw new ServeRefusedException(fault.Message, fault);
        }
    }

    /// <summary>Counts anew what other data moves, and notes by what is counted from now on.</summary>
    /// <param name="policies">Typed with the zone data that the configuration names.</param>
    /// <param name="notices">What is to be told once somebody can log.</param>
    public async Task<ZoneBook> Use(WriterEpoch epoch, PolicyBook policies, Instant now, List<string> notices)
    {
        var name = wanted.Zones.Name;
        if (!book.Versions.IsEmpty && book.CurrentName == name)
            return book;
        var moves = before is null
            ? ZoneMoves.None(name)
            : await new ZoneChange(store, before, policies, now).Make(epoch).ConfigureAwait(false);
        await book.Adopt(store, epoch, wanted, moves, policies.Current.Version, now).ConfigureAwait(false);
        if (before is not null)
            notices.AddRange(Told(moves));
        return book;
    }

    private static IEnumerable<string> Told(ZoneMoves moves)
    {
        var zones = string.Join(", ", moves.Zones.Take(MostListed)
            .Select(zone => $"{zone.Id} from {Rfc3339.Format(zone.Since)} on"));
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"the zone data {moves.To} is in use in place of {moves.From}; {moves.TicketCount} tickets and "
            + $"{moves.ShiftCount} shifts move{(zones.Length > 0 ? $": {zones}" : "")}");
        foreach (var ticket in moves.Tickets.Take(MostListed))
            yield return Told(ticket);
        foreach (var shift in moves.Shifts.Take(MostListed))
            yield return $"a shift of {shift.Person} in {shift.Schedule} is {Span(shift.Is)} in place of "
                + Span(shift.Was);
        if (moves.TicketCount > MostListed || moves.ShiftCount > MostListed)
            yield return "muster zones lists the others, too";
    }

    private static string Told(MovedTicket ticket)
    {
        var clocks = ticket.Clocks.Select(clock =>
            $"{clock.Clock} is due {At(clock.NewDue)} in place of "
            + At(clock.Due) + (clock.IsBreached ? " and has breached by that" : ""));
        return $"{ticket.Id}: " + (ticket.Clocks.IsEmpty
            ? $"wakes at {At(ticket.NewNext)} in place of {At(ticket.Next)}"
            : string.Join(", ", clocks));
    }

    private static string Span(Interval? shift) =>
        shift is { } known ? $"{Rfc3339.Format(known.Start)} to {Rfc3339.Format(known.End)}" : "none";

    private static string At(Instant? at) => at is { } known ? Rfc3339.Format(known) : "never";
}
