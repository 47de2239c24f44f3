using Muster.Channels.Webhook;
using Muster.Files.Settings;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>What was written last.</summary>
/// <param name="Summary">The file.</param>
/// <param name="ChangedAt">Since when the page says this.</param>
internal sealed record WrittenPage(byte[] Summary, Instant ChangedAt);

/// <summary>
/// The status page where readers find it by <c>status.url</c>, which others may serve: whether it is there, and says
/// what was written last.
/// </summary>
internal sealed class PublicPage : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Ten times a summary of a day on which much is broken.</summary>
    private const int MostBytes = 4 << 20;

    private readonly HttpClient http;
    private readonly Func<Instant> clock;
    private readonly Uri summary;
    private readonly Lock looking = new();
    private Instant? since;
    private Instant lookedAt;

    private PublicPage(string url, IReadOnlyCollection<string> trusted, Func<Instant> clock)
    {
        (Url, this.clock) = (url, clock);
        summary = new Uri($"{url}/{StatusFiles.Summary}");
        http = OutsideClient.Open(trusted, Longest, MostBytes);
    }

    /// <summary>Where readers find it.</summary>
    public string Url { get; }

    /// <summary>It lies within the house, among hosts that are not trusted: nobody looks there.</summary>
    public bool IsLeftAlone { get; private set; }

    /// <summary>How long readers had not found what is so when it was looked last; null where they did.</summary>
    public Duration? Differs
    {
        get
        {
            lock (looking)
                return since is { } from ? Duration.Max(Duration.Zero, lookedAt - from) : null;
        }
    }

    /// <summary>Null where no address was configured.</summary>
    public static PublicPage? Of(ServerSettings settings, Func<Instant> clock) => settings.Status.Url is { } url
        ? new PublicPage(url, settings.Channels.Webhook?.TrustedHosts ?? [], clock)
        : null;

    /// <summary>Looks once, for at most ten seconds.</summary>
    /// <param name="written">What was written last, asked for before and after.</param>
    /// <returns>What readers find in the place of what is so; null where nothing is wrong.</returns>
    public async Task<string?> Look(Func<WrittenPage?> written, CancellationToken stop)
    {
        var before = written();
        var (shown, fault) = await Fetch(stop).ConfigureAwait(false);
        if (written() is not { } now || IsLeftAlone)
            return null;
        var isSo = shown is not null && (StatusJson.SaysTheSame(shown, now.Summary)
            || (before is not null && StatusJson.SaysTheSame(shown, before.Summary)));
        Note(isSo, shown is null ? null : StatusJson.WrittenAt(shown), now.ChangedAt);
        return isSo ? null : fault ?? $"{summary} says something else than what was written last";
    }

    public void Dispose() => http.Dispose();

    /// <param name="writtenAt">When what is shown was written, by its own word; null where it says nothing.</param>
    private void Note(bool isSo, Instant? writtenAt, Instant changedAt)
    {
        lock (looking)
        {
            lookedAt = clock();
            since = isSo ? null
                // an old copy was right when it was written, and has been wrong since the page changed after that
                : writtenAt < changedAt ? (since > writtenAt ? since : changedAt)
                : since ?? lookedAt;
        }
    }

    private async Task<(byte[]? Shown, string? Fault)> Fetch(CancellationToken stop)
    {
        try
        {
            using var response = await http.GetAsync(summary, stop).ConfigureAwait(false);
            IsLeftAlone = false;
            return response.IsSuccessStatusCode
                ? (await response.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false), null)
                : (null, $"{summary} answers {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, $"{summary} has not answered within {Longest.TotalSeconds:0} s");
        }
        catch (HttpRequestException fault)
        {
            IsLeftAlone = OutsideClient.WasHeldBack(fault);
            return (null, $"{summary} cannot be read: {fault.Message}");
        }
    }
}
