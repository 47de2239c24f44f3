using Muster.Channels;

namespace Muster.Engine.Tests.Delivery;

/// <summary>A provider: what it took, and what it answers next.</summary>
internal sealed class TestChannel(string name) : IChannel
{
    public string Name => name;

    /// <summary>What was taken, in its order.</summary>
    public List<Letter> Taken { get; } = [];

    /// <summary>Every attempt, taken or not.</summary>
    public List<Letter> Tried { get; } = [];

    /// <summary>What becomes of an attempt; it was taken where the answer says so.</summary>
    public Func<Letter, Task<DeliveryResult>> Answer { get; set; } = _ =>
        Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered());

    public async Task<DeliveryResult> Send(Letter letter, CancellationToken stop)
    {
        Tried.Add(letter);
        var result = await Answer(letter);
        if (result is DeliveryResult.Delivered)
            Taken.Add(letter);
        return result;
    }

    public void Fails() => Always(new DeliveryResult.Retry("busy"));

    public void Always(DeliveryResult result) => Answer = _ => Task.FromResult(result);
}
