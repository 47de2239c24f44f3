using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Channels.Slack;

/// <summary>
/// Slack's Web API: a method, its arguments, an answer. What was too much for Slack is left alone for as long as it
/// asked. The token stands in a header of each call and in no address, error or log.
/// </summary>
internal sealed class SlackApi : IDisposable
{
    private const int MostResting = 1_000;
    private const int LongestAnswer = 4 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Of what Slack asks for; more is an error of its own.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private readonly SlackSettings settings;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly Lock counting = new();
    private readonly Dictionary<string, DateTimeOffset> resting = [];

    public SlackApi(SlackSettings settings, TimeProvider time)
    {
        (this.settings, this.time) = (settings, time);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // it would take the token along
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            Timeout = Longest,
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }

    /// <param name="method">One of <see cref="SlackMethods"/>.</param>
    public async Task<SlackAnswer> Call(string method, JsonObject arguments, CancellationToken stop)
    {
        if (!SlackMethods.Scopes.ContainsKey(method))
            throw new ArgumentException($"{method} is not among the methods that the app asks scopes for");
        var place = $"{method} {arguments["channel"]}";
        if (RestOf(place) is { } rest)
            return new SlackAnswer.Later($"Slack: {method} was too much, and is left alone as it asked", rest);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.BaseUrl, method));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
            request.Headers.UserAgent.ParseAdd("Muster");
            request.Content = IsForm(method)
                ? new FormUrlEncodedContent(arguments.Select(field =>
                    KeyValuePair.Create(field.Key, field.Value?.ToString() ?? "")))
                : new StringContent(arguments.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, stop).ConfigureAwait(false);
            return await Read(method, place, response, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new SlackAnswer.Later($"Slack: {method} had no answer within {Longest.TotalSeconds:0} s", null);
        }
        catch (HttpRequestException fault)
        {
            return new SlackAnswer.Later($"Slack: {method}: {fault.Message}", null);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Methods that read take no JSON.</summary>
    private static bool IsForm(string method) =>
        method is "conversations.list" or "conversations.history" or "auth.test";

    private async Task<SlackAnswer> Read(
        string method, string place, HttpResponseMessage response, CancellationToken stop)
    {
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            return Rest(method, place, WaitOf(response.Headers.RetryAfter));
        if (response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout)
            return new SlackAnswer.Later($"Slack: {method}: {(int)response.StatusCode}", null);
        if (response.StatusCode != HttpStatusCode.OK)
            return new SlackAnswer.No(
                $"{(int)response.StatusCode}", $"Slack: {method}: {(int)response.StatusCode}; is the base URL right?");
        var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(text);
            var said = new SlackAnswer.Done(json.RootElement.Clone());
            if (said.Said.ValueKind == JsonValueKind.Object && said.Said.TryGetProperty("ok", out var ok)
                && ok.ValueKind is JsonValueKind.True or JsonValueKind.False)
                return ok.GetBoolean() ? said : Failed(method, place, said, WaitOf(response.Headers.RetryAfter));
        }
        catch (JsonException)
        {
            // some proxy's page
        }
        return new SlackAnswer.Later($"Slack: {method}: the answer is none that Slack gives", null);
    }

    private SlackAnswer Failed(string method, string place, SlackAnswer.Done said, TimeSpan? wait)
    {
        var error = said.Text("error") ?? "no error named";
        if (error is "ratelimited" or "rate_limited")
            return Rest(method, place, wait);
        var needed = said.Text("needed") is { } scope ? $", needs the scope {scope}" : "";
        var reason = $"Slack: {method}: {error}{needed}";
        return SlackErrors.MayPass(error)
            ? new SlackAnswer.Later(reason, wait)
            : new SlackAnswer.No(error, reason);
    }

    private SlackAnswer.Later Rest(string method, string place, TimeSpan? asked)
    {
        var wait = asked is { } said && said > TimeSpan.Zero ? said : TimeSpan.FromSeconds(1);
        wait = wait < LongestRest ? wait : LongestRest;
        lock (counting)
        {
            if (resting.Count >= MostResting)
                resting.Clear(); // Slack says it again
            resting[place] = time.GetUtcNow() + wait;
        }
        return new SlackAnswer.Later(
            string.Create(CultureInfo.InvariantCulture, $"Slack: {method}: too much, asks for {wait.TotalSeconds} s"),
            wait);
    }

    private TimeSpan? RestOf(string place)
    {
        lock (counting)
        {
            if (!resting.TryGetValue(place, out var until))
                return null;
            if (until - time.GetUtcNow() is { } left && left > TimeSpan.Zero)
                return left;
            resting.Remove(place);
            return null;
        }
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
}
