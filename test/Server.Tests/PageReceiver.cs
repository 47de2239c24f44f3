using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Muster.Channels.Webhook;
using Muster.Server.Tests.Mail;

namespace Muster.Server.Tests;

/// <summary>Takes signed pages and remembers them; what is signed wrongly is refused.</summary>
internal sealed class PageReceiver : IDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Id, string Body)> taken = new();

    public PageReceiver()
    {
        Url = $"http://127.0.0.1:{MailServer.FreePort()}/";
        listener.Prefixes.Add(Url);
        listener.Start();
        _ = Task.Run(Listen);
    }

    public string Url { get; }

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyCollection<(string Id, string Body)> Taken => taken;

    /// <summary>The id under which the message of a key comes.</summary>
    public static string IdOf(string key) =>
        "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));

    public void Dispose() => listener.Close();

    private async Task Listen()
    {
        try
        {
            while (true)
                await Take(await listener.GetContextAsync());
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task Take(HttpListenerContext call)
    {
        try
        {
            using var body = new MemoryStream();
            await call.Request.InputStream.CopyToAsync(body);
            var id = call.Request.Headers["webhook-id"] ?? "";
            var seconds = long.Parse(
                call.Request.Headers["webhook-timestamp"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            var signature = WebhookSignature.Of(WebhookSignature.KeyOf(Secret), id, seconds, body.ToArray());
            var isGood = signature == call.Request.Headers["webhook-signature"];
            if (isGood)
                taken.Enqueue((id, Encoding.UTF8.GetString(body.ToArray())));
            call.Response.StatusCode = isGood ? 204 : 401;
            call.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException)
        {
            // the sender was killed on the way; what did not come whole was not taken
        }
    }
}
