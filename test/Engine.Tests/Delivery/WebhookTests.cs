using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Muster.Channels;
using Muster.Channels.Webhook;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>Signed messages to a URL, held against a receiver that checks what the specification says.</summary>
public sealed class WebhookTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly HttpListener receiver = new();
    private readonly int port;

    public WebhookTests()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        receiver.Prefixes.Add($"http://127.0.0.1:{port}/");
        receiver.Start();
    }

    public void Dispose() => receiver.Close();

    // The example of the specification's own libraries: secret, id, time and body are theirs.
    [Fact]
    public void The_signature_is_the_one_of_the_specification()
    {
        var signature = WebhookSignature.Of(
            WebhookSignature.KeyOf(Secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public async Task What_arrives_is_signed_over_id_time_and_body_and_repeats_carry_the_same_id()
    {
        var ids = new List<string>();
        using var channel = Trusting();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var sending = channel.Send(Letter($"http://127.0.0.1:{port}/hook"), CancellationToken.None);
            var request = await receiver.GetContextAsync();
            using var body = new MemoryStream();
            await request.Request.InputStream.CopyToAsync(body, TestContext.Current.CancellationToken);
            var id = request.Request.Headers["webhook-id"]!;
            var seconds = long.Parse(request.Request.Headers["webhook-timestamp"]!, CultureInfo.InvariantCulture);
            Assert.Equal(
                WebhookSignature.Of(WebhookSignature.KeyOf(Secret), id, seconds, body.ToArray()),
                request.Request.Headers["webhook-signature"]);
            using var json = JsonDocument.Parse(body.ToArray());
            Assert.Equal("page", json.RootElement.GetProperty("type").GetString());
            var facts = json.RootElement.GetProperty("data").GetProperty("facts");
            Assert.Equal("P1", facts.GetProperty("priority").GetString());
            ids.Add(id);
            request.Response.Close();
            Assert.IsType<DeliveryResult.Delivered>(await sending);
        }
        Assert.Single(ids.Distinct());
    }

    [Theory]
    [InlineData(410, typeof(DeliveryResult.Refused))]
    [InlineData(302, typeof(DeliveryResult.Refused))] // a redirect could lead into the house
    [InlineData(429, typeof(DeliveryResult.Retry))]
    [InlineData(503, typeof(DeliveryResult.Retry))]
    public async Task An_answer_says_whether_to_come_again(int status, Type expected)
    {
        using var channel = Trusting();
        var sending = channel.Send(Letter($"http://127.0.0.1:{port}/hook"), CancellationToken.None);
        var request = await receiver.GetContextAsync();
        request.Response.StatusCode = status;
        request.Response.Headers["Retry-After"] = "17";
        request.Response.Headers["Location"] = $"http://127.0.0.1:{port}/elsewhere";
        request.Response.Close();
        var result = await sending;
        Assert.IsType(expected, result);
        if (result is DeliveryResult.Retry retry)
            Assert.Equal(TimeSpan.FromSeconds(17), retry.Wait);
    }

    [Fact]
    public async Task Two_hundred_spellings_of_the_house_are_reached_by_none()
    {
        using var channel = new WebhookChannel(new WebhookSettings(Secret), TimeProvider.System);
        var connected = receiver.GetContextAsync();
        var targets = Targets().ToList();
        Assert.True(targets.Count >= 200, $"{targets.Count}");
        foreach (var target in targets)
            Assert.IsNotType<DeliveryResult.Delivered>(await channel.Send(Letter(target), CancellationToken.None));
        Assert.False(connected.IsCompleted);
    }

    /// <summary>This machine, its networks and what is set apart, in every spelling that a parser may take.</summary>
    private IEnumerable<string> Targets()
    {
        string[] hosts =
        [
            "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1",
            "127.127.127.127", "127.0.0.2", "0.0.0.0", "0", "localhost", "LOCALHOST", "localhost.", "[::1]", "[::]",
            "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[fe80::1]", "[fc00::1]",
            "[fd12:3456::1]", "[ff02::1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[64:ff9b::7f00:1]", "[100::1]",
            "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255",
            "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.127.255.254", "192.0.0.1", "192.0.2.1",
            "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255",
            "255.255.255.255", "240.0.0.1", "192.88.99.1",
        ];
        foreach (var host in hosts)
        {
            yield return $"http://{host}:{port}/";
            yield return $"https://{host}:{port}/";
            yield return $"http://example.org@{host}:{port}/";
            yield return $"http://{host}:{port}/#@example.org";
        }
        foreach (var scheme in (string[])["file", "ftp", "gopher", "dict", "ldap", "unix", "data", "javascript"])
            yield return $"{scheme}://127.0.0.1:{port}/";
    }

    private static WebhookChannel Trusting() => new(
        new WebhookSettings(Secret) { TrustedHosts = ["127.0.0.1"] }, TimeProvider.System);

    private static Letter Letter(string to) => new(
        "page/ticket/INC-2026-00001/2/ana", to, null, "subject", "text",
        new Dictionary<string, string> { ["kind"] = "page", ["priority"] = "P1" });
}
