using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Muster.Channels.Webhook;

/// <summary>Posts signed JSON to a URL (Standard Webhooks). A redirect is not followed.</summary>
public sealed class WebhookChannel : IChannel, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private const int MostBytes = 64 << 10;

    private readonly byte[] key;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    /// <exception cref="FormatException">The secret is none.</exception>
    public WebhookChannel(WebhookSettings settings, TimeProvider time)
    {
        key = WebhookSignature.KeyOf(settings.Secret);
        this.time = time;
        http = OutsideClient.Open(settings.TrustedHosts, Longest, MostBytes);
    }

    public string Name => "webhook";

    public async Task<DeliveryResult> Send(Letter letter, CancellationToken stop)
    {
        if (!Uri.TryCreate(letter.To, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return new DeliveryResult.Refused($"{letter.To} is no http or https URL");
        try
        {
            using var request = Signed(letter, url);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop)
                .ConfigureAwait(false);
            return ResultOf(url, response);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new DeliveryResult.Retry($"{url.Host}: no answer within {Longest.TotalSeconds:0} s");
        }
        catch (HttpRequestException fault)
        {
            return new DeliveryResult.Retry($"{url.Host}: {fault.Message}");
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Signed(Letter letter, Uri url)
    {
        var now = time.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = letter.Facts.GetValueOrDefault("kind", "notice"),
            timestamp = now.UtcDateTime,
            data = new { letter.Subject, letter.Text, letter.AnswerUrl, letter.Facts },
        }, JsonSerializerOptions.Web);
        var seconds = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", IdOf(letter.Key));
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        var signing = letter.Secret is { } own ? WebhookSignature.KeyOf(own) : key;
        request.Headers.Add("webhook-signature", WebhookSignature.Of(signing, IdOf(letter.Key), seconds, body));
        request.Headers.UserAgent.ParseAdd("Muster");
        return request;
    }

    /// <summary>A header's value; the key may hold what must not stand in one.</summary>
    private static string IdOf(string key) => "msg_" + Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));

    private DeliveryResult ResultOf(Uri url, HttpResponseMessage response)
    {
        var reason = $"{url.Host}: {(int)response.StatusCode}";
        return response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new DeliveryResult.Delivered(),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                new DeliveryResult.Retry(reason, WaitOf(response.Headers.RetryAfter)),
            _ => new DeliveryResult.Refused(reason),
        };
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
}
