using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Engine.Alerts;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>M7: an alert that fires again while its major incident is watched brings that back.</summary>
public sealed class AlertRelapseTests : IAsyncLifetime
{
    private static readonly AlertSource Prod = new("int_1", "alertmanager", "prod");

    private readonly MemoryStore store = new();
    private Instant now = Instant.FromUtc(2026, 3, 2, 9, 0);
    private TicketDesk desk = null!;
    private AlertDesk alerts = null!;

    public async ValueTask InitializeAsync()
    {
        var epoch = new WriterEpoch(store, "here");
        var book = await PolicyBook.Open(
            store, await epoch.Current(), PolicyReader.Shipped, PolicyReader.ShippedText, now);
        desk = new TicketDesk(store, book, epoch, () => now);
        alerts = new AlertDesk(store, desk, book, epoch, () => now);
    }

    public ValueTask DisposeAsync()
    {
        alerts.Dispose();
        return store.DisposeAsync();
    }

    [Fact]
    public async Task Fired_again_after_its_end_it_is_the_same_major_and_no_other_ticket()
    {
        var id = await Watched();
        await End();
        now += Duration.FromMinutes(3);
        Assert.Equal(new AlertAnswer(AlertOutcome.Counted, id), await Fire());
        Assert.Equal(MajorPhase.Declared, (await Major(id)).Phase);
        Assert.Equal("The alert fires again: disk", (await Relapses(id)).Single().Reason);
        Assert.Equal("prod", (await Relapses(id)).Single().By);
        Assert.Single((await store.ListTickets(new TicketFilter())).Items);

        // from here on it is told again as any alert is, and its end is noted
        Assert.Equal(AlertOutcome.Counted, (await Fire()).Outcome);
        Assert.Single(await Relapses(id));
        Assert.Equal(AlertOutcome.Noted, (await End()).Outcome);
    }

    [Fact]
    public async Task Another_of_its_group_that_fires_is_a_relapse_and_one_that_never_ended_is_none()
    {
        var id = await Watched();
        await Fire();
        Assert.Equal(MajorPhase.Watched, (await Major(id)).Phase);
        var start = now;
        Assert.Equal(new AlertAnswer(AlertOutcome.Counted, id), await alerts.Hear(Prod, new AlertSignal("disk")
        {
            Title = "disk",
            Alerts = [new AlertStatement("second", true, start, Name: "second")],
        }));
        Assert.Equal(MajorPhase.Declared, (await Major(id)).Phase);
    }

    [Fact]
    public async Task A_ticket_that_was_resolved_meanwhile_is_reopened_by_it()
    {
        var id = await Watched();
        await Say(id, new ResolveTicket("fixed", null));
        now += Duration.FromMinutes(1);
        Assert.Equal(new AlertAnswer(AlertOutcome.Counted, id), await Fire(now));
        Assert.Equal(
            (TicketStatus.Reopened, MajorPhase.Declared),
            ((await desk.Find(id))!.State.Status, (await Major(id)).Phase));
    }

    [Fact]
    public async Task After_the_stand_down_it_is_a_new_matter()
    {
        var id = await Watched();
        await End();
        await Say(id, new StandDown());
        now += Duration.FromMinutes(1);
        var answer = await Fire();
        Assert.Equal(AlertOutcome.Opened, answer.Outcome);
        Assert.NotEqual(id, answer.Ticket);
        Assert.Empty(await Relapses(id));
    }

    [Fact]
    public async Task A_late_word_of_the_episode_that_is_over_brings_nothing_back()
    {
        var began = now;
        var id = await Watched();
        await End();
        Assert.Equal(AlertOutcome.Nothing, (await Fire(began)).Outcome);
        Assert.Equal(MajorPhase.Watched, (await Major(id)).Phase);
    }

    /// <summary>An alert's ticket that was declared and restored.</summary>
    private async Task<string> Watched()
    {
        var id = (await Fire()).Ticket!;
        await Say(id, new DeclareMajor("SEV-2"));
        now += Duration.FromMinutes(20);
        await Say(id, new Restore("the probe", null));
        Assert.Equal(MajorPhase.Watched, (await Major(id)).Phase);
        return id;
    }

    private Instant? episode;

    /// <param name="since">The present episode's beginning if absent; a new one after its end.</param>
    private Task<AlertAnswer> Fire(Instant? since = null) => alerts.Hear(Prod, new AlertSignal("disk")
    {
        Title = "disk",
        Alerts = [AlertStatement.Fires with { StartsAt = since ?? (episode ??= now) }],
    });

    private async Task<AlertAnswer> End()
    {
        var ended = episode;
        episode = null;
        return await alerts.Hear(Prod, new AlertSignal("disk")
        {
            Alerts = [AlertStatement.IsOver with { StartsAt = ended, EndsAt = now }],
        });
    }

    private async Task<MajorState> Major(string id) => (await desk.Find(id))!.State.Major!;

    private async Task<List<Relapsed>> Relapses(string id) =>
    [
        .. (await store.ReadStream(StreamId.Ticket(id), 0, 1_000)).Select(TicketEventFormat.Read).OfType<Relapsed>(),
    ];

    private async Task Say(string id, TicketCommand command) =>
        Assert.IsType<TicketAnswer.Done>(await desk.Say(new TicketRequest("somebody", id, command)));
}
