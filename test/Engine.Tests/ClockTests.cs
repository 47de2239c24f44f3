using Muster.Core.Tickets;
using Muster.Engine.Deadlines;
using Muster.Engine.Hosting;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>The clock on the wall is set by hours while deadlines run, and loops are watched by what passes.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private static readonly Instant Nine = Instant.FromUtc(2026, 3, 2, 9, 0);
    private static readonly Duration Second = Duration.FromSeconds(1);
    private static readonly Duration ThreeHours = Duration.FromHours(3);

    private readonly MemoryStore store = new();
    private readonly SetClock clock = new(Nine);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Duration> steps = [];
    private readonly List<Exception> failures = [];
    private TicketDesk desk = null!;
    private LoopWatch watch = null!;
    private Task running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        var epoch = new WriterEpoch(store, "here");
        var book = await PolicyBook.Open(
            store, await epoch.Current(), PolicyReader.Shipped, PolicyReader.ShippedText, Nine);
        desk = new TicketDesk(store, book, epoch, () => clock.Wall);
        watch = new LoopWatch(clock);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        await store.DisposeAsync();
        stop.Dispose();
        clock.Dispose();
    }

    [Fact]
    public async Task A_clock_set_forward_is_noticed_within_a_second_and_what_is_due_then_is_brought_about()
    {
        await Start();
        await OpenP1();
        clock.Set(ThreeHours);
        Assert.Equal([], await Breaches());
        await PassOne(Second);
        Assert.Equal([ThreeHours], steps);
        Assert.Equal([Nine + Duration.FromMinutes(15)], await Breaches());
        Assert.True(await store.NextDue() > clock.Wall - Second);
        Assert.Equal([], failures);
    }

    [Fact]
    public async Task A_clock_set_back_brings_nothing_early_and_nothing_is_missed()
    {
        await Start();
        await OpenP1();
        clock.Set(-ThreeHours);
        await PassOne(Second);
        Assert.Equal([-ThreeHours], steps);
        await PassUntil(Nine + Duration.FromMinutes(15), nobody: true);
        await PassUntil(Nine + Duration.FromMinutes(15) + Second, nobody: false);
        Assert.Equal([Nine + Duration.FromMinutes(15)], await Breaches());
        Assert.Equal([], failures);
    }

    [Fact]
    public async Task A_ticket_opened_after_the_clock_was_set_back_has_its_own_time()
    {
        await Start();
        clock.Set(-ThreeHours);
        await PassOne(Second);
        await OpenP1();
        await PassUntil(Nine - ThreeHours + Duration.FromMinutes(15), nobody: true);
        await PassUntil(Nine - ThreeHours + Duration.FromMinutes(16), nobody: false);
        Assert.Single(await Breaches());
    }

    [Fact]
    public async Task A_clock_that_is_kept_right_by_small_steps_was_not_set()
    {
        await Start();
        for (var day = 0; day < 100; day++)
        {
            clock.Set(Duration.FromMilliseconds(day % 2 == 0 ? 900 : -900));
            await PassOne(Second);
        }
        Assert.Equal([], steps);
    }

    [Fact]
    public void Steady_time_never_goes_back_and_follows_what_passes()
    {
        var steady = new SteadyTime(clock);
        Instant Now() => Instant.FromDateTimeOffset(steady.GetUtcNow());
        clock.Pass(Second);
        Assert.Equal(Nine + Second, Now());
        clock.Set(-ThreeHours);
        Assert.Equal(Nine + Second, Now());
        clock.Pass(Second);
        Assert.Equal(Nine + Second + Second, Now());
        clock.Set(ThreeHours + ThreeHours);
        Assert.Equal(Nine + ThreeHours + Second + Second, Now());
    }

    [Fact]
    public async Task A_loop_that_steps_is_well_and_says_when_it_did_and_will()
    {
        await Start();
        clock.Pass(Duration.FromMilliseconds(400));
        var state = Assert.Single(watch.Look());
        Assert.Equal(("deadlines", 0, false), (state.Name, state.FailuresInARow, state.IsStalled));
        Assert.Equal(Nine, state.LastStepAt);
        Assert.Equal(Nine + Duration.FromSeconds(30), state.NextStepAt);
    }

    [Fact]
    public void A_step_that_hangs_for_a_minute_is_a_stall_whatever_the_wall_says()
    {
        var loop = watch.Watch("loop");
        loop.End(Duration.FromSeconds(30));
        clock.Pass(Second);
        loop.Begin();
        clock.Set(ThreeHours);
        clock.Pass(Duration.FromSeconds(60));
        Assert.False(watch.Look()[0].IsStalled);
        clock.Set(-ThreeHours);
        clock.Pass(Second);
        Assert.True(watch.Look()[0].IsStalled);
        loop.End(Duration.Zero);
        Assert.False(watch.Look()[0].IsStalled);
    }

    [Fact]
    public void A_loop_that_fails_for_a_minute_or_never_comes_back_has_stalled()
    {
        var (failing, ended) = (watch.Watch("failing"), watch.Watch("ended"));
        ended.End(Duration.FromSeconds(30));
        for (var second = 0; second <= 60; second++)
        {
            failing.Begin();
            failing.Fail();
            Assert.False(watch.Look()[0].IsStalled);
            clock.Pass(Second);
        }
        Assert.Equal([(61, true), (0, false)], watch.Look().Select(loop => (loop.FailuresInARow, loop.IsStalled)));
        clock.Pass(Duration.FromSeconds(30));
        Assert.All(watch.Look(), loop => Assert.True(loop.IsStalled));
    }

    private async Task Start()
    {
        var loop = new DeadlineLoop(store, desk, () => clock.Wall);
        var clockwork = new DeadlineClockwork(loop, desk, clock)
        {
            OnClockStep = steps.Add,
            OnFailure = failures.Add,
            Watch = watch.Watch("deadlines"),
        };
        running = clockwork.Run(stop.Token);
        await clock.Sleeps();
    }

    private async Task PassOne(Duration length)
    {
        clock.Pass(length);
        await clock.Sleeps();
    }

    /// <summary>Lets the wall come to an instant, second by second.</summary>
    /// <param name="nobody">Nothing may breach on the way, the instant itself included.</param>
    private async Task PassUntil(Instant until, bool nobody)
    {
        while (clock.Wall < until)
        {
            await PassOne(Duration.Min(Second, until - clock.Wall));
            if (nobody)
                Assert.Equal([], await Breaches());
        }
    }

    private async Task OpenP1()
    {
        var answer = await desk.Say(new TicketRequest("ana", null, new OpenTicket { Priority = Priority.P1 }));
        Assert.IsType<TicketAnswer.Done>(answer);
        await clock.Sleeps(); // it heard of the deadline and sleeps anew
    }

    private async Task<List<Instant>> Breaches() =>
    [
        .. (await store.ReadAll(0, 1_000)).Where(fact => fact.Type == "ticket.sla-breached.v1")
            .Select(fact => fact.HappenedAt).Take(1),
    ];
}
