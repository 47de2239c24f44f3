using System.Globalization;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;
using NodaTime.Text;

namespace Muster.Files.Pages;

/// <summary>Figures, instants and rules in the words of the trade, the same on every machine.</summary>
internal static class PageWords
{
    /// <summary>The rules that escalate, in the order of section 4.</summary>
    public static readonly Rule[] EscalationRules = [Rule.E1, Rule.E2, Rule.E3, Rule.E4, Rule.E6, Rule.E7];

    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu");
    private static readonly LocalDatePattern Month = LocalDatePattern.CreateWithInvariantCulture("MMM uuuu");
    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("d MMM uuuu, HH:mm");
    private static readonly InstantPattern Second = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    public static string Name(Rule rule) => rule switch
    {
        Rule.E1 => "E1 threshold",
        Rule.E2 => "E2 stagnation",
        Rule.E3 => "E3 bounced",
        Rule.E4 => "E4 customer",
        Rule.E6 => "E6 by hand",
        Rule.E7 => "E7 breach",
        Rule.S4 => "S4 new target",
        Rule.S6 => "S6 clocks",
        Rule.L2 => "L2 auto-close",
        Rule.L4 => "L4 reopened by a reply",
        _ => rule.ToString(),
    };

    /// <summary>What makes the rule act.</summary>
    public static string Why(Rule rule) => rule switch
    {
        Rule.E1 => "the resolution clock reached the stated time",
        Rule.E2 => "nobody touched the ticket",
        Rule.E3 => "reassigned too often",
        Rule.E4 => "a VIP, or the requester asked for it",
        Rule.E6 => "a person asked",
        Rule.E7 => "the resolution target was missed",
        _ => "",
    };

    /// <summary>Such as <c>Next update</c> for a clock that the policy calls <c>next-update</c>.</summary>
    public static string Name(ClockName clock)
    {
        var name = $"{clock}".Replace('-', ' ');
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    public static string Team(string name) => name.Length == 0 ? "no team" : name;

    public static string Count(long count) =>
        count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>Never 100 % where one was missed, never 0 % where one was met.</summary>
    public static string Share(double? share)
    {
        if (share is not { } known)
            return "–";
        var text = (known * 100).ToString("0.#", CultureInfo.InvariantCulture);
        if (known < 1 && text == "100")
            text = "99.9";
        if (known > 0 && text == "0")
            text = "0.1";
        return text + "\u202f%";
    }

    public static string Spell(Duration duration)
    {
        if (duration == Duration.Zero)
            return "0";
        if (duration < Duration.FromMinutes(1))
            return $"{Count((long)duration.TotalSeconds)}\u00a0s";
        var hours = (long)duration.TotalHours;
        var minutes = (long)duration.TotalMinutes % 60;
        if (hours == 0)
            return $"{minutes}\u00a0min";
        return hours >= 100 || minutes == 0 ? $"{Count(hours)} h" : $"{hours} h {minutes}\u00a0min";
    }

    public static string On(LocalDate date) => Day.Format(date);

    public static string At(Instant instant) => Minute.Format(instant);

    public static string Exactly(Instant instant) => Second.Format(instant);

    public static string Name(TimeUnit unit, Stretch stretch) => unit switch
    {
        TimeUnit.Week => Day.Format(stretch.From),
        TimeUnit.Month => Month.Format(stretch.From),
        _ => stretch.From.Year == stretch.To.Year - 1
            ? $"{stretch.From.Year}"
            : $"{stretch.From.Year}–{stretch.To.Year - 1}",
    };

    public static string Name(TimeUnit unit) => unit switch
    {
        TimeUnit.Week => "week",
        TimeUnit.Month => "month",
        _ => "year",
    };

    /// <summary>What stands above the names of a table's stretches.</summary>
    public static string Head(TimeUnit unit) => unit switch
    {
        TimeUnit.Week => "Week of",
        TimeUnit.Month => "Month",
        _ => "Year",
    };

    public static string In(TimeUnit unit, Stretch stretch) =>
        unit == TimeUnit.Week ? $"the week of {Name(unit, stretch)}" : Name(unit, stretch);

    /// <summary>Cut where a heading or table cannot hold more.</summary>
    public static string Short(string? text, int most)
    {
        if (text is null || text.Length <= most)
            return text ?? "";
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return text[..end] + "…";
    }
}
