using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Policies;
using NodaTime;

namespace Muster.Core.OnCall;

/// <summary>
/// A schedule made ready to be asked who is on call at any moment, past or future (E13); immutable, safe for any
/// number of threads. Instants are kept to the millisecond, finer ones are cut.
/// </summary>
public sealed class Rota
{
    private readonly Schedule schedule;
    private readonly ImmutableArray<(Rotation Turns, BusinessCalendar? Only)> layers;

    /// <exception cref="ArgumentException">A layer has nobody, no start, or a step shorter than a
    /// millisecond.</exception>
    public Rota(Schedule schedule)
    {
        this.schedule = schedule;
        layers = [.. schedule.Layers.Select(layer => (new Rotation(schedule.Zone, layer), Hours(layer.Only)))];
    }

    /// <summary>
    /// Who is on call at <paramref name="at"/>; null is nobody. A division for each layer, a look at each override.
    /// </summary>
    public string? WhoIsOnCall(Instant at)
    {
        var moment = Millis.Of(at);
        for (var k = schedule.Overrides.Length - 1; k >= 0; k--)
        {
            var over = schedule.Overrides[k];
            if (Millis.Of(over.From) <= moment && moment < Millis.Of(over.To))
                return over.Person;
        }
        for (var k = layers.Length - 1; k >= 0; k--)
        {
            if (layers[k].Turns.PersonAt(moment) is { } person && layers[k].Only?.Counts(at) != false)
                return person;
        }
        return null;
    }

    /// <summary>
    /// The most hand-overs that <see cref="Shifts"/> would walk through in [<paramref name="from"/>,
    /// <paramref name="to"/>): a division for each layer, whose <c>only</c> could make them fewer.
    /// </summary>
    public long MostHandOvers(Instant from, Instant to) =>
        layers.Sum(layer => layer.Turns.MostHandOvers(Millis.Of(from), Millis.Of(to)));

    /// <summary>
    /// Who is on call in [<paramref name="from"/>, <paramref name="to"/>), cut to it and in order; neighbouring
    /// shifts of one person are one, across layers and overrides too, and gaps are left out. Costs what the range
    /// holds; empty when to is not after from.
    /// </summary>
    public ImmutableArray<Shift> Shifts(Instant from, Instant to)
    {
        long begin = Millis.Of(from), end = Millis.Of(to);
        var shifts = ImmutableArray.CreateBuilder<Shift>();
        foreach (var turn in Overlay.Visible(Ranked(begin, end)))
        {
            if (shifts.Count > 0 && shifts[^1].Person == turn.Person && Millis.Of(shifts[^1].To) == turn.From)
                shifts[^1] = shifts[^1] with { To = Millis.ToInstant(turn.To) };
            else
                shifts.Add(new Shift(Millis.ToInstant(turn.From), Millis.ToInstant(turn.To), turn.Person));
        }
        return shifts.DrainToImmutable();
    }

    /// <summary>When nobody is on call in [<paramref name="from"/>, <paramref name="to"/>), in order.</summary>
    public ImmutableArray<Gap> Gaps(Instant from, Instant to)
    {
        Instant at = Millis.ToInstant(Millis.Of(from)), end = Millis.ToInstant(Millis.Of(to));
        var gaps = ImmutableArray.CreateBuilder<Gap>();
        foreach (var shift in Shifts(from, to))
        {
            if (at < shift.From)
                gaps.Add(new Gap(at, shift.From));
            at = shift.To;
        }
        if (at < end)
            gaps.Add(new Gap(at, end));
        return gaps.DrainToImmutable();
    }

    /// <summary>
    /// Who is on call in [<paramref name="from"/>, <paramref name="to"/>) without a working contact method: not among
    /// <paramref name="people"/>, or there with neither mail nor slack nor phone. Once each, in the order of their
    /// shifts.
    /// </summary>
    public ImmutableArray<Unreachable> Unreachable(
        Instant from, Instant to, IReadOnlyDictionary<string, Person> people)
    {
        var missing = ImmutableArray.CreateBuilder<Unreachable>();
        foreach (var shift in Shifts(from, to).DistinctBy(shift => shift.Person))
        {
            var known = people.TryGetValue(shift.Person, out var person);
            if (!known || !person!.CanBeTold)
                missing.Add(new Unreachable(shift.Person, shift, known));
        }
        return missing.DrainToImmutable();
    }

    /// <summary>A layer's `only` is read as a calendar's week (S2) without holidays.</summary>
    private BusinessCalendar? Hours(WeeklyHours? only) =>
        only is null ? null : new BusinessCalendar(schedule.Zone, only, []);

    private IEnumerable<RankedTurn> Ranked(long from, long to)
    {
        for (var k = 0; k < layers.Length; k++)
        {
            foreach (var turn in Shown(layers[k].Turns, layers[k].Only, from, to))
                yield return new RankedTurn(turn, k);
        }
        for (var k = 0; k < schedule.Overrides.Length; k++)
        {
            var over = schedule.Overrides[k];
            var turn = new Turn(Math.Max(Millis.Of(over.From), from), Math.Min(Millis.Of(over.To), to), over.Person);
            if (turn.From < turn.To)
                yield return new RankedTurn(turn, layers.Length + k);
        }
    }

    /// <summary>
    /// Only the turns inside the hours, asked for window by window so that what is hidden costs nothing.
    /// </summary>
    private static IEnumerable<Turn> Shown(Rotation turns, BusinessCalendar? only, long from, long to)
    {
        if (only is null)
            return turns.Turns(from, to);
        if (from >= to || only.Week.IsEmpty)
            return [];
        return only.Intervals(Millis.ToInstant(from), Millis.ToInstant(to))
            .Where(hours => hours.Counted)
            .SelectMany(hours => turns.Turns(Millis.Of(hours.From), Millis.Of(hours.To)));
    }
}
