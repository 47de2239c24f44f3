using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Muster.Core.Asking;
using Muster.Core.Tickets;
using Muster.Engine.Reports;
using Muster.Files.Logs;
using Muster.Files.Reports;
using Muster.Server.Api;
using Muster.Server.Composition;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Asking;

/// <summary>What happened to tickets, and why they stand as they do.</summary>
internal static class StoryReading
{
    /// <summary>Of each ticket, the latest.</summary>
    private const int MostEvents = 500;

    private const int MostLines = 20;

    public static async Task<AskAnswer> Timeline(
        House house, Understanding read, ImmutableArray<TicketId> tickets)
    {
        var lines = new List<string>();
        foreach (var ticket in tickets)
            lines.AddRange(await Lines(house.Store, ticket, From(read.Slots)).ConfigureAwait(false));
        var skipped = Math.Max(0, lines.Count - MostLines);
        var head = skipped > 0 ? $"{lines.Count} events, the latest {MostLines}:" : $"{lines.Count} events:";
        return Told(read, head, lines.Skip(skipped).Select(InWords), json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var line in lines)
                json.WriteRawValue(line);
            json.WriteEndArray();
            json.WriteEndObject();
        }, MostLines);
    }

    private static Instant? From(Slots slots) =>
        slots.Text("from") is { } said && Rfc3339.TryParse(said, out var at) ? at : null;

    private static async Task<List<string>> Lines(IEventStore store, TicketId id, Instant? from)
    {
        using var journal = new JournalLines();
        var (lines, version) = (new Queue<string>(), 0L);
        var stream = StreamId.Ticket(id.Value);
        while (await store.ReadStream(stream, version, MostEvents).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                version = stored.Version;
                var line = journal.Of(stored);
                if (line.IsEmpty || stored.HappenedAt < from)
                    continue;
                lines.Enqueue(Encoding.UTF8.GetString(line.Span));
                if (lines.Count > MostEvents)
                    lines.Dequeue();
            }
        }
        return [.. lines];
    }

    private static string InWords(string line)
    {
        using var json = JsonDocument.Parse(line);
        return string.Join(' ', json.RootElement.EnumerateObject()
            .Where(field => field.Name is not ("auto" or "rule"))
            .Select(field => field.Name is "at" or "event" or "ticket"
                ? $"{field.Value}"
                : $"{field.Name} {field.Value}"));
    }

    public static async Task<AskAnswer> Explain(House house, Understanding read, ImmutableArray<TicketId> tickets)
    {
        var now = house.Now;
        var at = read.Slots.Text("at") is { } said && Rfc3339.TryParse(said, out var moment) ? moment : now;
        var explainer = new TicketExplainer(house.Store, house.Policies);
        ImmutableArray<Assumption> assumed = read.Slots.Text("assume") is { } text
            && Assumption.Parse(text, out _) is { } assumption ? [assumption] : [];
        var (lines, data) = (new List<string>(), new List<Action<Utf8JsonWriter>>());
        foreach (var ticket in tickets)
        {
            var explained = await explainer.Explain(ticket, at, assumed, now).ConfigureAwait(false);
            if (explained.Explanation is not { } explanation)
            {
                lines.Add($"{ticket.Value}: {explained.Fault}");
                continue;
            }
            lines.Add($"{ticket.Value} is {explanation.Ticket.Status}, {explanation.Ticket.Priority}. "
                + Reading.Clocks(explanation.Ticket, at));
            lines.AddRange(explanation.Rules.Where(rule => rule.Fired.Length + rule.Withheld.Length > 0
                || rule.ComesTrueAt is not null).Select(rule => $"{rule.Number} {rule.Name}: {rule.Why}"));
            data.Add(json => ExplanationJson.Write(
                json, explanation, assumed.Select(one => one.Text), explained.WhatIf));
        }
        return Told(read, null, lines, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var write in data)
                write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }, MostLines);
    }

    /// <summary>An answer of some lines; the data has all of them.</summary>
    public static AskAnswer Told(
        Understanding read, string? head, IEnumerable<string> lines, Action<Utf8JsonWriter> data, int most)
    {
        var all = lines.ToList();
        var words = all.Take(most).Prepend(head).OfType<string>().ToList();
        if (all.Count > most)
            words.Add($"… and {all.Count - most} more.");
        return new AskAnswer(string.Join('\n', words)) { Understood = read, Data = data };
    }
}
