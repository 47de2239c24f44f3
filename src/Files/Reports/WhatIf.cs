using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Reports;
using Muster.Core.Sla;
using NodaTime;

namespace Muster.Files.Reports;

/// <summary>One thing that would be otherwise.</summary>
public sealed record Otherwise(string What, string Real, string Assumed);

/// <summary>What an assumption changes for a ticket: its figures, and the lines of its journal.</summary>
/// <param name="Gone">Lines that only the real run has.</param>
/// <param name="Come">Lines that only the assumed run has.</param>
public sealed record WhatIf(
    ImmutableArray<Otherwise> Figures, ImmutableArray<string> Gone, ImmutableArray<string> Come)
{
    public bool IsEmpty => Figures.IsEmpty && Gone.IsEmpty && Come.IsEmpty;

    public static WhatIf Of(Explanation real, Explanation assumed)
    {
        var (before, after) = (FiguresOf(real), FiguresOf(assumed));
        var (was, becomes) = (Journal(real), Journal(assumed));
        return new WhatIf(
            [
                .. before.Concat(after).Select(figure => figure.Name).Distinct()
                    .Select(name => new Otherwise(name, Value(before, name), Value(after, name)))
                    .Where(figure => figure.Real != figure.Assumed),
            ],
            Without(was, becomes), Without(becomes, was));
    }

    /// <summary>A clock that only one of the two has shows nothing in the other.</summary>
    private static string Value(List<(string Name, string Value)> figures, string name) =>
        figures.FirstOrDefault(figure => figure.Name == name).Value ?? "-";

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("differs");
        json.WriteStartArray("figures");
        foreach (var figure in Figures)
        {
            json.WriteStartObject();
            json.WriteString("what", figure.What);
            json.WriteString("real", figure.Real);
            json.WriteString("assumed", figure.Assumed);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Lines("gone", Gone);
        Lines("come", Come);
        json.WriteEndObject();

        void Lines(string name, ImmutableArray<string> lines)
        {
            json.WriteStartArray(name);
            foreach (var line in lines)
                json.WriteRawValue(line);
            json.WriteEndArray();
        }
    }

    /// <summary>Each by a name that is the same in every explanation.</summary>
    private static List<(string Name, string Value)> FiguresOf(Explanation explained)
    {
        var ticket = explained.Ticket;
        var figures = new List<(string, string)>
        {
            ("policy", explained.Policy),
            ("state", $"{ticket.Status}"),
            ("priority", $"{ticket.Priority}"),
            ("tier", Core.Escalation.TierNames.All[(int)ticket.Tier]),
            ("team", ticket.Team ?? "-"),
            ("to", ticket.Person ?? "-"),
        };
        foreach (var clock in explained.Clocks)
        {
            var name = $"{clock.Name}";
            figures.Add(($"{name} state", Eval.ClockNames.Of(clock.Reading.State)));
            figures.Add(($"{name} cycle", $"{clock.Reading.Cycle}"));
            figures.Add(($"{name} target", Durations.Iso(clock.Target)));
            figures.Add(($"{name} elapsed", Durations.Iso(clock.Reading.Elapsed)));
            figures.Add(($"{name} due", Moment(clock.Reading.Due)));
            figures.Add(($"{name} entry", clock.Agreement));
        }
        foreach (var rule in explained.Rules)
            figures.Add(($"{rule.Number} {rule.Name} comes true", Moment(rule.ComesTrueAt)));
        return figures;
    }

    private static string Moment(Instant? at) => at is { } known ? Logs.Rfc3339.Format(known) : "-";

    private static List<string> Journal(Explanation explained) =>
    [
        .. explained.Past.Where(told => !told.Fact.IsSilent)
            .Select(told => ExplanationJson.Line(explained.Ticket.Id, told)),
    ];

    private static ImmutableArray<string> Without(List<string> lines, List<string> others)
    {
        var left = others.GroupBy(line => line).ToDictionary(same => same.Key, same => same.Count());
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var line in lines)
        {
            if (left.GetValueOrDefault(line) > 0)
                left[line]--;
            else
                found.Add(line);
        }
        return found.ToImmutable();
    }
}
