using Muster.Files.Policies;
using Muster.Files.Settings;
using Muster.Support.Slack;

namespace Muster.Server.Tests.Slack;

/// <summary>A running server with a workspace beside it, and people who are in both.</summary>
internal sealed class SlackHouse : IAsyncDisposable
{
    public const string Policy = """
        people:
          ana: {slack: UANA, roles: [manager]}
          bo: {slack: UBO}
          mo: {slack: UMO, webhook: "http://127.0.0.1:9/mo"}
        paging:
          standard: {steps: [{notify: [person:bo]}], lastResort: [person:ana]}
        teams:
          tier-1: {members: [bo], paging: standard}
        """;

    private SlackHouse(SlackPeer peer, RunningServer server, SlackSender sender) =>
        (Peer, Server, Sender) = (peer, server, sender);

    public SlackPeer Peer { get; }

    public RunningServer Server { get; }

    public SlackSender Sender { get; }

    /// <summary>Some are told by calls to <see cref="PageReceiver"/>.</summary>
    public static ServeOptions WithWebhook(ServeOptions options) => options with
    {
        Settings = options.Settings with
        {
            Channels = options.Settings.Channels with
            {
                Webhook = new WebhookChannel(new SecretText(PageReceiver.Secret), ["127.0.0.1"]),
            },
        },
    };

    /// <param name="change">What else it is started with.</param>
    public static async Task<SlackHouse> Start(
        string policy = Policy, Func<ServeOptions, ServeOptions>? change = null, DirectoryInfo? folder = null,
        SlackPeer? peer = null)
    {
        peer ??= new SlackPeer();
        var read = PolicyReader.Read([new PolicySource("muster.yaml", policy, null)]);
        var server = await RunningServer.Start(folder, change: options =>
        {
            var with = options with
            {
                Policy = read.Policy!,
                PolicyText = read.MergedYaml,
                PolicyOrigin = Engine.Policies.PolicyOrigin.File,
                Settings = new ServerSettings
                {
                    Channels = new ChannelSettings
                    {
                        Slack = new SlackAccount(
                            new SecretText(SlackWorkspace.Token), new SecretText(SlackSender.Secret), peer.BaseUrl),
                    },
                },
            };
            return change?.Invoke(with) ?? with;
        });
        return new SlackHouse(peer, server, new SlackSender(server.Address));
    }

    /// <summary>Opens a ticket that pages bo, and waits for the page.</summary>
    public async Task<(string Ticket, SlackMessage Page)> Paged(string title = "Checkout down")
    {
        var opened = await Server.Post(
            "/api/v1/tickets", $$"""{"title":"{{title}}","priority":"P1"}""", Server.Admin);
        var ticket = opened.Said("id");
        return (ticket, await Until(() => Peer.Workspace.Messages.LastOrDefault(
            message => message.Text.Contains(ticket, StringComparison.Ordinal) && message.Buttons.Count > 0)));
    }

    public async Task<string> Timeline(string ticket) =>
        (await Server.Get($"/api/v1/tickets/{ticket}/timeline", Server.Admin)).Text;

    /// <summary>Looks until it is there; the test's own time-out ends a wait that is in vain.</summary>
    public static async Task<T> Until<T>(Func<T?> look)
        where T : class
    {
        while (true)
        {
            if (look() is { } found)
                return found;
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Sender.Dispose();
        await Server.DisposeAsync();
        Peer.Dispose();
    }
}
