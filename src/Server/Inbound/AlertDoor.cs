using Muster.Engine.Alerts;
using Muster.Server.Composition;

namespace Muster.Server.Inbound;

/// <summary>
/// Lets signals in, several at once so that they share commits, those of one key in their order. Bound: 20,000 alerts
/// are inside, whoever sent them; beyond it the sender is told to come again, and so nothing waits without a bound.
/// </summary>
internal sealed class AlertDoor(House house)
{
    private const int MostInside = 20_000;
    private const int AtOnce = 64;

    private int inside;

    /// <summary>
    /// The answers in the order of the signals; null where there was no room for one of them: all may be sent again,
    /// and those that were done are repeats then.
    /// </summary>
    public async Task<IReadOnlyList<AlertAnswer>?> Hear(AlertSource source, IReadOnlyList<AlertSignal> signals)
    {
        var weight = signals.Sum(signal => Math.Max(signal.Alerts.Length, 1));
        try
        {
            if (Interlocked.Add(ref inside, weight) > MostInside)
                return null;
            var answers = signals.Count == 1
                ? [await house.Alerts.Hear(source, signals[0]).ConfigureAwait(false)]
                : await Several(source, signals).ConfigureAwait(false);
            if (answers.Any(answer => answer.Outcome is not (AlertOutcome.Counted or AlertOutcome.Nothing)))
                house.Tail.Written.Beat();
            return answers.Any(answer => answer.Outcome == AlertOutcome.Overloaded) ? null : answers;
        }
        finally
        {
            Interlocked.Add(ref inside, -weight);
        }
    }

    private async Task<AlertAnswer[]> Several(AlertSource source, IReadOnlyList<AlertSignal> signals)
    {
        var answers = new AlertAnswer[signals.Count];
        var byKey = signals.Select((signal, index) => (signal, index))
            .GroupBy(numbered => numbered.signal.Key, StringComparer.Ordinal);
        await Parallel.ForEachAsync(byKey, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (same, _) =>
        {
            foreach (var (signal, index) in same)
                answers[index] = await house.Alerts.Hear(source, signal).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return answers;
    }
}
