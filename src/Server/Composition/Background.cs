using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Engine.Alerts;
using Muster.Engine.Deadlines;
using Muster.Engine.Delivery;
using Muster.Server.Demo;
using Muster.Server.Status.Subscriptions;
using Muster.Storage;

namespace Muster.Server.Composition;

/// <summary>What runs beside the requests; each loop is one line here.</summary>
internal static class Background
{
    public static void Add(IServiceCollection services, House house, bool isDemo)
    {
        if (isDemo)
            services.AddSingleton<IHostedService>(provider =>
                new DemoStory(house, provider.GetRequiredService<ILogger<DemoStory>>()));
        services.AddSingleton<IHostedService>(provider =>
            new Deadlines(house, provider.GetRequiredService<ILogger<Deadlines>>()));
        services.AddSingleton<IHostedService>(provider =>
            new AlertCounts(house, provider.GetRequiredService<ILogger<AlertCounts>>()));
        services.AddSingleton<IHostedService>(provider =>
            new Deliveries(house, provider.GetRequiredService<ILogger<Deliveries>>()));
        services.AddSingleton<IHostedService>(provider =>
            new Forgetting(house, provider.GetRequiredService<ILogger<Forgetting>>()));
        services.AddSingleton<IHostedService>(provider =>
            new StatusPages(house, provider.GetRequiredService<ILogger<StatusPages>>()));
        services.AddSingleton<IHostedService>(provider =>
            new PublicStatusPages(house, provider.GetRequiredService<ILogger<PublicStatusPages>>()));
        services.AddSingleton<IHostedService>(provider => new Counting(
            house, provider.GetRequiredService<HouseMeasures>(), provider.GetRequiredService<ILogger<Counting>>()));
    }
}

/// <summary>Brings about what time brings.</summary>
internal sealed partial class Deadlines(House house, ILogger<Deadlines> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var watch = house.Loops.Watch("deadlines");
        await Task.Yield(); // what is due by now must not hold up the start
        var loop = new DeadlineLoop(house.Store, house.Desk, () => house.Now, Ways());
        var clockwork = new DeadlineClockwork(loop, house.Desk, house.Time)
        {
            OnFailure = fault => Failed(log, fault),
            OnClockStep = step => ClockWasSet(log, step.TotalSeconds),
            ClockStep = house.Settings.Time.ClockStep,
            Watch = watch,
        };
        await clockwork.Run(stopping).ConfigureAwait(false);
    }

    /// <summary>Who wakes streams of which kind, where it is not the desk.</summary>
    private Dictionary<string, Func<StreamId, Task>> Ways()
    {
        var ways = new Dictionary<string, Func<StreamId, Task>> { [AlertDesk.Kind] = house.Alerts.Reach };
        if (house.Grains is { } grains)
            ways["ticket"] = grains.Reach;
        return ways;
    }

    [LoggerMessage(LogLevel.Error, "a deadline could not be brought about; tried again in a second")]
    private static partial void Failed(ILogger log, Exception fault);

    [LoggerMessage(
        LogLevel.Warning, "the system's clock was set by {seconds} s; what is due by it now is brought about at once")]
    private static partial void ClockWasSet(ILogger log, double seconds);
}

/// <summary>Tells people what waits for them.</summary>
internal sealed partial class Deliveries(House house, ILogger<Deliveries> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var watch = house.Loops.Watch("delivery");
        await Task.Yield(); // what waits by now must not hold up the start
        using var hooks = SubscriberWays.Webhooks(house);
        var loop = new DeliveryLoop(
            house.Store, house.Desk, house.Policies, house.Epoch, house.Channels, house.Answers, () => house.Now)
        {
            Deeds =
            [
                new TellLinked(house.Store, house.Epoch, house.MessagesWait, () => house.Now),
                new RelayToTicket(house.Desk),
                house.Status,
                .. SubscriberWays.Deeds(house, hooks),
                .. house.Slack is { } slack
                    ? [new SlackBridge(house.Desk, house.Policies, slack, house.Answers, house.Settings.Templates)]
                    : Array.Empty<IDeed>(),
            ],
            OnFailure = fault => Failed(log, fault),
            Templates = house.Settings.Templates,
        };
        var clockwork = new DeliveryClockwork(loop, house.Desk, house.MessagesWait, house.Time)
        {
            OnFailure = fault => Failed(log, fault),
            Watch = watch,
        };
        await clockwork.Run(stopping).ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Error, "a message could not be brought about; tried again under its key")]
    private static partial void Failed(ILogger log, Exception fault);
}

/// <summary>Forgets idempotency keys whose time is over (L7) and messages settled long ago, a few at a time.</summary>
internal sealed partial class Forgetting(House house, ILogger<Forgetting> log) : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stopping) => Rounds.Run(
        house, "keys", Every, () => Forget(stopping), fault => Failed(log, fault), stopping);

    private async Task<bool> Forget(CancellationToken stopping)
    {
        while (await house.Store.ForgetAnswers(house.Now, MostAtOnce).ConfigureAwait(false) == MostAtOnce)
            stopping.ThrowIfCancellationRequested();
        while (await house.Store.ForgetMessages(house.Now, MostAtOnce).ConfigureAwait(false) == MostAtOnce)
            stopping.ThrowIfCancellationRequested();
        return true;
    }

    [LoggerMessage(LogLevel.Error, "old idempotency keys and messages could not be forgotten; tried again in a minute")]
    private static partial void Failed(ILogger log, Exception fault);
}
