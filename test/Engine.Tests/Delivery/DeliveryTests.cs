using Muster.Channels;
using Muster.Core.Majors;
using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Deadlines;
using Muster.Engine.Delivery;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>From the outbox to people (N2, S11, E12).</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private const string Text = """
        people:
          ana: {mail: ana@example.org, webhook: "https://example.org/ana", manager: mo}
          bo: {mail: bo@example.org}
          mo: {mail: mo@example.org}
          none: {phone: "+1555"}
        paging:
          standard: {steps: [{notify: [person:ana]}, {notify: [person:bo], after: 10m}], lastResort: [person:mo]}
        teams:
          tier-1: {members: [ana], paging: standard}
        """;

    private readonly MemoryStore store = new();
    private readonly TestChannel mail = new("mail");
    private readonly TestChannel webhook = new("webhook");
    private Instant now = Instant.FromUtc(2026, 3, 2, 9, 0);
    private TicketDesk desk = null!;
    private PolicyBook book = null!;
    private WriterEpoch epoch = null!;
    private DeadlineLoop deadlines = null!;
    private DeliveryLoop delivery = null!;

    public async ValueTask InitializeAsync()
    {
        var read = PolicyReader.Read([new PolicySource("test.yaml", Text, null)]);
        Assert.Empty(read.Faults);
        epoch = new WriterEpoch(store, "here");
        book = await PolicyBook.Open(store, await epoch.Current(), read.Policy!, read.MergedYaml, now);
        desk = new TicketDesk(store, book, epoch, () => now);
        deadlines = new DeadlineLoop(store, desk, () => now);
        delivery = Loop();
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_page_says_what_it_is_about_and_how_to_answer_it()
    {
        var ticket = await Open("Checkout\ndown");
        await Pass(0);
        var letter = Assert.Single(mail.Taken);
        Assert.Equal("ana@example.org", letter.To);
        Assert.Equal($"[{ticket}] P1 needs you: Checkout down", letter.Subject);
        Assert.Contains($"https://muster.example/answer/{ticket}/ana", letter.Text, StringComparison.Ordinal);
        Assert.Equal($"https://muster.example/answer/{ticket}/ana", letter.AnswerUrl);
        Assert.Equal(OutboxState.Delivered, Assert.Single(await Messages()).State);
    }

    [Fact]
    public async Task A_page_is_tried_after_2_5_15_and_30_seconds_and_then_goes_the_next_way_within_a_minute()
    {
        mail.Fails();
        await Open();
        for (var second = 0; second <= 52; second++)
            await Pass(second == 0 ? 0 : 1);
        Assert.Equal(5, mail.Tried.Count);
        Assert.Single(mail.Tried.Select(letter => letter.Key).Distinct());
        Assert.Equal(mail.Tried[0].Key, Assert.Single(webhook.Taken).Key);
    }

    [Fact]
    public async Task What_is_urgent_goes_the_next_way_at_once_while_a_channel_is_known_not_to_answer()
    {
        mail.Fails();
        for (var ticket = 0; ticket < 5; ticket++)
            await Open($"down {ticket}");
        await Pass(0);
        Assert.Empty(webhook.Taken);
        var late = await Open("the sixth");
        await Pass(0);
        Assert.Contains(late, Assert.Single(webhook.Taken).Subject, StringComparison.Ordinal);
        await Pass(60); // it is tried again by then, and what waited for it goes its own way
        mail.Answer = _ => Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered());
        await Pass(60);
        var again = await Open("the seventh");
        await Pass(0);
        Assert.Contains(mail.Taken, letter => letter.Subject.Contains(again, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_way_that_refuses_for_good_is_followed_by_the_next_at_once()
    {
        mail.Always(new DeliveryResult.Refused("no such user"));
        await Open();
        await Pass(0);
        Assert.Single(webhook.Taken);
    }

    [Fact]
    public async Task A_message_that_nobody_takes_is_a_dead_letter_with_its_reason()
    {
        mail.Always(new DeliveryResult.Refused("no such user"));
        webhook.Always(new DeliveryResult.Refused("410"));
        await Open();
        await Pass(0);
        var dead = Assert.Single(await Messages());
        Assert.Equal((OutboxState.Refused, "no such user; 410"), (dead.State, dead.Reason));
    }

    [Fact]
    public async Task Any_number_of_subscribers_that_do_not_answer_leave_room_for_a_page()
    {
        var silent = new Silent();
        delivery = new DeliveryLoop(store, desk, book, epoch, [mail, webhook], new TestPath(), () => now)
        {
            Deeds = [silent],
        };
        var result = await epoch.Append(current => new Batch
        {
            Epoch = current,
            RecordedAt = now,
            Messages = [.. Enumerable.Range(0, 1_000).Select(one => MessageFormat.Confirmation($"s{one}", now))],
        });
        Assert.IsType<AppendResult.Appended>(result);
        while (await delivery.Step(CancellationToken.None) > 0)
        {
            // until it takes no more
        }
        Assert.InRange(silent.Asked, 1, 200);
        Assert.True(await delivery.Next() > now); // it does not look again and again for what it has no room for
        await Open();
        await Wake();
        Assert.Equal(1, await delivery.Step(CancellationToken.None));
        Assert.Single(mail.Taken);
        silent.Answers.SetResult(new DeliveryResult.Delivered());
        await delivery.Settled();
        Assert.NotEqual(0, await delivery.Step(CancellationToken.None));
    }

    [Fact]
    public async Task A_page_is_not_told_once_somebody_has_acknowledged()
    {
        var ticket = await Open();
        await Wake();
        await Say(ticket, new AcknowledgeTicket { By = "bo" });
        await Send();
        Assert.Empty(mail.Tried);
        Assert.Equal("not told: acknowledged by bo", Assert.Single(await Messages()).Reason);
    }

    [Fact]
    public async Task A_fresh_P1_is_paged_before_what_has_waited_longer()
    {
        desk.DueAtOnce += deadlines.Prefer;
        var until = now + Duration.FromMinutes(1);
        for (var number = 0; number < 150; number++)
            await Say(await Open(priority: Priority.P3), new HoldTicket("vendor", until));
        now += Duration.FromHours(1);
        var fresh = await Open();
        now += Duration.FromMilliseconds(1);
        await deadlines.Step();
        await Send();
        Assert.StartsWith($"[{fresh}]", Assert.Single(mail.Taken).Subject, StringComparison.Ordinal);
        Assert.NotEmpty(await store.Due(now, 1));
    }

    [Fact]
    public async Task After_a_stop_each_person_is_told_once_of_what_is_still_so()
    {
        await Open();
        now += Duration.FromMinutes(60); // step 1, step 2 and the last resort have fallen due meanwhile
        await Wake();
        await Send();
        Assert.Equal(
            ["ana@example.org", "bo@example.org", "mo@example.org"], mail.Taken.Select(letter => letter.To).Order());
    }

    [Fact]
    public async Task Several_notices_to_one_person_go_as_one()
    {
        for (var number = 0; number < 4; number++)
        {
            var ticket = await Open(priority: Priority.P3);
            await Say(ticket, new AssignTicket(null, "bo") { By = "desk" });
        }
        await Send();
        var digest = Assert.Single(mail.Taken);
        Assert.Equal("4 messages from Muster", digest.Subject);
        Assert.All(await Messages(), message => Assert.Equal(OutboxState.Delivered, message.State));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_delays_nobody_else()
    {
        var hangs = new TaskCompletionSource<DeliveryResult>();
        mail.Answer = letter => letter.To == "ana@example.org"
            ? hangs.Task
            : Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered());
        await Open();
        await Wake();
        await delivery.Step(CancellationToken.None);
        var other = await Open(priority: Priority.P3);
        await Say(other, new AssignTicket(null, "bo") { By = "desk" });
        await delivery.Step(CancellationToken.None);
        while (mail.Taken.Count == 0)
            await Task.Yield();
        Assert.Equal("bo@example.org", mail.Taken[0].To);
        hangs.SetResult(new DeliveryResult.Delivered());
        await delivery.Settled();
    }

    [Fact]
    public async Task A_channel_that_is_too_busy_for_one_person_goes_on_for_the_others()
    {
        mail.Answer = letter => Task.FromResult<DeliveryResult>(letter.To == "ana@example.org"
            ? new DeliveryResult.Retry("too much", TimeSpan.FromSeconds(30))
            : new DeliveryResult.Delivered());
        for (var number = 0; number < 6; number++)
            await Open();
        await Pass(0);
        var other = await Open(priority: Priority.P3);
        await Say(other, new AssignTicket(null, "bo") { By = "desk" });
        await Send();
        Assert.Equal("bo@example.org", Assert.Single(mail.Taken).To);
    }

    [Fact]
    public async Task Whoever_dies_after_sending_is_followed_by_one_who_sends_it_under_the_same_key()
    {
        await Open();
        await Wake();
        mail.Answer = _ => throw new InvalidOperationException("died");
        await Send();
        mail.Always(new DeliveryResult.Delivered());
        delivery = Loop();
        await Send();
        Assert.Empty(mail.Taken); // the lease of the dead one still holds
        await delivery.TakeOver();
        await Send();
        Assert.Equal(2, mail.Tried.Count);
        Assert.Single(mail.Tried.Select(letter => letter.Key).Distinct());
    }

    [Fact]
    public async Task A_restored_store_tells_nobody_until_it_is_released()
    {
        await Open();
        await Wake();
        store.State = store.State with { IsHeld = true };
        await Send();
        Assert.Empty(mail.Tried);
        await store.Release();
        await Send();
        Assert.Single(mail.Taken);
    }

    [Theory]
    [InlineData("ana", true, "was delivered at")]
    [InlineData("bo", false, "means them, and was not reached: it is paged on at 2026-03-02T09:10:00Z")]
    [InlineData("mo", false, "they are only the last resort of standard")]
    [InlineData("none", false, "they have no contact that a channel here serves")]
    [InlineData("eve", false, "the policy knows no person eve")]
    public async Task Why_somebody_was_not_told_can_be_asked(string person, bool told, string because)
    {
        var ticket = await Open();
        await Pass(1);
        var state = (await desk.Find(ticket))!.State;
        var account = await WhyNot.Of(store, book, [mail, webhook], state, person, now);
        Assert.Equal(told, account.WasTold);
        Assert.Contains(account.Because, line => line.Contains(because, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_warning_reaches_the_assignee_and_the_manager()
    {
        var ticket = await Open(priority: Priority.P2);
        await Say(ticket, new AssignTicket("tier-1", "ana") { By = "ana" });
        await Say(ticket, new StartWork { By = "ana" });
        now += Duration.FromHours(3);
        await Say(ticket, new UpdateTicket(false, false, "still at it") { By = "ana" });
        now += Duration.FromHours(3) + Duration.FromSeconds(1);
        await Wake();
        await Send();
        Assert.Equal(["ana@example.org", "mo@example.org"], mail.Taken.Select(letter => letter.To).Order());
        Assert.All(mail.Taken, letter => Assert.Contains("left", letter.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bo", "bo@example.org", "Action 1, of bo, is overdue since 2026-03-03T09:00:00Z: Add a second disk")]
    [InlineData("zoe", "mo@example.org", "Action 1, of zoe, is overdue since 2026-03-03T09:00:00Z: Add a second disk")]
    [InlineData(null, "mo@example.org", "Action 1 is overdue since 2026-03-03T09:00:00Z: Add a second disk")]
    public async Task An_overdue_action_is_told_to_its_owner_and_one_without_to_the_commander(
        string? owner, string address, string words)
    {
        var ticket = await Open(priority: Priority.P4);
        await Say(ticket, new DeclareMajor("SEV-3"));
        await Say(ticket, new AcceptRole("commander", "mo"));
        await Say(ticket, new StandDown());
        await Say(ticket, new ResolveTicket("fixed", null));
        await Say(ticket, new AddAction("Add a second disk", owner, now + Duration.FromDays(1), null, null, null));
        await Pass(0);
        mail.Taken.Clear();
        await Pass(86_400);
        var letter = Assert.Single(mail.Taken, letter => letter.Text.Contains("is overdue"));
        Assert.Equal(address, letter.To);
        Assert.Contains(words, letter.Text);
    }

    private DeliveryLoop Loop() =>
        new(store, desk, book, epoch, [mail, webhook], new TestPath(), () => now);

    /// <summary>Lets seconds pass, wakes what is due and sends what waits.</summary>
    private async Task Pass(int seconds)
    {
        now += Duration.FromSeconds(seconds) + Duration.FromMilliseconds(seconds == 0 ? 1 : 0);
        await Wake();
        await Send();
    }

    private async Task Wake()
    {
        now += Duration.FromMilliseconds(1);
        while (await deadlines.Step() > 0)
        {
            // until nothing is due any more
        }
    }

    private async Task Send()
    {
        while (await delivery.Step(CancellationToken.None) > 0)
            await delivery.Settled();
    }

    private async Task<string> Open(string title = "Checkout down", Priority priority = Priority.P1)
    {
        var open = new OpenTicket { Title = title, Priority = priority };
        var answer = (TicketAnswer.Done)await desk.Say(new TicketRequest("somebody", null, open));
        return answer.Ticket.State.Id.Value;
    }

    private async Task Say(string ticket, TicketCommand command) =>
        Assert.IsType<TicketAnswer.Done>(await desk.Say(new TicketRequest("somebody", ticket, command)));

    private Task<IReadOnlyList<StoredMessage>> Messages() => store.ReadMessages(null, 0, 100);

    /// <summary>Answers when it is told to.</summary>
    private sealed class Silent : IDeed
    {
        public TaskCompletionSource<DeliveryResult> Answers { get; } = new();

        public int Asked { get; private set; }

        public MessageKind Kind => MessageKind.Confirmation;

        public Task<DeliveryResult> Do(Telltale told, CancellationToken stop)
        {
            Asked++;
            return Answers.Task;
        }
    }
}
