using System.Text.Json;
using Muster.Core.Escalation;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Files.Reports;
using NodaTime;

namespace Muster.Cli;

/// <summary>An explanation for a person.</summary>
internal static class ExplanationText
{
    public static void Print(Explanation explained, WhatIf? whatIf)
    {
        var sections = new List<Section>();
        if (whatIf is not null)
            sections.Add(Differences(whatIf));
        sections.Add(Head(explained));
        sections.AddRange(explained.Clocks.SelectMany(clock => Clock(clock, explained)));
        sections.Add(new Section("rules", [.. explained.Rules.SelectMany(rule => Rule(rule, explained.Ticket.Id))]));
        sections.Add(Facts("ahead, if nobody does anything", explained.Ahead, explained.Ticket.Id));
        sections.Add(Facts("so far", explained.Past, explained.Ticket.Id));
        Section.Print(sections);
    }

    private static Section Differences(WhatIf whatIf) => new(
        whatIf.IsEmpty ? "under the assumption nothing differs" : "under the assumption",
        [
            .. whatIf.Figures.Select(figure => new[] { figure.What, $"{figure.Real} → {figure.Assumed}" }),
            .. whatIf.Gone.Select(line => new[] { "not", Words(line, withMoment: true) }),
            .. whatIf.Come.Select(line => new[] { "but", Words(line, withMoment: true) }),
        ]);

    private static Section Head(Explanation explained)
    {
        var ticket = explained.Ticket;
        var rows = new List<string[]>
        {
            new[] { "at", Rfc3339.Format(explained.At) },
            new[] { "state", $"{ticket.Status}{Held(ticket)}" },
            new[] { "priority", $"{ticket.Priority}{(ticket.IsProvisional ? ", provisional" : "")}" },
            new[] { "tier", ticket.Tier.Name() },
        };
        Add("team", ticket.Team);
        Add("person", ticket.Person);
        Add("requester", ticket.Requester?.Name);
        Add("service", ticket.Service);
        Add("category", ticket.Category);
        Add("snoozed until", ticket.IsSnoozed(explained.At) ? Rfc3339.Format(ticket.SnoozedUntil!.Value) : null);
        rows.Add(["opened", Rfc3339.Format(ticket.OpenedAt)]);
        rows.Add(["last activity", Rfc3339.Format(ticket.LastActivityAt)]);
        rows.Add(["policy", $"{explained.Policy}, entry {ticket.Agreement.Name}"]);
        rows.Add(["zone data", Files.Zones.Version]);
        return new Section(ticket.Title is null ? ticket.Id.Value : $"{ticket.Id} {ticket.Title}", rows);

        void Add(string name, string? value)
        {
            if (value is not null)
                rows.Add([name, value]);
        }
    }

    private static string Held(TicketState ticket) => ticket.Status != TicketStatus.Pending ? ""
        : ticket.HoldUntil is { } until ? $" ({ticket.HoldReason}, until {Rfc3339.Format(until)})"
        : $" ({ticket.HoldReason})";

    private static IEnumerable<Section> Clock(ClockAccount clock, Explanation explained)
    {
        var name = clock.Kind == ClockKind.Response ? "response clock" : "resolution clock";
        var reading = clock.Reading;
        yield return new Section(name,
        [
            ["state", Files.Eval.ClockNames.Of(reading.State)],
            ["elapsed", $"{Short(reading.Elapsed)} of {Short(clock.Target)}"],
            ["due", reading.Due is { } due ? Rfc3339.Format(due) : "–"],
            ["cycle", $"{reading.Cycle}"],
            ["counts in", $"calendar {clock.Calendar}, by entry {clock.Agreement} of {Brief(explained.Policy)}"],
        ]);
        yield return new Section($"{name}, interval by interval", [.. clock.Intervals.Select(Interval)]);
    }

    /// <summary>The version with the first digits of its digest; the whole one stands at the head.</summary>
    private static string Brief(string version)
    {
        var digest = version.IndexOf("sha256:", StringComparison.Ordinal) + "sha256:".Length;
        return version.Length < digest + 64 ? version : version[..(digest + 8)] + version[(digest + 64)..];
    }

    private static string[] Interval(ClockInterval interval) =>
    [
        Rfc3339.Format(interval.From), Rfc3339.Format(interval.To), Why(interval),
        interval.Counted > Duration.Zero ? $"+{Short(interval.Counted)}" : "", $"= {Short(interval.Total)}",
    ];

    private static string Why(ClockInterval interval) => interval.Reason switch
    {
        IntervalReason.Counted => "counted",
        IntervalReason.OutOfHours => $"out of hours ({interval.Calendar})",
        IntervalReason.Holiday => $"holiday ({interval.Calendar})",
        IntervalReason.Paused => $"paused: {interval.Detail}",
        IntervalReason.Met => "met",
        IntervalReason.Resolved => "resolved",
        IntervalReason.Closed => "closed",
        IntervalReason.EarlierCycle => $"cycle {interval.Detail}, before this one",
        _ => "in part, too many intervals to tell",
    };

    private static List<string[]> Rule(RuleAccount rule, TicketId ticket)
    {
        var rows = new List<string[]>();
        Add("fired", rule.Fired);
        Add("held back", rule.Withheld);
        Add("counted", rule.Counted);
        rows.Add(["", rule.Fired.IsEmpty ? "not fired" : "now", rule.Why]);
        if (rule is { ComesTrueAt: { } at, Then: { } then })
            Add("comes true", [new DatedFact(at, then)]);
        rows[0][0] = $"{rule.Number} {rule.Name}";
        return rows;

        void Add(string label, IEnumerable<DatedFact> facts) =>
            rows.AddRange(facts.Select(fact =>
                new[] { "", label, Words(ExplanationJson.Line(ticket, fact), withMoment: true) }));
    }

    private static Section Facts(string title, IEnumerable<DatedFact> facts, TicketId ticket) => new(
        title,
        [
            .. facts.Where(fact => !fact.Fact.IsSilent).Select(fact => new[]
            {
                Rfc3339.Format(fact.At), Words(ExplanationJson.Line(ticket, fact), withMoment: false),
            }),
        ]);

    /// <summary>A journal line in a row of words: the event, then each field by its name.</summary>
    private static string Words(string line, bool withMoment)
    {
        using var document = JsonDocument.Parse(line);
        var words = new List<string>();
        foreach (var field in document.RootElement.EnumerateObject())
        {
            var value = field.Value.ValueKind == JsonValueKind.String
                ? field.Value.GetString()!
                : field.Value.GetRawText();
            var isPlain = field.Name is "ticket" or "auto" || (field.Name == "by" && value == Ticket.Coordinator);
            if (isPlain || (field.Name == "at" && !withMoment))
                continue;
            words.Add(field.Name is "at" or "event" or "note" or "rule" ? value : $"{field.Name} {value}");
        }
        return string.Join("  ", words);
    }

    /// <summary>Such as <c>26h30m</c>; nothing is rounded.</summary>
    private static string Short(Duration duration) =>
        duration == Duration.Zero ? "0" : Files.Durations.Iso(duration)["PT".Length..].ToLowerInvariant();
}
