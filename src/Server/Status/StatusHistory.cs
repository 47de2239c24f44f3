using System.Collections.Immutable;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>How a component did on each date, from when its incidents were open and how grave they were.</summary>
internal static class StatusHistory
{
    /// <summary>How it does at this moment: the worst of the spells that last.</summary>
    public static Health Now(IEnumerable<Spell> spells) =>
        spells.Where(spell => spell.To is null).Select(spell => spell.Health).DefaultIfEmpty().Max();

    /// <summary>A service that hangs on one which is down is degraded for as long.</summary>
    public static IEnumerable<Spell> Behind(IEnumerable<Spell> spells) =>
        from spell in spells
        where spell.Health >= Health.PartialOutage
        select spell with { Health = Health.Degraded };

    /// <summary>The last <see cref="StatusView.Days"/> dates in UTC, the oldest first.</summary>
    public static ImmutableArray<StatusDay> Days(IReadOnlyCollection<Spell> spells, Instant now)
    {
        var today = now.InUtc().Date;
        return
        [
            .. Enumerable.Range(0, StatusView.Days).Select(back => Day(
                today.PlusDays(back - StatusView.Days + 1), spells, now)),
        ];
    }

    private static StatusDay Day(LocalDate date, IReadOnlyCollection<Spell> spells, Instant now)
    {
        var (from, to) = (date.AtMidnight().InUtc().ToInstant(), date.PlusDays(1).AtMidnight().InUtc().ToInstant());
        var (worst, unwell, counted) = (Health.Operational, Duration.Zero, from);
        foreach (var spell in spells.OrderBy(spell => spell.From))
        {
            var begins = Instant.Max(spell.From, from);
            var ends = Instant.Min(spell.To ?? now, to);
            if (begins > ends || spell.From >= to || (spell.To ?? now) < from)
                continue;
            worst = (Health)Math.Max((int)worst, (int)spell.Health);
            begins = Instant.Max(begins, counted); // what two incidents share counts once
            if (ends > begins)
                (unwell, counted) = (unwell + (ends - begins), ends);
        }
        return new StatusDay(date, worst, unwell);
    }
}
