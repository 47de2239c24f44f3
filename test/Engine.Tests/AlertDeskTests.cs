using System.Collections.Immutable;
using Muster.Core.Tickets;
using Muster.Engine.Alerts;
using Muster.Engine.Deadlines;
using Muster.Engine.Delivery;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>Alerts to tickets, as CONTRACT's paragraph says.</summary>
public sealed class AlertDeskTests : IAsyncLifetime
{
    private static readonly AlertSource Prod = new("int_1", "alertmanager", "prod");
    private static readonly AlertSource Beats = new("int_2", "heartbeat", "backup")
    {
        Interval = Duration.FromMinutes(5),
    };

    private readonly MemoryStore store = new();
    private Instant now = Instant.FromUtc(2026, 3, 2, 9, 0);
    private TicketDesk desk = null!;
    private AlertDesk alerts = null!;
    private WriterEpoch epoch = null!;
    private PolicyBook book = null!;

    public async ValueTask InitializeAsync()
    {
        epoch = new WriterEpoch(store, "here");
        var policy = PolicyReader.Read([new PolicySource("mine.yaml", "people: {bo: {name: Bo}}", null)]);
        book = await PolicyBook.Open(store, await epoch.Current(), policy.Policy!, policy.MergedYaml, now);
        desk = new TicketDesk(store, book, epoch, () => now);
        alerts = new AlertDesk(store, desk, book, epoch, () => now) { Sources = id => id == Beats.Id ? Beats : null };
    }

    public ValueTask DisposeAsync()
    {
        alerts.Dispose();
        return store.DisposeAsync();
    }

    [Fact]
    public async Task A_repeat_is_counted_on_the_open_ticket_and_is_no_event_of_it()
    {
        var first = await Hear(Fire("a"));
        for (var repeat = 0; repeat < 11; repeat++)
            Assert.Equal(new AlertAnswer(AlertOutcome.Counted, first.Ticket), await Hear(Fire("a")));
        Assert.Equal(12, (await AlertsOf(first))!.Count);
        Assert.Equal(1, (await Ticket(first)).Version);
    }

    [Fact]
    public async Task A_burst_leaves_an_event_at_1_2_5_10_and_so_on()
    {
        for (var times = 0; times < 1_000; times++)
            await Hear(Fire("a"));
        var events = (await store.ReadAll(0, 5_000)).Where(stored => stored.Stream.Kind == "alert").ToList();
        Assert.Equal(10, events.Count);
        Assert.Equal(1_000, (await AlertsOf(new AlertAnswer(AlertOutcome.Counted, "INC-2026-00001")))!.Count);
    }

    [Fact]
    public async Task Counts_that_were_written_are_there_after_a_crash()
    {
        var first = await Hear(Fire("a"));
        for (var repeat = 0; repeat < 6; repeat++)
            await Hear(Fire("a"));
        await alerts.WriteCounts();
        await InitializeAsync();
        Assert.Equal(7, (await AlertsOf(first))!.Count);
        Assert.Equal(first.Ticket, (await Hear(Fire("a"))).Ticket);
        Assert.Equal(8, (await AlertsOf(first))!.Count);
    }

    [Fact]
    public async Task Its_end_resolves_a_ticket_that_nobody_has_started()
    {
        var opened = await Hear(Fire("a"));
        Assert.Equal(AlertOutcome.Resolved, (await Hear(Over("a"))).Outcome);
        var ticket = (await Ticket(opened)).State;
        Assert.Equal((TicketStatus.Resolved, "auto"), (ticket.Status, ticket.Code));
        var anew = await Hear(Fire("a"));
        Assert.Equal(AlertOutcome.Opened, anew.Outcome);
        Assert.NotEqual(opened.Ticket, anew.Ticket);
    }

    [Fact]
    public async Task Its_end_is_noted_on_a_ticket_that_a_person_has_started_and_the_assignee_told()
    {
        var opened = await Hear(Fire("a"));
        await Say(opened, new AssignTicket(null, "bo") { By = "bo" });
        await Say(opened, new StartWork { By = "bo" });
        Assert.Equal(AlertOutcome.Noted, (await Hear(Over("a"))).Outcome);
        var ticket = await Ticket(opened);
        Assert.Equal(TicketStatus.InProgress, ticket.State.Status);
        var told = Assert.Single(await store.ReadMessages(StreamId.Ticket(opened.Ticket!), 0, 10));
        Assert.Equal(("notice", "bo"), (told.Message.Kind, MessageFormat.Read(told.Message).To));
        Assert.Equal(ticket.Version, MessageFormat.Read(told.Message).Version);
        var noted = (await store.ReadStream(StreamId.Ticket(opened.Ticket!), ticket.Version - 1, 1))[0];
        Assert.Equal(
            new TicketUpdated(false, true, "The alert is over.") { By = "prod" }, TicketEventFormat.Read(noted));
        Assert.NotEqual(opened.Ticket, (await Hear(Fire("a"))).Ticket);
    }

    [Fact]
    public async Task A_major_incident_is_not_ended_by_its_alert()
    {
        var opened = await Hear(Fire("a"));
        await Say(opened, new DeclareMajor("SEV-1") { By = "bo" });
        Assert.Equal(AlertOutcome.Noted, (await Hear(Over("a"))).Outcome);
        Assert.True((await Ticket(opened)).State.IsOpen);
    }

    [Fact]
    public async Task What_began_with_an_episode_that_is_over_is_late_and_changes_nothing()
    {
        var opened = await Hear(Fire("a", since: now));
        await Hear(Over("a", since: now));
        var before = store.State;
        Assert.Equal(new AlertAnswer(AlertOutcome.Nothing, opened.Ticket), await Hear(Fire("a", since: now)));
        var earlier = now - Duration.FromMinutes(1);
        Assert.Equal(AlertOutcome.Nothing, (await Hear(Fire("a", since: earlier))).Outcome);
        Assert.Same(before, store.State);
        var later = now + Duration.FromMilliseconds(1);
        Assert.Equal(AlertOutcome.Opened, (await Hear(Fire("a", since: later))).Outcome);
    }

    [Fact]
    public async Task What_a_person_resolved_is_over_too()
    {
        var opened = await Hear(Fire("a", since: now));
        await Say(opened, new ResolveTicket("fixed", null));
        Assert.Equal(AlertOutcome.Nothing, (await Hear(Fire("a", since: now))).Outcome);
        Assert.Equal(AlertOutcome.Nothing, (await Hear(Over("a", since: now))).Outcome);
        Assert.Equal(AlertOutcome.Opened, (await Hear(Fire("a", since: now + Duration.FromSeconds(1)))).Outcome);
    }

    [Fact]
    public async Task A_late_end_of_an_earlier_episode_does_not_end_the_present_one()
    {
        await Hear(Fire("a", since: now));
        await Hear(Over("a", since: now));
        var second = await Hear(Fire("a", since: now + Duration.FromMinutes(1)));
        Assert.Equal(AlertOutcome.Nothing, (await Hear(Over("a", since: now))).Outcome);
        Assert.True((await Ticket(second)).State.IsOpen);
    }

    [Fact]
    public async Task The_end_or_acknowledgement_of_what_is_not_open_changes_nothing()
    {
        var before = store.State;
        Assert.Equal(new AlertAnswer(AlertOutcome.Nothing), await Hear(Over("a")));
        Assert.Equal(new AlertAnswer(AlertOutcome.Nothing), await Hear(new AlertSignal("a", AlertAct.Acknowledge)));
        Assert.Same(before, store.State);
    }

    [Fact]
    public async Task An_acknowledgement_does_not_start_the_ticket()
    {
        var opened = await Hear(Fire("a"));
        await Hear(new AlertSignal("a", AlertAct.Acknowledge) { By = "ana" });
        var ticket = (await Ticket(opened)).State;
        Assert.Equal(TicketStatus.New, ticket.Status);
        Assert.Equal("ana", Assert.Single(ticket.AcknowledgedBy));
        Assert.True(ticket.Response.HasEnded);
        Assert.Equal(AlertOutcome.Resolved, (await Hear(Over("a"))).Outcome);
    }

    [Fact]
    public async Task A_group_carries_its_members_and_resolves_with_the_last_of_them()
    {
        var opened = await Hear(Group(Member("x", true), Member("y", true)));
        Assert.Equal(AlertOutcome.Counted, (await Hear(Group(Member("x", false), Member("y", true)))).Outcome);
        Assert.Equal(AlertOutcome.Counted, (await Hear(Group(Member("y", true), Member("z", true)))).Outcome);
        var members = (await AlertsOf(opened))!.Members;
        Assert.Equal([("x", false), ("y", true), ("z", true)], members.Select(member => (member.Id, member.IsFiring)));
        Assert.Equal(AlertOutcome.Changed, (await Hear(Group(Member("y", false)))).Outcome);
        Assert.Equal(AlertOutcome.Resolved, (await Hear(Group(Member("z", false)))).Outcome);
        Assert.Equal("auto", (await Ticket(opened)).State.Code);
    }

    [Fact]
    public async Task A_group_that_is_over_takes_members_with_it_that_it_does_not_list_any_more()
    {
        await Hear(Group(Member("x", true), Member("y", true)));
        var over = Group(Member("x", false) with { EndsAt = now + Duration.FromMinutes(5) }) with { EndsAll = true };
        Assert.Equal(AlertOutcome.Resolved, (await Hear(over)).Outcome);
    }

    [Fact]
    public async Task An_earlier_episode_keeps_its_members_and_its_count()
    {
        var first = await Hear(Group(Member("x", true), Member("y", true)));
        await Hear(Group(Member("x", true), Member("y", true)));
        await Hear(Group(Member("x", false), Member("y", false)));
        var second = await Hear(Group(Member("z", true)));
        var (before, after) = ((await AlertsOf(first))!, (await AlertsOf(second))!);
        Assert.Equal(["x", "y"], before.Members.Select(member => member.Id));
        Assert.All(before.Members, member => Assert.False(member.IsFiring));
        Assert.Equal((2, 1), (before.Count, after.Count));
        Assert.Equal("z", Assert.Single(after.Members).Id);
    }

    [Fact]
    public async Task A_late_word_of_a_member_does_not_make_it_fire_again()
    {
        var opened = await Hear(Group(Member("x", true), Member("y", true)));
        await Hear(Group(Member("x", false), Member("y", true)));
        await Hear(Group(Member("x", true), Member("y", true)));
        Assert.False((await AlertsOf(opened))!.Members[0].IsFiring);
    }

    [Fact]
    public async Task A_delivery_that_was_heard_before_changes_nothing_whatever_happened_since()
    {
        var opened = await Hear(Fire("a") with { Delivery = "one" });
        await Hear(Over("a") with { Delivery = "two" });
        await Hear(Over("b") with { Delivery = "three" });
        await Hear(Fire("b"));
        var before = store.State;
        var again = await Hear(Fire("a") with { Delivery = "one" });
        Assert.Equal(opened with { IsRepeated = true }, again);
        Assert.Equal(
            new AlertAnswer(AlertOutcome.Resolved, opened.Ticket, IsRepeated: true),
            await Hear(Over("a") with { Delivery = "two" }));
        Assert.Equal(
            new AlertAnswer(AlertOutcome.Nothing, null, IsRepeated: true),
            await Hear(Over("b") with { Delivery = "three" }));
        Assert.Same(before, store.State);
    }

    [Fact]
    public async Task Whatever_a_delivery_did_it_is_answered_as_the_first_time()
    {
        AlertSignal[] deliveries =
        [
            Fire("a") with { Delivery = "opens", Priority = Priority.P3 }, Fire("a") with { Delivery = "counts" },
            Fire("a") with { Delivery = "raises", Priority = Priority.P1 },
            Fire("a") with { Delivery = "sees", Act = AlertAct.Acknowledge },
            Fire("a") with { Delivery = "notes", Act = AlertAct.Note, Text = "on it" },
            Group(Member("x", true), Member("y", true)) with { Delivery = "group" },
            Group(Member("x", false)) with { Delivery = "changes" },
            Over("a") with { Delivery = "ends" }, Over("a") with { Delivery = "is late" },
        ];
        var first = new List<AlertAnswer>();
        foreach (var delivery in deliveries)
            first.Add(await Hear(delivery));
        Assert.Equal(
            ["opened", "counted", "counted", "acknowledged", "noted", "opened", "changed", "resolved", "nothing"],
            first.Select(answer => answer.Outcome.Name()));
        for (var index = 0; index < deliveries.Length; index++)
            Assert.Equal(first[index] with { IsRepeated = true }, await Hear(deliveries[index]));
    }

    [Fact]
    public async Task A_severity_that_rises_raises_the_priority_once_and_never_lowers_it()
    {
        var opened = await Hear(Fire("a") with { Priority = Priority.P3 });
        await Hear(Fire("a") with { Priority = Priority.P1 });
        Assert.Equal(Priority.P1, (await Ticket(opened)).State.Priority);
        await Say(opened, new PrioritiseTicket(Priority.P4, "known"));
        await Hear(Fire("a") with { Priority = Priority.P1 });
        await Hear(Fire("a") with { Priority = Priority.P4 });
        Assert.Equal(Priority.P4, (await Ticket(opened)).State.Priority);
    }

    [Fact]
    public async Task The_same_alert_told_by_many_at_once_on_two_nodes_is_one_ticket()
    {
        var otherEpoch = new WriterEpoch(store, "there");
        using var other = new AlertDesk(
            store, new TicketDesk(store, book, otherEpoch, () => now), book, otherEpoch, () => now);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(
            () => (number % 2 == 0 ? alerts : other).Hear(Prod, Fire($"{number % 4}", since: now)))));
        Assert.Equal(4, answers.Count(answer => answer.Outcome == AlertOutcome.Opened));
        Assert.Equal(4, answers.Select(answer => answer.Ticket).Distinct().Count());
        Assert.Equal(4, (await store.ListTickets(new TicketFilter { Limit = 500 })).Items.Count);
    }

    [Fact]
    public async Task An_alert_that_came_and_went_a_hundred_times_is_read_from_its_snapshot()
    {
        for (var episode = 0; episode < 100; episode++)
        {
            await Hear(Fire("a"));
            await Hear(Over("a"));
        }
        await InitializeAsync();
        Assert.Equal("INC-2026-00101", (await Hear(Fire("a"))).Ticket);
        var stream = (await store.FindName("alerts of INC-2026-00101"))!.Value;
        Assert.True((await store.ReadSnapshot(stream))!.Version > 100);
        Assert.Null(await desk.Find("alerts of INC-2026-00101"));
        var member = Assert.Single((await alerts.AlertsOf(new TicketId("INC-2026-00101")))!.Members);
        Assert.True(member.IsFiring);
    }

    [Fact]
    public async Task Silence_longer_than_the_interval_raises_a_ticket_and_a_beat_resolves_it()
    {
        await store.Append(new Batch
        {
            Epoch = await epoch.Current(),
            RecordedAt = now,
            Streams = [AlertDesk.Await(Beats, now, book.Current.Version)],
        });
        var loop = new DeadlineLoop(store, desk, () => now,
            new Dictionary<string, Func<StreamId, Task>> { ["alert"] = alerts.Reach });
        now += Duration.FromMinutes(5);
        Assert.Equal(AlertOutcome.Nothing, (await alerts.Beat(Beats)).Outcome);
        now += Duration.FromMinutes(5);
        Assert.Equal(0, await loop.Step());
        now += Duration.FromMilliseconds(1);
        Assert.Equal(1, await loop.Step());
        var ticket = Assert.Single((await store.ListTickets(new TicketFilter { Limit = 5 })).Items);
        Assert.Equal("No heartbeat from backup for 5m", ticket.Title);
        Assert.Equal(0, await loop.Step());
        Assert.Equal(AlertOutcome.Resolved, (await alerts.Beat(Beats)).Outcome);
        now += Duration.FromMinutes(6);
        Assert.Equal(1, await loop.Step());
        Assert.Equal(2, (await store.ListTickets(new TicketFilter { Limit = 5 })).Items.Count);
    }

    [Fact]
    public async Task Nobody_awaits_a_heartbeat_whose_integration_is_gone()
    {
        await store.Append(new Batch
        {
            Epoch = await epoch.Current(),
            RecordedAt = now,
            Streams = [AlertDesk.Await(Beats with { Id = "int_3" }, now, book.Current.Version)],
        });
        now += Duration.FromHours(1);
        await alerts.Reach((await store.Due(now, 1))[0].Stream);
        Assert.Null(await store.NextDue());
        Assert.Empty((await store.ListTickets(new TicketFilter { Limit = 5 })).Items);
    }

    private Task<AlertAnswer> Hear(AlertSignal signal) => alerts.Hear(Prod, signal);

    private static AlertSignal Fire(string key, Instant? since = null) =>
        new(key) { Title = key, Alerts = [AlertStatement.Fires with { StartsAt = since }] };

    private static AlertSignal Over(string key, Instant? since = null) =>
        new(key) { Alerts = [AlertStatement.IsOver with { StartsAt = since }] };

    private static AlertSignal Group(params ImmutableArray<AlertStatement> members) =>
        new("group") { Alerts = members };

    private AlertStatement Member(string id, bool fires) => new(id, fires, now, Name: id);

    private async Task<TicketAt> Ticket(AlertAnswer answer) => (await desk.Find(answer.Ticket!))!;

    private Task<TicketAlerts?> AlertsOf(AlertAnswer answer) => alerts.AlertsOf(new TicketId(answer.Ticket!));

    private async Task Say(AlertAnswer answer, TicketCommand command) =>
        Assert.IsType<TicketAnswer.Done>(await desk.Say(new TicketRequest("somebody", answer.Ticket, command)));
}
