using Muster.Channels;
using Muster.Channels.Slack;
using Muster.Support.Slack;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>A channel of its own for a major incident.</summary>
public sealed class SlackRoomTests : IDisposable
{
    private const string Name = "inc-2026-00042-checkout-down";

    private readonly SlackPeer peer = new();
    private readonly SlackChannel slack;

    public SlackRoomTests() => slack = New();

    public void Dispose()
    {
        slack.Dispose();
        peer.Dispose();
    }

    [Fact]
    public async Task It_has_a_topic_its_members_and_a_pinned_beginning()
    {
        var open = await Open();
        var room = peer.Workspace.Find(Name)!;
        Assert.Equal((room.Id, Name), (open.Id, open.Name));
        Assert.Equal($"https://example.slack.com/archives/{room.Id}", open.Link);
        Assert.Equal("SEV-1 · commander ana", room.Topic);
        Assert.Equal(["UANA", "UBO", "UBOT00001"], room.Members.Order());
        var opening = Assert.Single(peer.Workspace.Messages);
        Assert.Equal((room.Id, "It begins"), (opening.Channel, opening.Text));
        Assert.Equal([opening.At], room.Pins);
        Assert.Empty(open.Remarks);
    }

    [Theory]
    [InlineData("auth.test")]
    [InlineData("conversations.create")]
    [InlineData("conversations.setTopic")]
    [InlineData("conversations.invite")]
    [InlineData("chat.postMessage")]
    [InlineData("pins.add")]
    public async Task An_attempt_that_broke_off_anywhere_is_made_anew_and_makes_nothing_twice(string at)
    {
        peer.Workspace.KnowsAgain = false;
        for (var other = 0; other < 8; other++)
            peer.Workspace.Add($"other-{other}"); // the list comes in pages
        peer.LoseAnswer(at);
        var failed = Assert.IsType<SlackRoomResult.Failed>(await Try(slack));
        Assert.IsType<DeliveryResult.Retry>(failed.Why);
        using var next = New(); // another process
        var open = Assert.IsType<SlackRoomResult.Open>(await Try(next));
        Assert.Equal(Name, open.Name);
        var room = peer.Workspace.Find(Name)!;
        Assert.Single(room.Pins);
        Assert.Single(peer.Workspace.Messages);
        Assert.Equal(["UANA", "UBO", "UBOT00001"], room.Members.Order());
    }

    [Fact]
    public async Task A_name_that_somebody_else_took_gets_a_number_and_so_does_an_archived_one()
    {
        peer.Workspace.Add(Name);
        peer.Workspace.Add($"{Name}-2", SlackWorkspace.Bot).IsArchived = true;
        Assert.Equal($"{Name}-3", (await Open()).Name);
    }

    [Fact]
    public async Task When_all_numbers_are_taken_it_is_refused()
    {
        peer.Workspace.Add(Name);
        for (var number = 2; number <= 9; number++)
            peer.Workspace.Add($"{Name}-{number}");
        Assert.IsType<DeliveryResult.Refused>(Assert.IsType<SlackRoomResult.Failed>(await Try(slack)).Why);
    }

    [Fact]
    public async Task Who_cannot_be_invited_is_said_and_the_others_come()
    {
        peer.Workspace.Users.Remove("UBO");
        await Open();
        Assert.Contains("UANA", peer.Workspace.Find(Name)!.Members);
        peer.Workspace.Users.Remove("UANA");
        peer.Workspace.Find(Name)!.Members.Remove("UANA");
        Assert.Contains("user_not_found", Assert.Single((await Open()).Remarks));
    }

    [Fact]
    public async Task A_workspace_that_lets_the_app_create_nothing_refuses()
    {
        peer.Say("conversations.create", 200, """{"ok":false,"error":"restricted_action"}""");
        var refused = Assert.IsType<DeliveryResult.Refused>(
            Assert.IsType<SlackRoomResult.Failed>(await Try(slack)).Why);
        Assert.Contains("restricted_action", refused.Reason);
    }

    [Theory]
    [InlineData("INC-2026-00042", "Checkout is DOWN!", "inc-2026-00042-checkout-is-down")]
    [InlineData("INC-2026-00042", "Überlauf: Datenbänke", "inc-2026-00042-uberlauf-datenbanke")]
    [InlineData("INC-2026-00042", "日本語", "inc-2026-00042")]
    [InlineData("INC-2026-00042", null, "inc-2026-00042")]
    [InlineData("INC-2026-00042", "../<!channel> #x", "inc-2026-00042-channel-x")]
    public void A_name_is_one_that_Slack_takes(string ticket, string? title, string expected) =>
        Assert.Equal(expected, SlackRooms.NameOf(ticket, title));

    [Fact]
    public void A_long_name_leaves_room_for_a_number() =>
        Assert.InRange(SlackRooms.NameOf("INC-2026-00042", new string('x', 200)).Length, 60, 78);

    private SlackChannel New() =>
        new(new SlackSettings(SlackWorkspace.Token) { BaseUrl = peer.BaseUrl }, TimeProvider.System);

    private async Task<SlackRoomResult.Open> Open() => Assert.IsType<SlackRoomResult.Open>(await Try(slack));

    private static Task<SlackRoomResult> Try(SlackChannel channel) => channel.Rooms.Open(
        new SlackRoomOrder(
            Name, "SEV-1 · commander ana", ["UANA", "UBO", "UANA"],
            new Letter("bridge/1", "", null, "begin", "It begins\n", new Dictionary<string, string>())),
        TestContext.Current.CancellationToken);
}
