using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Engine.Deadlines;
using Muster.Engine.Export;
using Muster.Engine.Policies;
using Muster.Engine.Reports;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>Section 1: when things happened is stated and corrected by people, and figures are told by it.</summary>
public sealed class StatedTimesTests : IAsyncLifetime
{
    private static readonly Instant Nine = Instant.FromUtc(2026, 3, 2, 9, 0);

    private readonly MemoryStore store = new();
    private Instant now = Nine;
    private PolicyBook book = null!;
    private TicketDesk desk = null!;
    private DeadlineLoop loop = null!;

    public async ValueTask InitializeAsync()
    {
        var epoch = new WriterEpoch(store, "here");
        book = await PolicyBook.Open(
            store, await epoch.Current(), PolicyReader.Shipped, PolicyReader.ShippedText, now);
        desk = new TicketDesk(store, book, epoch, () => now);
        loop = new DeadlineLoop(store, desk, () => now);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_breach_that_is_gone_by_the_corrected_time_is_marked_and_stays()
    {
        var id = await Opened(); // P1: the response is due at 9:15
        await Until(20);
        await Say(id, new StartWork());
        Assert.Equal((true, Nine + Minutes(15)), await Response(id));
        Assert.Null(await desk.StatedTimesOf((await desk.Find(id))!));

        await Until(30);
        await Say(id, new CorrectTime(await NumberOf(id, "started"), "the radio log says so"), Nine + Minutes(10));
        var stated = (await desk.StatedTimesOf((await desk.Find(id))!))!.Of(ClockKind.Response);
        Assert.True(stated.IsCorrected);
        Assert.Equal((ClockState.Met, Minutes(10)), (stated.Reading.State, stated.Reading.Elapsed));
        Assert.Equal((true, Nine + Minutes(15)), await Response(id)); // the record stays as it was
        Assert.Contains("sla-breached", await Events(id));
    }

    [Fact]
    public async Task A_time_that_was_stated_with_the_word_itself_counts_as_a_corrected_one_does()
    {
        var id = await Opened();
        await Until(20);
        await Say(id, new StartWork(), Nine + Minutes(15)); // at the very due instant: commands come first (S8)
        Assert.True((await desk.StatedTimesOf((await desk.Find(id))!))!.Of(ClockKind.Response).IsCorrected);
        await Say(id, new CorrectTime(await NumberOf(id, "started"), "no, later"), Nine + Minutes(15) + Millisecond);
        var stated = (await desk.StatedTimesOf((await desk.Find(id))!))!.Of(ClockKind.Response);
        Assert.Equal((false, ClockState.Breached), (stated.IsCorrected, stated.Reading.State));
    }

    [Fact]
    public async Task A_pause_that_began_earlier_takes_a_breach_of_the_resolution_away()
    {
        var id = await Opened();
        await Until(5);
        await Say(id, new StartWork());
        await Until(241); // due at 13:00
        await Say(id, new HoldTicket("vendor", null), Nine + Minutes(200));
        await Until(300);
        await Say(id, new ResumeTicket());
        await Until(310);
        var stated = (await desk.StatedTimesOf((await desk.Find(id))!))!.Of(ClockKind.Resolution);
        Assert.Equal((true, ClockState.Running, Minutes(210)),
            (stated.IsCorrected, stated.Reading.State, stated.Reading.Elapsed));
    }

    [Fact]
    public async Task A_breach_of_another_target_is_not_corrected_by_a_time_that_has_nothing_to_do_with_it()
    {
        var id = await Opened();
        await Until(20);
        await Say(id, new PrioritiseTicket(Priority.P4, null)); // 8 h from now on; the breach of P1 stays a fact
        await Say(id, new StartWork());
        await Say(id, new UpdateTicket(false, false, "seen"), Nine + Minutes(19));
        Assert.False((await desk.StatedTimesOf((await desk.Find(id))!))!.Of(ClockKind.Response).IsCorrected);
    }

    [Fact]
    public async Task What_the_coordinator_did_is_neither_undone_nor_done_again()
    {
        var id = await Opened();
        await Until(121); // E1 has escalated at 11:00
        await Say(id, new StartWork());
        var before = (await desk.Find(id))!.State;
        await Say(id, new CorrectTime(await NumberOf(id, "started"), "at once"), Nine + Minutes(1));
        await Until(122);
        var after = (await desk.Find(id))!.State;
        Assert.Equal((before.Tier, before.Escalation.EscalatedAt), (after.Tier, after.Escalation.EscalatedAt));
        Assert.Equal(before.LastActivityAt, after.LastActivityAt); // a correction is no activity
        Assert.Single(await Events(id), name => name == "escalated");
    }

    [Theory]
    [InlineData(99, 5, "number 99 is no entry")]
    [InlineData(1, 25, "happenedAt must be an instant that is past")]
    [InlineData(2, 5, "the coordinator's own")]
    [InlineData(1, 1, "cannot have happened later")]
    public async Task What_cannot_be_corrected_is_refused_and_says_why(int number, int minute, string words)
    {
        var id = await Opened();
        await Until(20);
        var answer = await desk.Say(new TicketRequest("token-1", id, new CorrectTime(number, "so"))
        {
            HappenedAt = Nine + Minutes(minute),
        });
        var refused = Assert.IsType<TicketAnswer.Refused>(answer).Rejection;
        Assert.Equal(RejectionCode.Invalid, refused.Code);
        Assert.Contains(words, refused.Text);
        Assert.DoesNotContain("time-corrected", await Events(id));
    }

    [Fact]
    public async Task What_is_entered_into_a_majors_timeline_at_a_past_time_moves_no_clock()
    {
        var id = await Opened();
        await Until(5);
        await Say(id, new DeclareMajor("SEV-1"));
        await Say(id, new AddTask("look at the disk", null, null));
        await Say(id, new EndTask(1, false), Nine + Minutes(1)); // before there was a task
        await Until(20);
        await Say(id, new NoteOnTimeline("it began here"), Nine - Minutes(30));
        Assert.Null(await desk.StatedTimesOf((await desk.Find(id))!));
        await Say(id, new StartWork(), Nine + Minutes(10));
        Assert.True((await desk.StatedTimesOf((await desk.Find(id))!))!.Of(ClockKind.Response).IsCorrected);
    }

    [Fact]
    public async Task An_explanation_tells_the_figures_as_they_were_known_at_its_instant()
    {
        var id = await Opened();
        await Until(20);
        await Say(id, new StartWork());
        await Until(30);
        await Say(id, new CorrectTime(await NumberOf(id, "started"), "so"), Nine + Minutes(10));
        var explainer = new TicketExplainer(store, book);
        async Task<StatedTimes?> At(int minute) => (await explainer.Explain(
            new TicketId(id), Nine + Minutes(minute), ImmutableArray<Files.Reports.Assumption>.Empty, now))
            .Explanation!.Stated;
        Assert.Null(await At(25));
        Assert.True((await At(31))!.Of(ClockKind.Response).IsCorrected);
    }

    [Fact]
    public async Task An_exported_log_has_no_correction_and_its_replay_gives_the_rest_of_the_journal()
    {
        var id = await Opened();
        await Say(id, new StartWork());
        await Say(id, new CorrectTime(1, "it rang earlier"), Nine - Minutes(5));
        var history = await StoreHistory.Read(store);
        Assert.Null(CommandLog.WhyNot(history));
        Assert.Equal(["opened", "started", "sla-met"],
            history.Select(told => Files.Journals.JournalWriter.NameOf(told.Fact)));
    }

    private static readonly Duration Millisecond = Duration.FromMilliseconds(1);

    private static Duration Minutes(int minutes) => Duration.FromMinutes(minutes);

    private async Task<string> Opened()
    {
        var answer = await desk.Say(new TicketRequest("token-1", null, new OpenTicket { Priority = Priority.P1 }));
        return Assert.IsType<TicketAnswer.Done>(answer).Ticket.State.Id.Value;
    }

    private async Task Say(string id, TicketCommand command, Instant? happened = null) =>
        Assert.IsType<TicketAnswer.Done>(await desk.Say(new TicketRequest("token-1", id, command)
        {
            HappenedAt = happened,
        }));

    private async Task Until(int minute)
    {
        now = Nine + Minutes(minute);
        while (await loop.Step() > 0)
        {
        }
    }

    private async Task<(bool Breached, Instant? Due)> Response(string id)
    {
        var clock = (await desk.Find(id))!.State.Response;
        return (clock.HasBreached, clock.BreachedDue);
    }

    private async Task<List<string?>> Events(string id) =>
        [.. (await store.ReadStream(StreamId.Ticket(id), 0, 1_000))
            .Select(stored => Files.Journals.JournalWriter.NameOf(TicketEventFormat.Read(stored)))];

    private async Task<int> NumberOf(string id, string name) => (await Events(id)).IndexOf(name) + 1;
}
