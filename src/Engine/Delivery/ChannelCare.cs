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

    // bound: as many as there are channels and deeds, and subscribers' hosts that fail
    private readonly Dictionary<string, (int Failures, Instant Until)> known = [];

    /// <summary>It failed so often that it is not asked just now.</summary>
    public bool IsLeftAlone(string name)
    {
        lock (counting)
            return known.TryGetValue(name, out var state) && state.Failures >= MostFailures && clock() < state.Until;
    }

    public Task<DeliveryResult> Send(IChannel channel, Letter letter, CancellationToken stop) =>
        Try(channel.Name, () => channel.Send(letter, stop));

    public Task<DeliveryResult> Do(IDeed deed, Telltale told, CancellationToken stop) =>
        Try(deed.CareOf(told), () => deed.Do(told, stop));

    private async Task<DeliveryResult> Try(string name, Func<Task<DeliveryResult>> act)
    {
        if (IsLeftAlone(name))
            return new DeliveryResult.Retry($"{name} has failed several times in a row");
        var result = await act().ConfigureAwait(false);
        lock (counting)
        {
            // one that says when to come again has answered, and may mean one reader only
            if (result is DeliveryResult.Retry { Wait: null })
                known[name] = (known.GetValueOrDefault(name).Failures + 1, clock() + Rest);
            else
                known.Remove(name);
        }
        return result;
    }
}
