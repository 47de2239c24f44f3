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
internal static class ZoneStart
{
    /// <summary>A longer list in a log helps nobody; <c>muster zones</c> has more of it.</summary>
    private const int MostListed = 50;

    /// <param name="policies">Typed with the zone data that the configuration names.</param>
    /// <param name="isFresh">The store was begun just now: nothing was ever counted in it.</param>
    /// <param name="notices">What is to be told once somebody can log.</param>
    /// <exception cref="ServeRefusedException">The zone data that the store has cannot be read.</exception>
    public static async Task<ZoneBook> Open(
        LoadedZones wanted, IEventStore store, WriterEpoch epoch, PolicyBook policies, Instant now, bool isFresh,
        List<string> notices)
    {
        var book = await ZoneBook.Load(store).ConfigureAwait(false);
        var isNoted = !book.Versions.IsEmpty;
        if (isNoted && book.CurrentName == wanted.Zones.Name)
            return book;
        try
        {
            var moves = isFresh || book.CurrentName == wanted.Zones.Name
                ? ZoneMoves.None(book.CurrentName, wanted.Zones.Name)
                : await Change(book, store, epoch, policies, now).ConfigureAwait(false);
            await book.Adopt(store, epoch, wanted, moves, policies.Current.Version, now).ConfigureAwait(false);
            if (moves.From != moves.To && !isFresh)
                notices.AddRange(Told(moves));
            return book;
        }
        catch (InvalidDataException fault)
        {
            throw new ServeRefusedException(fault.Message, fault);
        }
    }

    private static async Task<ZoneMoves> Change(
        ZoneBook book, IEventStore store, WriterEpoch epoch, PolicyBook policies, Instant now)
    {
        var before = await PolicyBook.Load(store, book.Current).ConfigureAwait(false);
        return await new ZoneChange(store, before, policies, now).Make(epoch).ConfigureAwait(false);
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
