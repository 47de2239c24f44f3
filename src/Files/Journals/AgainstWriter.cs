using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Core.Sla;

namespace Muster.Files.Journals;

/// <summary>
/// The summary's <c>against</c>: the figures under both policies, and what changes by rule, priority and team, each
/// figure as <c>base</c>, <c>other</c> and <c>difference</c> (other − base).
/// </summary>
public static class AgainstWriter
{
    public static void Write(Utf8JsonWriter json, ReplaySummary ours, Policy policy, OtherPolicy other)
    {
        var comparison = other.Comparison;
        json.WriteStartObject("against");
        json.WriteStartObject("base");
        SummaryWriter.WriteFigures(json, ours, policy);
        json.WriteEndObject();
        json.WriteStartObject("other");
        SummaryWriter.WriteFigures(json, other.Summary, other.Policy);
        json.WriteEndObject();
        Each(json, "rules", comparison.Rules, rule => rule.ToString(), WriteActs);
        Each(json, "priorities", comparison.Priorities, priority => priority.ToString(), WriteAll);
        Each(json, "teams", comparison.Teams, team => team, WriteAll);
        json.WriteStartObject("tickets");
        WriteList(json, "escalateOnlyInBase", comparison.EscalateOnlyInBase);
        WriteList(json, "escalateOnlyInOther", comparison.EscalateOnlyInOther);
        WriteList(json, "breachOnlyInBase", comparison.BreachOnlyInBase);
        WriteList(json, "breachOnlyInOther", comparison.BreachOnlyInOther);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Each<TKey>(
        Utf8JsonWriter json, string name, IReadOnlyDictionary<TKey, Pair> pairs, Func<TKey, string> nameOf,
        Action<Utf8JsonWriter, Pair> write)
    {
        json.WriteStartObject(name);
        foreach (var (key, pair) in pairs)
        {
            json.WriteStartObject(nameOf(key));
            write(json, pair);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteActs(Utf8JsonWriter json, Pair pair)
    {
        WriteChange(json, "escalations", pair.Base.Escalations, pair.Other.Escalations);
        WriteChange(json, "withheld", pair.Base.Withheld, pair.Other.Withheld);
        WriteChange(json, "warnings", pair.Base.Warnings, pair.Other.Warnings);
        WriteChange(json, "breaches", pair.Base.Breaches, pair.Other.Breaches);
    }

    private static void WriteAll(Utf8JsonWriter json, Pair pair)
    {
        WriteActs(json, pair);
        foreach (var clock in Enum.GetValues<ClockKind>())
        {
            var (ours, other) = (pair.Base.Of(clock), pair.Other.Of(clock));
            json.WriteStartObject(clock == ClockKind.Response ? "response" : "resolution");
            WriteChange(json, "met", ours.Met, other.Met);
            WriteChange(json, "breached", ours.Breached, other.Breached);
            WriteChange(json, "compliance", ours.Compliance, other.Compliance);
            json.WriteEndObject();
        }
    }

    private static void WriteChange(Utf8JsonWriter json, string name, int ours, int other)
    {
        json.WriteStartObject(name);
        json.WriteNumber("base", ours);
        json.WriteNumber("other", other);
        json.WriteNumber("difference", other - ours);
        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, string name, double? ours, double? other)
    {
        json.WriteStartObject(name);
        WriteShare(json, "base", ours);
        WriteShare(json, "other", other);
        WriteShare(json, "difference", other - ours);
        json.WriteEndObject();
    }

    private static void WriteShare(Utf8JsonWriter json, string name, double? share)
    {
        if (share is { } known)
            json.WriteNumber(name, Math.Round(known, 6));
        else
            json.WriteNull(name);
    }

    private static void WriteList(Utf8JsonWriter json, string name, TicketList list)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", list.Count);
        json.WriteStartArray("listed");
        foreach (var ticket in list.Listed)
            json.WriteStringValue(ticket.Value);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
