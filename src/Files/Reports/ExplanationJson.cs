using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Core.Escalation;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files.Eval;
using Muster.Files.Journals;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files.Reports;

/// <summary>An explanation as JSON: clocks as <c>eval sla</c> shows them, facts as journal lines.</summary>
public static class ExplanationJson
{
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = false,
    };

    /// <param name="assumed">The assumptions as they were written; none where nothing was assumed.</param>
    /// <param name="whatIf">What they change; null where nothing was assumed.</param>
    public static void Write(
        Utf8JsonWriter json, Explanation explained, IEnumerable<string>? assumed = null, WhatIf? whatIf = null)
    {
        json.WriteStartObject();
        if (whatIf is not null)
        {
            json.WriteStartArray("assumed");
            foreach (var assumption in assumed ?? [])
                json.WriteStringValue(assumption);
            json.WriteEndArray();
            whatIf.Write(json);
        }
        WriteFields(json, explained);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, Explanation explained)
    {
        json.WriteString("ticket", explained.Ticket.Id.Value);
        json.WriteString("at", Rfc3339.Format(explained.At));
        json.WriteString("policy", explained.Policy);
        json.WriteString("zones", explained.Zones);
        WriteState(json, explained.Ticket, explained.At);
        json.WriteStartObject("clocks");
        foreach (var clock in explained.Clocks)
            WriteClock(json, clock, explained.Stated?.Of(clock.Name));
        json.WriteEndObject();
        json.WriteStartArray("rules");
        foreach (var rule in explained.Rules)
            WriteRule(json, rule, explained.Ticket.Id);
        json.WriteEndArray();
        WriteFacts(json, "ahead", explained.Ahead, explained.Ticket.Id);
        WriteFacts(json, "timeline", explained.Past.Where(told => !told.Fact.IsSilent), explained.Ticket.Id);
    }

    /// <summary>A fact as the journal writes it; a silent one in words, in an object of the same shape.</summary>
    public static string Line(TicketId ticket, DatedFact told)
    {
        if (told.Fact.IsSilent)
        {
            var rule = told.Fact.Rule == Rule.None ? "" : $",\"rule\":\"{told.Fact.Rule}\"";
            return $"{{\"at\":\"{Rfc3339.Format(told.At)}\",\"ticket\":{JsonSerializer.Serialize(ticket.Value)},"
                + $"\"note\":\"{Note(told.Fact)}\"{rule}}}";
        }
        using var buffer = new MemoryStream();
        using (var journal = new JournalWriter(buffer) { IsTimeline = true })
            journal.Write(told.At, ticket, told.Fact);
        return Encoding.UTF8.GetString(buffer.ToArray()).TrimEnd('\n');
    }

    /// <summary>What a fact is that no journal line tells; it has no name that anybody should know.</summary>
    private static string Note(TicketEvent fact) => fact switch
    {
        SnoozeEnded => "the snooze ran out",
        WaitLapsed => "the wait for an answer lapsed",
        RetargetJudged => "judged by the new target",
        RuleCounted { Warning: true } => "came true, wrote nothing and counts as given",
        RuleCounted => "came true, wrote nothing and counts as fired",
        RuleDeferred => "came true, and is judged when the ticket is held back no more",
        _ => throw new UnreachableException($"{fact.GetType().Name} has no words"),
    };

    public static string ReasonName(IntervalReason reason) => reason switch
    {
        IntervalReason.Counted => "counted",
        IntervalReason.OutOfHours => "outOfHours",
        IntervalReason.Holiday => "holiday",
        IntervalReason.Paused => "paused",
        IntervalReason.Met => "met",
        IntervalReason.Resolved => "resolved",
        IntervalReason.Closed => "closed",
        IntervalReason.EarlierCycle => "earlierCycle",
        IntervalReason.NotAsked => "notAsked",
        _ => "inPart",
    };

    private static void WriteState(Utf8JsonWriter json, TicketState ticket, Instant at)
    {
        json.WriteString("state", $"{ticket.Status}");
        json.WriteString("priority", $"{ticket.Priority}");
        if (ticket.IsProvisional)
            json.WriteBoolean("provisional", true);
        json.WriteString("tier", ticket.Tier.Name());
        Text("title", ticket.Title);
        Text("team", ticket.Team);
        Text("to", ticket.Person);
        Text("requester", ticket.Requester?.Name);
        Text("service", ticket.Service);
        Text("category", ticket.Category);
        Text("holdReason", ticket.HoldReason);
        Moment("until", ticket.HoldUntil);
        Moment("snoozedUntil", ticket.IsSnoozed(at) ? ticket.SnoozedUntil : null);
        Moment("openedAt", ticket.OpenedAt);
        Moment("lastActivityAt", ticket.LastActivityAt);
        json.WriteString("entry", ticket.Agreement.Name);

        void Text(string name, string? value)
        {
            if (value is not null)
                json.WriteString(name, value);
        }

        void Moment(string name, Instant? value) => Text(name, value is { } known ? Rfc3339.Format(known) : null);
    }

    /// <summary>A clock by the stated times, inside of one by the record.</summary>
    public static void WriteStated(Utf8JsonWriter json, StatedClock stated)
    {
        if (stated.IsCorrected)
            json.WriteBoolean("corrected", true);
        json.WriteStartObject("stated");
        json.WriteString("state", ClockNames.Of(stated.Reading.State));
        json.WriteSome("due", stated.Reading.Due);
        json.WriteString("elapsed", Durations.Iso(stated.Reading.Elapsed));
        json.WriteEndObject();
    }

    private static void WriteClock(Utf8JsonWriter json, ClockAccount clock, StatedClock? stated)
    {
        json.WriteStartObject($"{clock.Name}");
        json.WriteString("state", ClockNames.Of(clock.Reading.State));
        if (clock.Reading.Due is { } due)
            json.WriteString("due", Rfc3339.Format(due));
        json.WriteString("elapsed", Durations.Iso(clock.Reading.Elapsed));
        json.WriteNumber("cycle", clock.Reading.Cycle);
        json.WriteString("target", Durations.Iso(clock.Target));
        json.WriteString("calendar", clock.Calendar);
        json.WriteString("entry", clock.Agreement);
        if (stated is { } told)
            WriteStated(json, told);
        json.WriteStartArray("intervals");
        foreach (var interval in clock.Intervals)
        {
            json.WriteStartObject();
            json.WriteString("from", Rfc3339.Format(interval.From));
            json.WriteString("to", Rfc3339.Format(interval.To));
            json.WriteString("why", ReasonName(interval.Reason));
            if (interval.Reason == IntervalReason.Paused)
                json.WriteString("reason", interval.Detail ?? "");
            if (interval.Reason == IntervalReason.EarlierCycle)
                json.WriteString("cycle", interval.Detail);
            json.WriteString("calendar", interval.Calendar);
            json.WriteString("counted", Durations.Iso(interval.Counted));
            json.WriteString("total", Durations.Iso(interval.Total));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, RuleAccount rule, TicketId ticket)
    {
        json.WriteStartObject();
        json.WriteString("rule", rule.Number);
        json.WriteString("name", rule.Name);
        WriteFacts(json, "fired", rule.Fired, ticket);
        WriteFacts(json, "withheld", rule.Withheld, ticket);
        WriteFacts(json, "counted", rule.Counted, ticket);
        json.WriteString("why", rule.Why);
        if (rule is { ComesTrueAt: { } at, Then: { } then })
        {
            json.WriteString("comesTrueAt", Rfc3339.Format(at));
            json.WritePropertyName("then");
            json.WriteRawValue(Line(ticket, new DatedFact(at, then)));
        }
        json.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter json, string name, IEnumerable<DatedFact> facts, TicketId ticket)
    {
        json.WriteStartArray(name);
        foreach (var fact in facts)
            json.WriteRawValue(Line(ticket, fact));
        json.WriteEndArray();
    }
}
