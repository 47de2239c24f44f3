using System.Collections.Immutable;
using System.Text;
using Muster.Core.Tickets;
using Muster.Engine.Hosting;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Alerts;

/// <summary>
/// Where alerts become tickets: what a sender said, one signal at a time, to decisions, and what was decided into the
/// store, beside the ticket and in one commit with it. Two who say the same at once write to one stream, and the store
/// refuses the later, who then finds the ticket of the first. Knows no network and no thread of its own, so a
/// simulation drives this very class.
/// </summary>
public sealed partial class AlertDesk(
    IEventStore store, TicketDesk tickets, PolicyBook policies, WriterEpoch epoch, Func<Instant> clock) : IDisposable
{
    /// <summary>Of an alert's stream.</summary>
    public const string Kind = AlertStreams.Kind;

    /// <summary>The code of a ticket that its sender resolved.</summary>
    public const string AutoCode = "auto";

    /// <summary>In the audit, of what concerned no ticket.</summary>
    private const string Verb = "alert";

    /// <summary>How often a signal is decided anew because somebody else wrote meanwhile.</summary>
    private const int MostAttempts = 20;

    /// <summary>How long what another process may have written is not looked for.</summary>
    private static readonly Duration TrustFor = Duration.FromSeconds(1);

    private readonly RepeatCounts counts = new(store, epoch, clock);
    private readonly StreamLocks locks = new();
    private AlertStreams? alerts;

    private AlertStreams Alerts => LazyInitializer.EnsureInitialized(ref alerts, () => new AlertStreams(store, counts));

    /// <summary>Takes a signal; what the answer says is on the disk, counts of repeats excepted.</summary>
    /// <exception cref="StoreFailedException">The disk failed; it may have happened, and may be said again.</exception>
    public async Task<AlertAnswer> Hear(AlertSource source, AlertSignal signal)
    {
        AlertAnswer? answer = null;
        try
        {
            return answer = await Heard(source, signal).ConfigureAwait(false);
        }
        finally
        {
            Measures.CountAlert(source.Kind, answer switch
            {
                null => "broken",
                { IsRepeated: true } => "heard-before",
                _ => answer.Outcome.Name(),
            });
        }
    }

    /// <summary>Writes the counts that were gathered; to be called about once a second, and at the end.</summary>
    /// <exception cref="StoreFailedException">The commit failed; they stay gathered.</exception>
    public Task WriteCounts() => counts.Write();

    public void Dispose() => counts.Dispose();

    private async Task<AlertAnswer> Heard(AlertSource source, AlertSignal signal)
    {
        var stream = AlertStreams.Of(source.Id, signal.Key);
        using (await locks.Enter(stream).ConfigureAwait(false))
        {
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                if (await Try(source, signal, stream).ConfigureAwait(false) is { } answer)
                    return answer;
                Alerts.Forget(stream);
            }
        }
        return new AlertAnswer(AlertOutcome.Overloaded);
    }

    private async Task<AlertAnswer?> Try(AlertSource source, AlertSignal signal, StreamId stream)
    {
        if (DeliveryKey(source, signal) is { } key
            && await store.FindCommand(key, clock()).ConfigureAwait(false) is { } earlier)
            return AsBefore(earlier);
        var (known, ticket) = await Look(stream).ConfigureAwait(false);
        var decision = AlertRules.Decide(known.State, signal, ticket is { State.IsOpen: true });
        var hearing = new Hearing(source, signal, stream, known, decision.Members);
        return decision.Verdict switch
        {
            AlertVerdict.Open or AlertVerdict.Repeat when ComesBack(decision, ticket) =>
                await Relapse(hearing, ticket!, isNew: decision.Verdict == AlertVerdict.Open).ConfigureAwait(false),
            AlertVerdict.Open => await Open(hearing).ConfigureAwait(false),
            AlertVerdict.Repeat => await Repeat(hearing, ticket!).ConfigureAwait(false),
            AlertVerdict.Change => await Write(
                hearing, [new AlertChanged(null, decision.Members)], AlertOutcome.Changed).ConfigureAwait(false),
            AlertVerdict.End => await End(hearing, ticket!).ConfigureAwait(false),
            AlertVerdict.Acknowledge => await Acknowledge(hearing).ConfigureAwait(false),
            AlertVerdict.Note when IsTold(signal, ticket!.State) => await Leave(hearing).ConfigureAwait(false),
            AlertVerdict.Note => await Note(hearing).ConfigureAwait(false),
            _ => await Leave(hearing).ConfigureAwait(false),
        };
    }

    /// <summary>
    /// The alert and its ticket. What this process knows is taken for up to a second, so that a repeat costs no
    /// reading: its own writes are in it at once, another process's a second later.
    /// </summary>
    private async Task<(KnownAlert Alert, TicketAt? Ticket)> Look(StreamId stream)
    {
        var now = clock().ToUnixTimeMilliseconds();
        if (Alerts.Recall(stream) is { State.Ticket: { } name } recalled
            && Math.Abs(now - recalled.CheckedAt) < TrustFor.TotalMilliseconds
            && tickets.Recall(StreamId.Ticket(name)) is { } remembered)
            return (recalled, remembered);
        var known = await Alerts.Load(stream).ConfigureAwait(false);
        known.CheckedAt = now;
        return (known, known.State.Ticket is { } ticket
            ? await tickets.Read(StreamId.Ticket(ticket)).ConfigureAwait(false)
            : null);
    }

    private async Task<AlertAnswer?> Repeat(Hearing hearing, TicketAt ticket)
    {
        var (alert, signal) = (hearing.Known, hearing.Signal);
        var count = alert.Count + 1;
        var isWorse = signal.Priority is { } now && !(alert.State.Worst <= now);
        var facts = ImmutableArray.CreateBuilder<AlertEvent>();
        if (!hearing.Members.IsEmpty || isWorse)
            facts.Add(new AlertChanged(isWorse ? signal.Priority : null, hearing.Members));
        if (IsRound(count))
            facts.Add(new AlertRepeated(count));
        if (isWorse && ticket.State.Priority > signal.Priority)
            return await Raise(hearing, facts.ToImmutable()).ConfigureAwait(false);
        if (facts.Count > 0 || signal.Delivery is not null || signal.AwaitedUntil is not null)
            return await Write(hearing, facts.ToImmutable(), AlertOutcome.Counted).ConfigureAwait(false);
        Count(alert);
        return new AlertAnswer(AlertOutcome.Counted, alert.State.Ticket);
    }

    private void Count(KnownAlert alert)
    {
        alert.Count++;
        counts.Add(alert.State.Ticket!);
    }

    /// <summary>2, 5, 10, 20, 50 … : a burst of a million leaves eighteen events.</summary>
    private static bool IsRound(long count)
    {
        while (count >= 10 && count % 10 == 0)
            count /= 10;
        return count is 1 or 2 or 5;
    }

    /// <summary>Changes nothing, and remembers a delivery that has an id.</summary>
    private async Task<AlertAnswer?> Leave(Hearing hearing)
    {
        if (hearing.Signal.Delivery is null && hearing.Signal.AwaitedUntil is null)
            return new AlertAnswer(AlertOutcome.Nothing, hearing.Known.State.Ticket);
        return await Write(hearing, [], AlertOutcome.Nothing).ConfigureAwait(false);
    }

    /// <summary>Writes facts of the alert alone; null where somebody else wrote meanwhile.</summary>
    private async Task<AlertAnswer?> Write(Hearing hearing, ImmutableArray<AlertEvent> facts, AlertOutcome outcome)
    {
        var (state, signal, at) = (hearing.Known.State, hearing.Signal, clock());
        var (after, part) = hearing.Append(facts, at, policies.Current.Version);
        var hasPart = facts.Length > 0 || (signal.AwaitedUntil is not null && state.Version > 0);
        var result = await epoch.Append(now => new Batch
        {
            Epoch = now,
            RecordedAt = at,
            Streams = hasPart ? [part] : [],
            Command = DeliveryKey(hearing.Source, signal) is { } key
                ? Heard(hearing, key, at, outcome)
                : null,
        }).ConfigureAwait(false);
        switch (result)
        {
            case AppendResult.Appended:
                var known = Alerts.Keep(hearing.Stream, after, hearing.Known.Count);
                known.CheckedAt = hearing.Known.CheckedAt;
                if (outcome == AlertOutcome.Counted)
                    Count(known);
                if (hasPart && signal.AwaitedUntil is { } due)
                    tickets.Arm(due);
                return new AlertAnswer(outcome, after.Ticket);
            case AppendResult.KeyUsed used:
                return AsBefore(used.Earlier);
            case AppendResult.Overloaded:
                return new AlertAnswer(AlertOutcome.Overloaded);
            default:
                return null;
        }
    }

    /// <summary>What was answered to a delivery the first time; its verb tells it where the ticket was spoken to.
    /// </summary>
    private static AlertAnswer AsBefore(CommandRecord earlier) => new(earlier.Verb switch
    {
        Verb => Enum.TryParse<AlertOutcome>(Encoding.UTF8.GetString(earlier.Answer.Span[LatestVersion.Length..]),
            out var outcome) ? outcome : AlertOutcome.Nothing,
        "open" => AlertOutcome.Opened,
        "resolve" => AlertOutcome.Resolved,
        "update" => AlertOutcome.Noted,
        "acknowledge" => AlertOutcome.Acknowledged,
        _ => AlertOutcome.Counted, // it became worse, or came back
    }, earlier.Stream?.Id, IsRepeated: true);

    private static CommandRecord Heard(Hearing hearing, string key, Instant at, AlertOutcome outcome) => new()
    {
        At = at,
        Actor = hearing.Source.Id,
        Verb = Verb,
        Stream = hearing.Known.State.Ticket is { } ticket ? StreamId.Ticket(ticket) : null,
        Accepted = true,
        Key = key,
        BodyDigest = new byte[16],
        Answer = (byte[])[.. LatestVersion, .. Encoding.UTF8.GetBytes($"{outcome}")],
    };

    /// <summary>Whoever asks again gets the ticket as it stands by then.</summary>
    private static readonly byte[] LatestVersion = [0x7F, .. Enumerable.Repeat((byte)0xFF, 7)];

    private static string? DeliveryKey(AlertSource source, AlertSignal signal) =>
        signal.Delivery is { } delivery ? $"{source.Id}/{delivery}/{AlertStreams.Of("", signal.Key).Id}" : null;

    /// <summary>One signal on its way.</summary>
    private sealed record Hearing(
        AlertSource Source, AlertSignal Signal, StreamId Stream, KnownAlert Known, ImmutableArray<AlertMember> Members)
    {
        /// <summary>The stream's part of a commit, and the state after it.</summary>
        public (AlertState After, StreamAppend Part) Append(
            ImmutableArray<AlertEvent> facts, Instant at, string policy)
        {
            var state = Known.State;
            var after = facts.Aggregate(state, (now, fact) => now.Evolve(fact));
            var isTime = after.Version / AlertStreams.SnapshotEvery > state.Version / AlertStreams.SnapshotEvery;
            return (after, new StreamAppend(
                Stream, state.Version, [.. facts.Select(fact => AlertEventFormat.Write(fact, at, Source.Id, policy))])
            {
                Deadline = Signal.AwaitedUntil is { } due ? new Deadline(due, AwaitedRank) : null,
                Snapshot = isTime ? AlertEventFormat.WriteSnapshot(after) : (ReadOnlyMemory<byte>?)null,
            });
        }

        /// <summary>Silence may mean anything, so it is looked for before what is only late.</summary>
        private const int AwaitedRank = 1;
    }
}
