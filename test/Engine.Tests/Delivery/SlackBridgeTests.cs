using Muster.Channels;
using Muster.Channels.Slack;
using Muster.Core.Majors;
using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Files.Templates;
using Muster.Storage;
using Muster.Storage.Memory;
using Muster.Support.Slack;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>A major incident's channel in Slack, and the words about majors (M3, M4, M6).</summary>
public sealed class SlackBridgeTests : IAsyncLifetime
{
    private const string Text = """
        people:
          ana: {slack: UANA}
          bo: {slack: UBO}
          mo: {mail: mo@example.org}
        teams:
          tier-1: {members: [ana, bo, mo]}
        """;

    private readonly MemoryStore store = new();
    private readonly SlackPeer peer = new();
    private readonly Back back = new();
    private Instant now = Instant.FromUtc(2026, 3, 2, 9, 0);
    private PolicyBook book = null!;
    private TicketDesk desk = null!;
    private SlackChannel slack = null!;
    private SlackBridge bridge = null!;

    public async ValueTask InitializeAsync()
    {
        var read = PolicyReader.Read([new PolicySource("test.yaml", Text, null)]);
        Assert.Empty(read.Faults);
        var epoch = new WriterEpoch(store, "here");
        book = await PolicyBook.Open(store, await epoch.Current(), read.Policy!, read.MergedYaml, now);
        desk = new TicketDesk(store, book, epoch, () => now);
        slack = New();
        bridge = new SlackBridge(desk, book, slack, back, MessageTemplates.Shipped);
    }

    public async ValueTask DisposeAsync()
    {
        slack.Dispose();
        peer.Dispose();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Declaring_opens_a_channel_that_says_what_it_is_about_and_the_ticket_says_where_it_is()
    {
        var ticket = await Declared("Checkout <!channel> down");
        await Take(ticket, MajorWords.Commander, "ana");
        Assert.IsType<DeliveryResult.Delivered>(await Tell(ticket, new MajorDeclared("SEV-1")));
        var room = peer.Workspace.Find("inc-2026-00001-checkout-channel-down")!;
        Assert.StartsWith("SEV-1 · commander ana · next update 2026-03-02T09:15:00Z", room.Topic);
        Assert.Contains("UANA", room.Members);
        var opening = Assert.Single(peer.Workspace.Messages);
        Assert.Contains("SEV-1 declared", opening.Text);
        Assert.DoesNotContain("<!", opening.Text);
        Assert.Equal([opening.At], room.Pins);
        var major = (await desk.Find(ticket))!.State.Major!;
        Assert.Equal(room.Name, major.BridgeChannel);
        Assert.Equal($"https://example.slack.com/archives/{room.Id}", major.BridgeLink);
    }

    [Fact]
    public async Task All_that_happens_while_it_is_being_opened_makes_one_channel_with_one_beginning()
    {
        peer.Workspace.KnowsAgain = false;
        var ticket = await Declared();
        var results = await Task.WhenAll(Enumerable.Range(0, 5)
            .Select(number => Tell(ticket, new MajorDeclared("SEV-1"), $"key/{number}")));
        Assert.All(results, result => Assert.IsType<DeliveryResult.Delivered>(result));
        Assert.Equal(1, peer.Count("conversations.create"));
        Assert.Single(peer.Workspace.Messages, message => message.Said["metadata"] is not null
            && peer.Workspace.Find("inc-2026-00001-checkout-down")!.Pins.Contains(message.At));
        Assert.Single(await Facts<BridgeOpened>(ticket), opened => opened.Channel is not null);
    }

    [Theory]
    [InlineData("conversations.create")]
    [InlineData("chat.postMessage")]
    [InlineData("pins.add")]
    public async Task What_broke_off_is_taken_up_by_the_next_attempt_of_another_process(string at)
    {
        peer.Workspace.KnowsAgain = false;
        var ticket = await Declared();
        peer.LoseAnswer(at);
        Assert.IsType<DeliveryResult.Retry>(await Tell(ticket, new MajorDeclared("SEV-1")));
        using var other = New();
        bridge = new SlackBridge(desk, book, other, back, MessageTemplates.Shipped);
        Assert.IsType<DeliveryResult.Delivered>(await Tell(ticket, new MajorDeclared("SEV-1")));
        Assert.Single(peer.Workspace.Messages);
        Assert.Equal("inc-2026-00001-checkout-down", (await desk.Find(ticket))!.State.Major!.BridgeChannel);
    }

    [Fact]
    public async Task A_status_update_stands_in_the_channel_and_the_topic_promises_the_next()
    {
        var ticket = await Declared();
        await Tell(ticket, new MajorDeclared("SEV-1"));
        now += Duration.FromMinutes(10);
        await Say(ticket, new PostStatus("identified", "We roll back <now> & watch.", null) { By = "ana" });
        var posted = Assert.Single(await Facts<StatusPosted>(ticket));
        Assert.IsType<DeliveryResult.Delivered>(await Tell(ticket, posted, "key/2"));
        Assert.Contains("*Identified*", peer.Workspace.Messages[^1].Text);
        Assert.Contains("We roll back &lt;now&gt; &amp; watch.", peer.Workspace.Messages[^1].Text);
        Assert.Contains(
            "next update 2026-03-02T09:25:00Z", peer.Workspace.Find("inc-2026-00001-checkout-down")!.Topic);
    }

    [Fact]
    public async Task An_update_whose_answer_was_lost_is_found_by_another_process_and_stands_there_once()
    {
        peer.Workspace.KnowsAgain = false;
        for (var other = 0; other < 8; other++)
            peer.Workspace.Add($"other-{other}"); // the list comes in pages
        var ticket = await Declared();
        await Tell(ticket, new MajorDeclared("SEV-1"));
        peer.LoseAnswer("chat.postMessage");
        var posted = new StatusPosted("identified", "We roll back.", null);
        Assert.IsType<DeliveryResult.Retry>(await Tell(ticket, posted, "key/2"));
        using var next = New();
        bridge = new SlackBridge(desk, book, next, back, MessageTemplates.Shipped);
        Assert.IsType<DeliveryResult.Delivered>(await Tell(ticket, posted, "key/2"));
        Assert.Equal(2, peer.Workspace.Messages.Length);
    }

    [Fact]
    public async Task A_channel_that_somebody_renamed_is_refused_with_its_name()
    {
        var ticket = await Declared();
        await Say(ticket, new SetBridge(null, "inc-gone") { By = "ana" });
        var refused = Assert.IsType<DeliveryResult.Refused>(
            await Tell(ticket, new StatusPosted("identified", "We roll back.", null)));
        Assert.Contains("inc-gone", refused.Reason);
    }

    [Fact]
    public async Task Who_takes_a_role_later_is_invited_then()
    {
        var ticket = await Declared();
        await Tell(ticket, new MajorDeclared("SEV-1"));
        var room = peer.Workspace.Find("inc-2026-00001-checkout-down")!;
        room.Members.Remove("UBO");
        await Take(ticket, MajorWords.Commander, "bo");
        await Tell(ticket, new RoleAccepted(MajorWords.Commander, "bo"), "key/2");
        Assert.Contains("UBO", room.Members);
        Assert.Contains("commander bo", room.Topic);
    }

    [Fact]
    public async Task A_workspace_that_refuses_says_why_and_nothing_else_is_held_up_by_it()
    {
        var ticket = await Declared();
        peer.Say("conversations.create", 200, """{"ok":false,"error":"restricted_action"}""");
        var refused = Assert.IsType<DeliveryResult.Refused>(await Tell(ticket, new MajorDeclared("SEV-1")));
        Assert.Contains("restricted_action", refused.Reason);
        Assert.Null((await desk.Find(ticket))!.State.Major!.BridgeChannel);
    }

    [Fact]
    public async Task A_role_is_offered_with_a_button_that_takes_it()
    {
        var ticket = await Declared();
        var offered = new RoleOffered(MajorWords.Commander, "ana", "bo");
        var letter = await LetterOf(ticket, offered, slack);
        Assert.Contains("You are asked to take the role *commander* from bo.", letter.Text);
        Assert.Equal(
            new LetterButton("accept-role", "Accept commander", $"{ticket} commander"), Assert.Single(letter.Buttons));
        var mail = await LetterOf(ticket, offered, new TestChannel("mail"));
        Assert.Equal($"[{ticket}] SEV-1 asks you to be commander: Checkout down", mail.Subject);
    }

    [Fact]
    public async Task Whoever_owes_an_update_gets_the_draft_and_a_button_that_posts_just_that()
    {
        var ticket = await Declared();
        await Say(ticket, new NoteOnTimeline("The release of 08:50 is the cause") { By = "ana" });
        var draft = MajorNews.Draft((await desk.Find(ticket))!.State.Major!)!;
        var letter = await LetterOf(ticket, new StatusDue(now + Duration.FromMinutes(3)), slack);
        Assert.Contains("The release of 08:50 is the cause.", letter.Text);
        Assert.Equal(
            ("post-draft", MajorValues.DraftValue(new TicketId(ticket), draft)),
            (letter.Buttons.Single().Action, letter.Buttons.Single().Value));
        Assert.NotEqual(letter.Buttons.Single().Value, MajorValues.DraftValue(new TicketId(ticket), draft + " "));
        Assert.Equal(
            $"[{ticket}] Missed: the status update of 2 March, 09:00 UTC",
            (await LetterOf(ticket, new StatusMissed(now, now), new TestChannel("mail"))).Subject);
    }

    public static TheoryData<string> Told() =>
        ["declared", "severity-changed", "status-update", "restored", "relapsed", "stood-down", "role-offer",
            "update-due"];

    [Theory, MemberData(nameof(Told))]
    public async Task Each_fact_that_has_words_of_its_own_fills_every_name_that_its_template_always_has(string about)
    {
        var ticket = await Declared();
        TicketEvent[] facts =
        [
            new MajorDeclared("SEV-1"), new SeverityChanged("SEV-2", "SEV-1", null),
            new StatusPosted("monitoring", "It is better.", null), new ServiceRestored("ana", null, now),
            new Relapsed("again"), new MajorStoodDown(null), new RoleOffered("scribe", "ana", null),
            new StatusDue(now),
        ];
        var fact = Assert.Single(facts, fact => MajorValues.AboutOf(fact) == about);
        var state = (await desk.Find(ticket))!.State;
        var values = MajorValues.Of(fact, state, state.Major!, back);
        Assert.All(
            TemplateEvents.Find(about)!.Variables.Where(variable => !variable.IsOptional),
            variable => Assert.NotNull(values.GetValueOrDefault(variable.Name)));
        var known = TemplateEvents.Find(about)!.Variables.Select(variable => variable.Name).ToList();
        Assert.All(values.Keys, name => Assert.Contains(name, known));
    }

    private SlackChannel New() =>
        new(new SlackSettings(SlackWorkspace.Token) { BaseUrl = peer.BaseUrl }, TimeProvider.System);

    private async Task<string> Declared(string title = "Checkout down")
    {
        var answer = await desk.Say(new TicketRequest(
            "a", null, new OpenTicket { Title = title, Priority = Priority.P2, By = "ana" }));
        var ticket = Assert.IsType<TicketAnswer.Done>(answer).Ticket.State.Id.Value;
        await Say(ticket, new DeclareMajor("SEV-1") { By = "ana" });
        return ticket;
    }

    private async Task Take(string ticket, string role, string person) =>
        await Say(ticket, new AcceptRole(role, person) { By = person });

    private async Task Say(string ticket, TicketCommand command) =>
        Assert.IsType<TicketAnswer.Done>(await desk.Say(new TicketRequest("a", ticket, command)));

    private async Task<DeliveryResult> Tell(string ticket, TicketEvent fact, string key = "key/1") =>
        await bridge.Do(await Telltale(ticket, fact, key), TestContext.Current.CancellationToken);

    private async Task<Telltale> Telltale(string ticket, TicketEvent fact, string key = "key/1") => new(
        new Message(MessageKind.Notice, "here", new TicketId(ticket), 1), key, fact, (await desk.Find(ticket))!.State);

    private async Task<Letter> LetterOf(string ticket, TicketEvent fact, IChannel channel) => LetterWriting.Of(
        await Telltale(ticket, fact), new Way(channel, "to"), back, MessageTemplates.Shipped, now);

    private async Task<List<T>> Facts<T>(string ticket) =>
        [.. (await store.ReadStream(StreamId.Ticket(ticket), 0, 500)).Select(TicketEventFormat.Read).OfType<T>()];

    private sealed class Back : IReturnPath
    {
        public string TicketUrl(TicketId ticket) => $"https://muster.example/tickets/{ticket}";

        public string AnswerUrl(TicketId ticket, string person) => $"https://muster.example/answer/{ticket}/{person}";
    }
}
