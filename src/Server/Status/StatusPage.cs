using System.Text;
using Muster.Channels;
using Muster.Core.Messages;
using Muster.Engine.Delivery;
using Muster.Files.Settings;
using Muster.Storage;
using Muster.Server.Access;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>
/// The public status page as files: what happened to a major is on the page once they are written and read back. They
/// go on being shown when nothing else here works, by this server or by any other.
/// </summary>
internal sealed class StatusPage(
    StatusReading reading, StatusBook book, string directory, StatusSettings settings, Func<string> address,
    Func<Instant> clock) : IDeed
{
    private const string Path = "/status";

    /// <summary>A page that says something else than the store for so long is a fault (EngineHealth).</summary>
    public static readonly Duration LongestDifference = Duration.FromSeconds(60);

    /// <summary>A disk that does not answer holds up nobody for longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Lock turns = new();
    private readonly StatusFiles files = new(directory);
    private readonly Lock looking = new();
    private Task<string?> running = Task.FromResult<string?>(null);
    private Task<string?>? next;
    private Instant? differsSince;

    public MessageKind Kind => MessageKind.Status;

    public StatusBook Book => book;

    public StatusReading Reading => reading;

    public StatusFiles Files => files;

    /// <summary>How long page and store have disagreed; null where they do not, as far as was looked.</summary>
    public Duration? Differs
    {
        get
        {
            lock (looking)
                return differsSince is { } since ? Duration.Max(Duration.Zero, clock() - since) : null;
        }
    }

    public string Name => settings.Name ?? "Muster";

    /// <summary>What was written last; null where nothing was since the start.</summary>
    public WrittenPage? Written { get; private set; }

    /// <summary>The page as others serve it; null where no address of it was configured.</summary>
    public PublicPage? Public { get; init; }

    /// <summary>Whether readers may be told by mail.</summary>
    public bool ByMail { get; init; }

    /// <summary>Where readers find the page.</summary>
    public string Url => settings.Url ?? address() + Path;

    public async Task<DeliveryResult> Do(Telltale told, CancellationToken stop) =>
        await Publish().ConfigureAwait(false) is { } reason
            ? new DeliveryResult.Retry(reason)
            : new DeliveryResult.Delivered();

    /// <summary>
    /// Writes every file, with all that is in the store by now, and reads it back. Those who ask while it is being
    /// written share the one after it.
    /// </summary>
    /// <returns>What went wrong; null where nothing did.</returns>
    public async Task<string?> Publish()
    {
        Task<string?> mine;
        lock (turns)
            mine = next ??= After(running);
        try
        {
            var reason = await mine.WaitAsync(Longest).ConfigureAwait(false);
            Note(reason is not null);
            return reason;
        }
        catch (TimeoutException)
        {
            Note(true);
            return $"{directory} has not answered within {Longest.TotalSeconds:0} s";
        }
        catch (StoreFailedException fault)
        {
            Note(true);
            return fault.Message;
        }
    }

    /// <summary>Compares what is shown with what the store says now, and remembers since when they differ.</summary>
    /// <returns>What differs; null where nothing does.</returns>
    public async Task<string?> Compare()
    {
        var view = await reading.Read(Name, clock()).ConfigureAwait(false);
        var difference = Difference(view);
        Note(difference is not null);
        return difference;
    }

    private SubscribeForm? Subscribe =>
        settings.Subscriptions ? new SubscribeForm(address() + PageRules.StatusSubscribe, ByMail) : null;

    private async Task<string?> After(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (turns)
            (running, next) = (next!, null);
        var view = await reading.Read(Name, clock()).ConfigureAwait(false);
        var page = await StatusRendering.Page(view, Subscribe).ConfigureAwait(false);
        var summary = StatusJson.Write(view, Url);
        var reason = files.Write(
        [
            (StatusFiles.Page, page),
            (StatusFiles.Atom, StatusFeeds.Atom(view, Url)),
            (StatusFiles.Rss, StatusFeeds.Rss(view, Url)),
            (StatusFiles.Summary, summary),
        ]);
        if (reason is null)
            Written = Written is { } last && StatusJson.SaysTheSame(last.Summary, summary)
                ? last
                : new WrittenPage(summary, view.At);
        return reason;
    }

    private void Note(bool differs)
    {
        lock (looking)
            differsSince = differs ? differsSince ?? clock() : null;
    }

    private string? Difference(StatusView view)
    {
        if (files.Read(StatusFiles.Summary) is not { } summary || files.Read(StatusFiles.Page) is not { } page)
            return "there are no files to show";
        if (!StatusJson.SaysTheSame(summary, StatusJson.Write(view, Url)))
            return $"{StatusFiles.Summary} says something else than the store";
        var html = Encoding.UTF8.GetString(page);
        var missing = view.Open.Where(incident => !incident.Updates.IsEmpty)
            .Select(incident => incident.Updates[0].Id)
            .FirstOrDefault(id => !html.Contains($"id=\"{id}\"", StringComparison.Ordinal));
        return missing is not null ? $"{StatusFiles.Page} lacks the update {missing}"
            : html.Contains(view.Worst.OfAll(), StringComparison.Ordinal) ? null
            : $"{StatusFiles.Page} does not say {view.Worst.OfAll()}";
    }
}
