using System.Globalization;
using System.Text.Json.Nodes;
using Muster.Core.Replay;
using Muster.Core.Tickets;
using Muster.Files.States;
using NodaTime;
using Xunit;

namespace Muster.Core.Tests.Laws;

/// <summary>What holds of every log, whatever stands in it.</summary>
public sealed class ReplayLaws
{
    /// <summary>
    /// Verbs that say something new each time; they need a key to be said twice and written once. An assign or triage
    /// may bring E3 or E4 about, after which the same team again sets its tier anew (L11).
    /// </summary>
    private static readonly string[] SaidAnew = ["update", "ask", "reply", "escalate", "resume", "assign", "triage"];

    [Fact] // L1, L7
    public void A_valid_command_said_twice_writes_once() => Logs.Ask(400, sample =>
    {
        var keyed = sample.Lines.Select(WithKey).ToArray();
        var refused = sample.Tell(keyed).Refused.Select(r => r.Line).ToHashSet();
        var doubled = keyed.SelectMany((line, index) => refused.Contains(index + 1) ? [line] : new[] { line, line });
        Assert.Equal(sample.Tell(keyed).Journal, sample.Tell(doubled).Journal);
    });

    [Fact] // L1
    public void A_refused_command_writes_nothing() => Logs.Ask(500, sample =>
    {
        var whole = sample.Tell();
        var refused = whole.Refused.Select(r => r.Line).ToHashSet();
        var accepted = sample.Lines.Where((_, index) => !refused.Contains(index + 1)).ToArray();
        Assert.Equal(whole.Journal, sample.Tell(accepted, until: whole.Time.Now).Journal);
    });

    [Fact]
    public void The_events_of_a_ticket_evolved_from_scratch_give_the_same_state() => Logs.Ask(500, sample =>
    {
        var told = sample.Tell();
        var folded = new Dictionary<TicketId, TicketState>();
        foreach (var (at, id, fact) in told.Facts)
            folded[id] = fact is TicketOpened opened
                ? TicketState.From(id, opened, at, sample.Policy)
                : folded[id].Evolve(fact, at, sample.Policy);
        Assert.Equal(told.Time.Tickets, folded.Count);
        foreach (var ticket in told.Time.All)
            Assert.Equal(Text(ticket, sample), Text(folded[ticket.Id], sample));
    });

    [Fact]
    public void Nothing_is_written_before_Next_at_any_minute_until_then() => Logs.Ask(40, sample =>
    {
        var story = new Story(sample.Policy);
        story.Read(sample.Lines, sample.Until, before: line =>
        {
            if (story.Time.Now is { } now && line.At > now)
                Walk(sample, story.Time.Save(), line.At.Value);
        });
    });

    [Fact]
    public void A_log_gives_the_same_bytes_twice_and_under_other_cultures_and_zones_of_the_process()
    {
        var expected = Enumerable.Range(1, 100).Select(seed => Logs.Of(seed).Tell().Journal).ToList();
        var (culture, zone) = (CultureInfo.CurrentCulture, Environment.GetEnvironmentVariable("TZ"));
        try
        {
            foreach (var (strange, place) in new[] { (Strange(), "Asia/Kathmandu"), (Strange(), "America/St_Johns") })
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = strange;
                Environment.SetEnvironmentVariable("TZ", place);
                TimeZoneInfo.ClearCachedData();
                Assert.Equal(expected, Enumerable.Range(1, 100).Select(seed => Logs.Of(seed).Tell().Journal));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
        }
    }

    /// <summary>
    /// Lets the present instant pass, then looks at every ticket: Reach at each minute before its Next writes nothing,
    /// not even a silent fact. Normally the first minutes, some later ones and the last millisecond.
    /// </summary>
    private static void Walk(Sample sample, ReplayState saved, Instant until)
    {
        var time = VirtualTime.Resume(saved, sample.Policy, (_, _, _) => { });
        time.Finish(null);
        var now = time.Now!.Value;
        foreach (var ticket in time.All)
        {
            var next = TicketDeadlines.Next(ticket, sample.Policy, time.Neighbours);
            var end = next < until ? next.Value : until;
            foreach (var minute in Minutes(now, end, sample.Seed))
            {
                var early = TicketDeadlines.Reach(ticket, new Context(minute, sample.Policy, time.Neighbours));
                Assert.True(
                    early.Events.Count == 0, $"{ticket.Id} at {minute}, next {end}: {string.Join(", ", early.Events)}");
            }
        }
    }

    private static IEnumerable<Instant> Minutes(Instant now, Instant end, int seed)
    {
        var span = (long)(end - now).TotalMinutes;
        var random = new Random(seed);
        var every = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? Math.Min(span, 3000) : 20;
        for (var minute = 1; minute <= every && now + Duration.FromMinutes(minute) < end; minute++)
            yield return now + Duration.FromMinutes(minute);
        for (var sample = 0; sample < 20 && span > every; sample++)
            yield return now + Duration.FromMinutes(random.NextInt64(every, span));
        if (end - now > Duration.FromMilliseconds(1))
            yield return end - Duration.FromMilliseconds(1);
    }

    private static string WithKey(string line, int index)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject said || said.ContainsKey("key"))
                return line;
            if (said["do"] is JsonValue verb && verb.TryGetValue<string>(out var name) && SaidAnew.Contains(name))
                said["key"] = $"said-{index}";
            return said.ToJsonString();
        }
        catch (Exception unreadable) when (unreadable is System.Text.Json.JsonException or ArgumentException)
        {
            return line;
        }
    }

    private static string Text(TicketState ticket, Sample sample) =>
        System.Text.Json.JsonSerializer.Serialize(ticket, StateJson.For(sample.Policy));

    private static CultureInfo Strange()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "minus";
        culture.NumberFormat.NumberDecimalSeparator = "٫";
        culture.NumberFormat.NumberGroupSeparator = "'";
        culture.DateTimeFormat.DateSeparator = "!";
        culture.DateTimeFormat.TimeSeparator = "?";
        culture.DateTimeFormat.FirstDayOfWeek = DayOfWeek.Saturday;
        return culture;
    }
}
