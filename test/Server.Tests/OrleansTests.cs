using System.Net;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Server.Composition;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The engine with a grain for each ticket.</summary>
public sealed class OrleansTests
{
    [Fact]
    public async Task What_is_said_to_a_ticket_goes_through_its_grain_and_so_after_the_clock_was_set_back_3_hours()
    {
        var time = new SetWall();
        await using var server = await Start(time);
        var grains = server.House.Grains!;
        await Acknowledge(server.House);
        time.Set(TimeSpan.FromHours(-3));
        await Acknowledge(server.House);
        time.Set(TimeSpan.FromHours(6));
        await Acknowledge(server.House);
        Assert.Equal((0, 3), (grains.PassedOver, grains.Live));
    }

    [Fact]
    public async Task A_grain_that_does_not_come_is_passed_over_and_nothing_is_done_twice()
    {
        var done = 0;
        var call = new Engine.Hosting.TicketCall(() => Task.FromResult(done++));
        Assert.True(await call.Do());
        Assert.False(await call.Do());
        await call.Done;
        Assert.Equal(1, done);
    }

    private static async Task Acknowledge(House house)
    {
        var opened = (TicketAnswer.Done)await house.Say(new TicketRequest("ana", null, new OpenTicket()));
        var ticket = opened.Ticket.State.Id.Value;
        Assert.IsType<TicketAnswer.Done>(await house.Say(new TicketRequest("ana", ticket, new AcknowledgeTicket())));
    }

    private static Task<MusterServer> Start(TimeProvider time)
    {
        var policy = PolicyReader.Read([]);
        return MusterServer.Start(new ServeOptions
        {
            Urls = ["http://127.0.0.1:0"],
            OpenStore = () => new MemoryStore(),
            Policy = policy.Policy!,
            PolicyText = policy.MergedYaml,
            Time = time,
            Output = TextWriter.Null,
            WithOrleans = true,
        });
    }

    /// <summary>The machine's time under a wall that can be set.</summary>
    private sealed class SetWall : TimeProvider
    {
        private long ticks;

        public void Set(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ticks));
    }
}
