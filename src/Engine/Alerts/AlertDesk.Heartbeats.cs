using System.Collections.Immutable;
using System.Globalization;
using Muster.Files;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Alerts;

public sealed partial class AlertDesk
{
    private const string HeartbeatKey = "heartbeat";

    /// <summary>Which integration goes by an id; null where it is gone.</summary>
    public Func<string, AlertSource?> Sources { get; init; } = _ => null;

    /// <summary>The beginning of a heartbeat's stream, to be written with the integration: it is awaited from now on.
    /// </summary>
    public static StreamAppend Await(AlertSource source, Instant now, string policy) =>
        new(AlertStreams.Of(source.Id, HeartbeatKey), 0,
            [AlertEventFormat.Write(new AlertAwaited(HeartbeatKey), now, source.Id, policy)])
        {
            Deadline = new Deadline(now + source.Interval!.Value, 1),
        };

    /// <summary>Has the deadlines looked at by then, of a heartbeat that was written elsewhere.</summary>
    public void Expect(Instant due) => tickets.Arm(due);

    /// <summary>A heartbeat came: what its silence raised is over, and the next is awaited.</summary>
    public Task<AlertAnswer> Beat(AlertSource source) => Hear(source, new AlertSignal(HeartbeatKey)
    {
        Alerts = [AlertStatement.IsOver],
        Text = "the heartbeat is back",
        AwaitedUntil = clock() + source.Interval!.Value,
    });

    /// <summary>A deadline of an alert's stream has passed: raises the ticket of a heartbeat that is silent.</summary>
    public async Task Reach(StreamId stream)
    {
        var source = Sources(AlertStreams.SourceOf(stream));
        using (await locks.Enter(stream).ConfigureAwait(false))
        {
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                // a beat that came meanwhile has moved it
                if (await store.ReadHead(stream).ConfigureAwait(false) is not { Deadline.DueAt: { } due }
                    || due >= clock())
                    return;
                if (source?.Interval is not { } interval)
                {
                    await NoLongerAwait(stream).ConfigureAwait(false);
                    return;
                }
                var silence = new AlertSignal(HeartbeatKey)
                {
                    Alerts = [AlertStatement.Fires],
                    Title = $"No heartbeat from {source.Name} for {Words(interval)}",
                };
                if (await Miss(source, silence, stream).ConfigureAwait(false))
                    return;
                Alerts.Forget(stream);
            }
        }
    }

    private async Task<bool> Miss(AlertSource source, AlertSignal silence, StreamId stream)
    {
        var (known, ticket) = await Look(stream).ConfigureAwait(false);
        var decision = AlertRules.Decide(known.State, silence, ticket is { State.IsOpen: true });
        if (decision.Verdict != AlertVerdict.Open)
            return await NoLongerAwait(stream).ConfigureAwait(false);
        var hearing = new Hearing(source, silence, stream, known, decision.Members);
        var answer = ComesBack(decision, ticket) ? Relapse(hearing, ticket!, isNew: true) : Open(hearing);
        return await answer.ConfigureAwait(false) is { Outcome: AlertOutcome.Opened or AlertOutcome.Counted };
    }

    /// <summary>Takes the deadline away; false where somebody else wrote meanwhile.</summary>
    private async Task<bool> NoLongerAwait(StreamId stream)
    {
        var known = await Alerts.Load(stream).ConfigureAwait(false);
        var at = clock();
        return await epoch.Append(now => new Batch
        {
            Epoch = now,
            RecordedAt = at,
            Streams = [new StreamAppend(stream, known.State.Version, [])],
        }).ConfigureAwait(false) is AppendResult.Appended;
    }

    private static string Words(Duration interval) =>
        Durations.Iso(interval)[2..].ToLower(CultureInfo.InvariantCulture);
}
