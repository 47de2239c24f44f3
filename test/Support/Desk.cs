using System.Text;
using System.Text.Json.Nodes;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Policies;
using NodaTime;

namespace Muster.Support;

/// <summary>
/// A service desk under virtual time, told as the manual tells it: <c>At("09:00").Open("A1", P2)</c>,
/// <c>Let("4 h").Pass()</c>, <c>Expect("13:00 A1 escalated E2 from=tier-1 to=tier-2")</c>. It writes a replay log and,
/// whenever something is expected, replays all of it up to the present instant, that instant included.
/// Day 1 is Monday 2025-10-20, UTC.
/// </summary>
public sealed partial class Desk
{
    private readonly Policy policy;
    private readonly bool withMajors;
    private readonly List<string> log = [];
    private readonly Dictionary<int, RefusalCode> refused = [];
    private Run? latest;

    /// <param name="policy">YAML laid over the shipped policy.</param>
    /// <param name="withMajors">Major incidents run by themselves.</param>
    public Desk(string policy = "{}", bool withMajors = false)
    {
        this.withMajors = withMajors;
        var read = PolicyReader.Read([new PolicySource("test.yaml", policy, null)]);
        this.policy = read.Policy ?? throw new ExpectationException(string.Join('\n', read.Faults));
    }

    /// <summary>The present instant; the beginning of day 1 until it is said otherwise.</summary>
    public Instant Now { get; private set; } = Clock.At("00:00");

    /// <summary>The policy in force.</summary>
    public Policy Policy => policy;

    /// <summary>The replay log so far, as a file.</summary>
    public string Log => string.Concat(log.Select(line => line + "\n"));

    /// <summary>The journal so far, as a file.</summary>
    public string Journal => string.Concat(Replayed.Facts.Select(fact => fact.Line + "\n"));

    /// <summary>The ticket as it stands now.</summary>
    public TicketState this[string ticket] =>
        Replayed.Time.Find(ticket) ?? throw new ExpectationException($"there is no ticket {ticket}\n{Told()}");

    private Run Replayed => latest ??= Replay();

    /// <summary>Goes to an instant: <c>09:00</c>, <c>09:00:00.001</c> of the present day, <c>day 3 17:00</c>.</summary>
    public Desk At(string when) => MoveTo(Clock.At(when, Now));

    /// <summary>Goes to the last millisecond before an instant.</summary>
    public Desk JustBefore(string when) => MoveTo(Clock.At(when, Now) - Duration.FromMilliseconds(1));

    /// <summary>Goes to the first millisecond after an instant.</summary>
    public Desk JustAfter(string when) => MoveTo(Clock.At(when, Now) + Duration.FromMilliseconds(1));

    /// <summary>How long: <c>4 h</c>, <c>1 d 30 min</c>, <c>1 ms</c>; then <see cref="Passing.Pass"/>.</summary>
    public Passing Let(string duration) => new(this, Clock.Span(duration));

    /// <summary>What a clock shows now.</summary>
    public ClockReading Reading(string ticket, ClockKind clock) => ClockReading.Of(this[ticket], clock, Now);

    /// <summary>When the resolution clock is due now, as <c>day 1 17:00</c>; empty where it has no due.</summary>
    public string Due(string ticket, ClockKind clock = ClockKind.Resolution) =>
        Reading(ticket, clock).Due is { } due ? Clock.Say(due) : "";

    /// <summary>What the resolution clock has counted by now, as <c>PT5H30M</c>.</summary>
    public string Elapsed(string ticket, ClockKind clock = ClockKind.Resolution) =>
        IsoDuration.Format(Reading(ticket, clock).Elapsed);

    /// <summary>What was answered to the latest line that was refused.</summary>
    public string RefusalText => Replayed.Refusals[Replayed.Refusals.Keys.Max()].Text;

    /// <summary>The latest line was refused with this code, and nothing was written.</summary>
    public Desk Refused(RefusalCode code)
    {
        refused[log.Count] = code;
        latest = null;
        _ = Replayed;
        return this;
    }

    internal Desk MoveTo(Instant to)
    {
        if (to < Now)
            throw new ExpectationException($"{Clock.Say(to)} is before {Clock.Say(Now)}");
        Now = to;
        latest = null;
        return this;
    }

    private Desk Say(string verb, string ticket, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var line = new JsonObject { ["at"] = Clock.Rfc(Now), ["do"] = verb, ["ticket"] = ticket };
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                line[name] = value;
        }
        log.Add(line.ToJsonString());
        latest = null;
        return this;
    }

    private Run Replay()
    {
        var facts = new List<Told>();
        using var stream = new MemoryStream();
        using var writer = new JournalWriter(stream);
        var refusals = new Dictionary<int, Refusal>();
        var replay = new LogReplay(policy, withMajors, Write)
        {
            Until = Now,
            OnRefusal = (number, refusal) => refusals[number] = refusal,
        };
        replay.Run(new MemoryStream(Encoding.UTF8.GetBytes(Log)));
        foreach (var number in refusals.Keys.Union(refused.Keys))
        {
            RefusalCode? wanted = refused.TryGetValue(number, out var code) ? code : null;
            var actual = refusals.GetValueOrDefault(number);
            if (wanted != actual?.Code)
                throw new ExpectationException(
                    $"line {number} {log[number - 1]}\nwas {actual?.ToString() ?? "accepted"}, expected {wanted}");
        }
        return new Run(replay.Time, facts, replay.Summary, refusals);

        void Write(Instant at, TicketState ticket, TicketEvent fact)
        {
            writer.Write(at, ticket.Id, fact);
            writer.Flush();
            if (stream.Length > 0)
                facts.Add(new Told(at, Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n')));
            stream.SetLength(0);
        }
    }

    private string Told() => $"the journal until {Clock.Say(Now)}:\n{Journal}the log:\n{Log}";

    private sealed record Run(
        VirtualTime Time, IReadOnlyList<Told> Facts, ReplaySummary Summary, IReadOnlyDictionary<int, Refusal> Refusals);
}

/// <summary>A span of time that is about to go by.</summary>
public readonly record struct Passing(Desk Desk, Duration For)
{
    public Desk Pass() => Desk.MoveTo(Desk.Now + For);
}

/// <summary>An expectation that was not met.</summary>
public sealed class ExpectationException(string message) : Exception(message);
