using Muster.Channels;
using NodaTime;

namespace Muster.Engine.Delivery;

/// <summary>
/// Leaves a channel alone for a while that has failed several times in a row, so that what waits for its answer holds
/// up nobody else.
/// </summary>
internal sealed class ChannelCare(Func<Instant> clock)
{
    private const int MostFailures = 5;
    private static readonly Duration Rest = Duration.FromSeconds(10);

    private readonly Lock counting = new();
    private readonly Dictionary<string, (int Failures, Instant Until)> known = [];

    public async Task<DeliveryResult> Send(IChannel channel, Letter letter, CancellationToken stop)
    {
        lock (counting)
        {
            if (known.TryGetValue(channel.Name, out var state)
                && state.Failures >= MostFailures && clock() < state.Until)
                return new DeliveryResult.Retry($"{channel.Name} has failed {state.Failures} times in a row");
        }
        var result = await channel.Send(letter, stop).ConfigureAwait(false);
        lock (counting)
        {
            var failures = result is DeliveryResult.Retry ? known.GetValueOrDefault(channel.Name).Failures + 1 : 0;
            known[channel.Name] = (failures, clock() + Rest);
        }
        return result;
    }
}
