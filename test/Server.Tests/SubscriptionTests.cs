using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Muster.Channels;
using Muster.Core.Messages;
using Muster.Engine.Delivery;
using Muster.Server.Status.Subscriptions;
using Muster.Storage;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>Readers of the status page who ask to be told: what they are asked, what is known of them, and bounds.
/// </summary>
public sealed partial class SubscriptionTests
{
    private readonly SkippingTime time = new();
    private readonly Taken mail = new();

    [Fact]
    public async Task Whether_an_address_is_subscribed_shows_in_no_answer()
    {
        await using var server = await Start();
        await Subscribed(server, "ana@example.org");
        var known = await Ask(server, "mail", "ana@example.org");
        var unknown = await Ask(server, "mail", "bo@example.org");
        var again = await Ask(server, "mail", "bo@example.org");
        Assert.Equal(200, known.Code);
        Assert.Equal((known.Code, known.Text), (unknown.Code, unknown.Text));
        Assert.Equal((known.Code, known.Text), (again.Code, again.Text));
    }

    [Fact]
    public async Task An_address_is_asked_once_an_hour_and_the_later_link_takes_the_earlier_ones_place()
    {
        await using var server = await Start();
        await Ask(server, "mail", "ana@example.org");
        await Ask(server, "mail", "ANA@example.org");
        var first = Link((await mail.Next()).Text, "confirm");
        time.Skip(TimeSpan.FromHours(1));
        await Ask(server, "mail", "ana@example.org");
        var second = Link((await mail.Next()).Text, "confirm");
        Assert.Equal(404, (await server.Post(first, null, null)).Code);
        Assert.Equal(200, (await server.Post(second, null, null)).Code);
        Assert.Equal(2, mail.Count);
        Assert.Single(server.House.Subscriptions.Confirmed);
    }

    [Fact]
    public async Task A_link_that_nobody_followed_in_a_day_is_good_for_nothing_and_the_address_is_erased()
    {
        await using var server = await Start();
        await Ask(server, "mail", "ana@example.org");
        var link = Link((await mail.Next()).Text, "confirm");
        Assert.Contains("ana@example.org", await Stored(server));
        time.Skip(TimeSpan.FromHours(24));
        Assert.Equal(404, (await server.Get(link, null)).Code);
        Assert.Equal(404, (await server.Post(link, null, null)).Code);
        Assert.True(await server.House.Subscriptions.Expire());
        Assert.DoesNotContain("ana@example.org", await Stored(server));
    }

    [Fact]
    public async Task To_look_at_a_link_changes_nothing_and_its_button_does()
    {
        await using var server = await Start();
        await Ask(server, "mail", "ana@example.org");
        var confirm = Link((await mail.Next()).Text, "confirm");
        Assert.Contains("<form method=\"post\">", (await server.Get(confirm, null)).Text);
        Assert.Empty(server.House.Subscriptions.Confirmed);
        await server.Post(confirm, null, null);
        var one = Assert.Single(server.House.Subscriptions.Confirmed);
        var end = new Uri(server.House.SubscriptionLinks.UnsubscribeUrl(one.Id)).AbsolutePath;
        Assert.Contains("<form method=\"post\">", (await server.Get(end, null)).Text);
        Assert.Single(server.House.Subscriptions.Confirmed);
        Assert.Equal(200, (await server.Post(end, null, null)).Code);
        Assert.Empty(server.House.Subscriptions.Confirmed);
        Assert.DoesNotContain("ana@example.org", await Stored(server));
        Assert.Equal(200, (await server.Post(end, null, null)).Code);
    }

    [Theory]
    [InlineData("confirm", "unsubscribe")]
    [InlineData("unsubscribe", "confirm")]
    public async Task A_link_of_one_purpose_is_good_for_no_other(string of, string at)
    {
        await using var server = await Start();
        await Ask(server, "mail", "ana@example.org");
        await mail.Next();
        var links = server.House.SubscriptionLinks;
        var id = mail.Last!.Key.Split('/')[^1];
        var url = of == "confirm" ? links.ConfirmUrl(id) : links.UnsubscribeUrl(id);
        var path = new Uri(url).AbsolutePath.Replace($"/{of}/", $"/{at}/", StringComparison.Ordinal);
        Assert.Equal(404, (await server.Post(path, null, null)).Code);
        Assert.Equal(404, (await server.Post(path[..^3] + "AAA", null, null)).Code);
        Assert.Equal(404, (await server.Get($"/answer/{path.Split('/')[^1]}", null)).Code);
    }

    [Fact]
    public async Task More_than_thirty_in_a_minute_are_asked_to_come_again()
    {
        time.Skip(TimeSpan.FromSeconds(60 - (time.GetUtcNow().ToUnixTimeSeconds() % 60))); // a minute begins
        await using var server = await Start();
        for (var number = 0; number < SubscriptionBook.MostInMinute; number++)
            Assert.Equal(200, (await Ask(server, "mail", $"a{number}@example.org")).Code);
        var refused = await Ask(server, "mail", "ana@example.org");
        Assert.Equal(429, refused.Code);
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter!.Delta);
        time.Skip(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await Ask(server, "mail", "ana@example.org")).Code);
    }

    [Theory]
    [InlineData("mail", "ana")]
    [InlineData("mail", "Ana <ana@example.org>")]
    [InlineData("mail", "ana@example.org\r\nBcc: bo@example.org")]
    [InlineData("mail", "ana@localhost")]
    [InlineData("webhook", "http://example.org/hook")]
    [InlineData("webhook", "https://ana:secret@example.org/")]
    [InlineData("webhook", "file:///etc/passwd")]
    [InlineData("mail", "")]
    public async Task What_is_no_address_is_not_asked(string field, string said)
    {
        await using var server = await Start();
        Assert.Equal(422, (await Ask(server, field, said)).Code);
        Assert.Empty(await server.House.Store.ReadMessages(null, 0, 10));
    }

    [Fact]
    public async Task Each_who_had_confirmed_is_told_once_however_often_telling_begins()
    {
        await using var server = await Start();
        await Subscribed(server, "ana@example.org");
        await Subscribed(server, "bo@example.org");
        await Ask(server, "mail", "dee@example.org");
        await mail.Next();
        var id = (await server.Post("/api/v1/majors", """{"title":"No way in"}""", server.Admin)).Said("id");
        await mail.Next();
        await mail.Next();
        await server.PassMillisecond();
        await Subscribed(server, "cy@example.org");
        var house = server.House;
        var planned = (await house.Store.ReadMessages(StreamId.Ticket(id), 0, 100))
            .Single(message => message.Message.Kind == "subscribers");
        var ticket = (await house.Desk.Find(id))!.State;
        var told = new Telltale(MessageFormat.Read(planned.Message), planned.Message.Key, null, ticket);
        var again = new TellSubscribers(
            house.Store, house.Epoch, house.Subscriptions, house.MessagesWait, () => house.Now);
        Assert.IsType<DeliveryResult.Delivered>(await again.Do(told, CancellationToken.None));
        Assert.Equal(2, (await house.Store.ReadMessages(StreamId.Ticket(id), 0, 100))
            .Count(message => message.Message.Kind == "subscriber"));
    }

    [Fact]
    public async Task A_receiver_is_asked_told_with_a_secret_of_its_own_and_dropped_when_it_says_no()
    {
        using var receiver = new HttpListener();
        var url = $"http://127.0.0.1:{Mail.MailServer.FreePort()}/";
        receiver.Prefixes.Add(url);
        receiver.Start();
        await using var server = await Start(options => options with
        {
            Settings = options.Settings with
            {
                Channels = options.Settings.Channels with
                {
                    Webhook = new(new(PageReceiver.Secret), ["127.0.0.1"]),
                },
            },
        });
        Assert.Equal(200, (await Ask(server, "webhook", url)).Code);
        var asked = await Receive(receiver, 204, null);
        var facts = asked.GetProperty("data").GetProperty("facts");
        Assert.Equal("status.confirmation", asked.GetProperty("type").GetString());
        var secret = facts.GetProperty("secret").GetString()!;
        var confirm = new Uri(facts.GetProperty("confirmUrl").GetString()!).AbsolutePath;
        Assert.Equal(200, (await server.Post(confirm, null, null)).Code);
        await server.Post("/api/v1/majors", """{"title":"No way in"}""", server.Admin);
        var told = await Receive(receiver, 410, secret);
        Assert.Equal("status.update", told.GetProperty("type").GetString());
        Assert.Equal("No way in", told.GetProperty("data").GetProperty("facts").GetProperty("title").GetString());
        while (server.House.Subscriptions.Confirmed.Any())
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task A_receiver_within_the_house_is_not_reached()
    {
        await using var server = await Start();
        Assert.Equal(200, (await Ask(server, "webhook", "https://127.0.0.1:1/")).Code);
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var message = Assert.Single(await server.House.Store.ReadMessages(null, 0, 10));
            if (message.Reason is not { } reason)
                continue;
            Assert.Contains("127.0.0.1 is not on the internet", reason);
            break;
        }
        // and that it waits is nobody's fault here
        time.Skip(TimeSpan.FromMinutes(5));
        var health = (await server.Get("/health/engine", null)).Json;
        Assert.DoesNotContain("message", health.GetProperty("reasons").ToString());
    }

    [Fact]
    public async Task The_page_offers_what_there_is()
    {
        await using var server = await Start();
        var page = (await server.Get("/status", null)).Text;
        Assert.Contains("action=\"status/subscribe\"", page);
        Assert.Contains("name=\"mail\"", page);
        Assert.DoesNotContain("<script", page);
        await using var without = await RunningServer.Start(change: options => options with
        {
            Settings = options.Settings with { Status = options.Settings.Status with { Subscriptions = false } },
        });
        Assert.DoesNotContain("<form", (await without.Get("/status", null)).Text);
        Assert.Equal(404, (await Ask(without, "mail", "ana@example.org")).Code);
    }

    private Task<RunningServer> Start(Func<ServeOptions, ServeOptions>? change = null) => RunningServer.Start(
        change: options => (change?.Invoke(options) ?? options) with { Time = time, Channels = [mail] });

    private async Task Subscribed(RunningServer server, string address)
    {
        await Ask(server, "mail", address);
        var letter = await mail.Next();
        Assert.Equal(address, letter.To);
        Assert.Equal(200, (await server.Post(Link(letter.Text, "confirm"), null, null)).Code);
    }

    private static async Task<Answer> Ask(RunningServer server, string field, string said)
    {
        using var request = server.Request(HttpMethod.Post, "/status/subscribe", null);
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create(field, said)]);
        return await server.Send(request);
    }

    private static async Task<string> Stored(RunningServer server) => string.Concat(
        (await server.House.Store.ReadStream(SubscriptionBook.Stream, 0, 500))
            .Select(stored => Encoding.UTF8.GetString(stored.PersonalText.Span)));

    private static async Task<System.Text.Json.JsonElement> Receive(HttpListener receiver, int status, string? secret)
    {
        var call = await receiver.GetContextAsync().WaitAsync(TestContext.Current.CancellationToken);
        using var body = new MemoryStream();
        await call.Request.InputStream.CopyToAsync(body, TestContext.Current.CancellationToken);
        if (secret is not null)
        {
            var seconds = long.Parse(call.Request.Headers["webhook-timestamp"]!,
                System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(
                Channels.Webhook.WebhookSignature.Of(
                    Channels.Webhook.WebhookSignature.KeyOf(secret), call.Request.Headers["webhook-id"]!, seconds,
                    body.ToArray()),
                call.Request.Headers["webhook-signature"]);
        }
        call.Response.StatusCode = status;
        call.Response.Close();
        return System.Text.Json.JsonDocument.Parse(body.ToArray()).RootElement;
    }

    private static string Link(string text, string what) => new Uri(Links().Matches(text)
        .Single(match => match.Value.Contains($"/{what}/", StringComparison.Ordinal)).Value).AbsolutePath;

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Links();

    private sealed class Taken : IChannel
    {
        private readonly System.Threading.Channels.Channel<Letter> letters =
            System.Threading.Channels.Channel.CreateUnbounded<Letter>();

        public string Name => "mail";

        public int Count { get; private set; }

        public Letter? Last { get; private set; }

        public async Task<Letter> Next() => await letters.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public async Task<DeliveryResult> Send(Letter letter, CancellationToken stop)
        {
            (Count, Last) = (Count + 1, letter);
            await letters.Writer.WriteAsync(letter, stop);
            return new DeliveryResult.Delivered();
        }
    }
}
