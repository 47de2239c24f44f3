using Muster.Engine.Tickets;
using Muster.Storage;
using Orleans.Concurrency;

namespace Muster.Engine.Hosting;

/// <summary>One ticket's place in the cluster. Its key is the stream's name.</summary>
public interface ITicketGrain : IGrainWithStringKey
{
    /// <summary>Does what was called for, unless the caller has taken it back.</summary>
    Task Take([Immutable] TicketCall call);
}

/// <summary>
/// Thin: it keeps nothing and decides nothing, the desk does. It only brings what is said to one ticket to one place,
/// one after another.
/// </summary>
internal sealed class TicketGrain(LiveGrains live) : Grain, ITicketGrain
{
    public Task Take(TicketCall call) => call.Do();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        live.Came();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        live.Went();
        return Task.CompletedTask;
    }
}

/// <summary>How many grains of tickets there are in this process.</summary>
public sealed class LiveGrains
{
    /// <summary>Where there are so many, what is said goes straight to the desk until some have gone.</summary>
    public const int Most = 20_000;

    private int count;

    public int Count => Volatile.Read(ref count);

    internal void Came() => Interlocked.Increment(ref count);

    internal void Went() => Interlocked.Decrement(ref count);
}

/// <summary>
/// Something to be done about a ticket, once: by the grain, or by the caller who has waited long enough. Goes through
/// the silo by reference.
/// </summary>
public sealed class TicketCall(Func<Task> work)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int taken;

    /// <summary>Ends when it was done, or fails as it failed.</summary>
    public Task Done => done.Task;

    /// <summary>Does it unless somebody has begun already; false then.</summary>
    public async Task<bool> Do()
    {
        if (Interlocked.Exchange(ref taken, 1) == 1)
            return false;
        try
        {
            await work().ConfigureAwait(false);
            done.SetResult();
        }
        catch (Exception fault)
        {
            done.SetException(fault); // told to whoever waits for it
        }
        return true;
    }
}

/// <summary>
/// The way to a ticket through its grain. A grain that has not begun within a second is passed over: the caller does it
/// itself, and what two do at once is settled by the store. So no command and no deadline waits for the cluster.
/// </summary>
public sealed class TicketGrains(IGrainFactory grains, LiveGrains live, TicketDesk desk, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private long passedOver;

    /// <summary>How often a grain was passed over.</summary>
    public long PassedOver => Interlocked.Read(ref passedOver);

    /// <summary>How many grains there are.</summary>
    public int Live => live.Count;

    /// <summary>As <see cref="TicketDesk.Say"/>. A ticket that is opened has no place yet and goes straight.</summary>
    public async Task<TicketAnswer> Say(TicketRequest request)
    {
        if (request.Ticket is null || await desk.StreamOf(request.Ticket).ConfigureAwait(false) is not { } stream)
            return await desk.Say(request).ConfigureAwait(false);
        TicketAnswer? answer = null;
        await Do(stream, async () => answer = await desk.Say(request).ConfigureAwait(false)).ConfigureAwait(false);
        return answer!;
    }

    /// <summary>As <see cref="TicketDesk.Reach"/>.</summary>
    public Task Reach(StreamId stream) => Do(stream, () => desk.Reach(stream));

    private async Task Do(StreamId stream, Func<Task> work)
    {
        if (live.Count >= LiveGrains.Most)
        {
            await work().ConfigureAwait(false);
            return;
        }
        var call = new TicketCall(work);
        var taken = grains.GetGrain<ITicketGrain>(stream.Value).Take(call);
        var first = await Task.WhenAny(call.Done, Late(taken)).ConfigureAwait(false);
        if (first != call.Done && await call.Do().ConfigureAwait(false))
            Interlocked.Increment(ref passedOver);
        await call.Done.ConfigureAwait(false);
    }

    /// <summary>Ends when the grain failed or has taken too long; not where it did its work.</summary>
    private async Task Late(Task taken)
    {
        try
        {
            await taken.WaitAsync(Patience, time).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException or ArgumentException)
        {
            // the caller does it
        }
    }
}
