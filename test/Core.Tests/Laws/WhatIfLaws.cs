using System.Text;
using System.Text.Json;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Reports;
using NodaTime;
using Xunit;

namespace Muster.Core.Tests.Laws;

/// <summary>S10: what-if equals a replay of the log with that line.</summary>
public sealed class WhatIfLaws
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 10_000 : 300;

    private static readonly string[] Assumptions =
    [
        "priority=P1", "priority=P2", "priority=P3", "priority=P4", "service=vpn", "category=network", "team=tier-1",
        "team=tier-2", "team=management", "team=desk", "to=bo", "to=cy", "tags.os=mac", "tags.customer=acme", "start=",
        "update=looked at it", "ask=which one?", "reply=here you go", "reply=please escalate this", "reply=thanks",
        "hold=user", "hold=vendor", "resume=", "resolve=fixed", "close=cancelled", "close=", "reopen=", "acknowledge=",
        "prioritise=P1", "snooze=2026-01-01T00:00:00Z", "escalate=", "escalate=vendor", "merge=A1", "declare=SEV-1",
        "stand-down=",
    ];

    [Fact]
    public void An_assumed_line_changes_what_the_same_line_in_the_log_changes()
    {
        var told = 0;
        Parallel.For(1, Seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            if (Check(seed))
                Interlocked.Increment(ref told);
        });
        Assert.InRange(told, Seeds / 4, Seeds); // many change something; the others are refused or said twice
    }

    /// <summary>True when the assumption made a difference at all.</summary>
    private static bool Check(int seed)
    {
        var sample = Logs.Wild(seed);
        var random = new Random(seed);
        var parser = new LineParser(sample.Policy);
        var instants = sample.Lines.Select(line => parser.Parse(Encoding.UTF8.GetBytes(line)).At).ToList();
        var tickets = sample.Tell().Facts.Select(fact => fact.Ticket.Value).Distinct().ToList();
        if (tickets.Count == 0 || instants.All(at => at is null))
            return false;
        var ticket = tickets[random.Next(tickets.Count)];
        var at = Near(instants, random);
        var text = $"{Assumptions[random.Next(Assumptions.Length)]}@{Rfc3339.Format(at)}";
        var assumption = Assumption.Parse(text, out var fault);
        Assert.True(assumption is not null, fault);

        var place = instants.FindIndex(known => known > at);
        var changed = sample.Lines.ToList();
        changed.Insert(place < 0 ? changed.Count : place, assumption.Json(ticket, default));
        var strict = random.Next(8) == 0;
        var real = Told(sample, sample.Lines, [], strict, ticket);
        var assumed = Told(sample, sample.Lines, [assumption.Line(ticket, default, sample.Policy)], strict, ticket);
        var replayed = Told(sample, changed, [], strict, ticket);
        Assert.True(assumed == replayed, $"seed {seed}, {text} to {ticket}: {FirstDifference(assumed, replayed)}");
        return assumed != real;
    }

    private static string FirstDifference(string assumed, string replayed)
    {
        var pairs = assumed.Split('\n').Zip(replayed.Split('\n'));
        var other = pairs.FirstOrDefault(pair => pair.First != pair.Second);
        return $"\n assumed:\n  {other.First}\n in the log:\n  {other.Second}";
    }

    /// <summary>At a line's instant, or between two.</summary>
    private static Instant Near(List<Instant?> instants, Random random)
    {
        Instant? at = null;
        while (at is null)
            at = instants[random.Next(instants.Count)];
        return at.Value + Duration.FromMilliseconds(random.Next(4) switch
        {
            0 => 1,
            1 => random.Next(0, 24 * 3_600_000),
            _ => 0,
        });
    }

    /// <summary>The journal, the figures, what was refused, and all that is explained of the ticket.</summary>
    private static string Told(
        Sample sample, IEnumerable<string> lines, IReadOnlyList<LogLine> assumed, bool strict, string ticket)
    {
        using var stream = new MemoryStream();
        using var journal = new JournalWriter(stream);
        List<DatedFact> facts = [];
        List<Refusal> refused = [];
        var replay = new LogReplay(sample.Policy, (at, state, fact) =>
        {
            journal.Write(at, state.Id, fact);
            if (state.Id == new TicketId(ticket))
                facts.Add(new DatedFact(at, fact));
        })
        {
            Until = sample.Until,
            IsStrict = strict,
            Assumed = assumed,
            OnRefusal = (_, refusal) => refused.Add(refusal),
        };
        replay.Run(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        journal.Flush();
        stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', refused.Select(refusal => $"{refusal}")) + "\n"));
        using (var json = new Utf8JsonWriter(stream))
            SummaryWriter.Write(json, replay.Summary, replay.Policy, 1);
        if (replay.Time.Find(ticket) is { } found)
        {
            using var json = new Utf8JsonWriter(stream);
            ExplanationJson.Write(json, Explanation.Of(
                found.Id, facts, replay.Time.Now!.Value, replay.Policy, replay.Time.Neighbours));
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + string.Concat(facts.Select(fact => $"\n{fact}"));
    }
}
