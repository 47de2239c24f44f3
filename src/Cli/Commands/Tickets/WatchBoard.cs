using System.Globalization;
using System.Text.Json;
using Muster.Cli.Client;
using Spectre.Console;

namespace Muster.Cli.Commands.Tickets;

/// <summary>
/// Open tickets on a terminal, the next deadline first, counting down each second; read anew when something happened,
/// at most once a second.
/// </summary>
internal sealed class WatchBoard(ServerConnection server, string? ticket)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>More than a terminal shows; the server's largest page.</summary>
    private const int MostTickets = 500;

    private volatile bool isStale = true;
    private volatile bool isConnected;
    private volatile string latest = "";
    private volatile Exception? failure;

    public void Run(string? after, CancellationToken stop)
    {
        var feed = new EventFeed(server, after) { OnConnection = connected => isConnected = connected };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var following = Task.Run(async () =>
        {
            try
            {
                await feed.Run(Hear, ended.Token).ConfigureAwait(false);
            }
            catch (RefusedByServer refused)
            {
                failure = refused;
            }
        }, CancellationToken.None);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        IReadOnlyList<Row> rows = [];
        console.Live(new Text("")).AutoClear(false).Start(live =>
        {
            while (!stop.IsCancellationRequested && failure is null)
            {
                rows = Read(rows);
                live.UpdateTarget(Drawn(rows, console.Profile.Height));
                stop.WaitHandle.WaitOne(Beat);
            }
        });
        ended.Cancel();
        following.GetAwaiter().GetResult();
        if (failure is { } refusal)
            throw refusal;
    }

    private void Hear(FedEvent told)
    {
        if (!WatchCommand.IsOf(told, ticket))
            return;
        using var line = JsonDocument.Parse(told.Line);
        latest = $"{Text(line.RootElement, "at")} {Text(line.RootElement, "ticket")} {Text(line.RootElement, "event")}";
        isStale = true;
    }

    private IReadOnlyList<Row> Read(IReadOnlyList<Row> before)
    {
        if (!isStale)
            return before;
        isStale = false;
        try
        {
            var answer = server.Send(HttpMethod.Get, $"api/v1/sla?state=open&limit={MostTickets}");
            using var json = JsonDocument.Parse(answer.Text);
            return
            [
                .. json.RootElement.GetProperty("items").EnumerateArray().Select(Row.Of)
                    .Where(row => ticket is null || row.Id == ticket)
                    .OrderBy(row => row.NextDue ?? DateTimeOffset.MaxValue),
            ];
        }
        catch (RefusedByServer refused) when (refused.ExitCode == ExitCodes.NotReachable)
        {
            isStale = true; // shown as it was until the server is back
            return before;
        }
    }

    private Rows Drawn(IReadOnlyList<Row> rows, int height)
    {
        var now = DateTimeOffset.UtcNow;
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var heading in (string[])["ticket", "", "state", "tier", "with", "response", "resolution", "title"])
            table.AddColumn(heading == "title" ? new TableColumn(heading) : new TableColumn(heading).NoWrap());
        foreach (var row in rows.Take(Math.Max(1, height - 6)))
            table.AddRow(
                new Text(row.Id), new Text(row.Priority), new Text(row.State), new Text(row.Tier), new Text(row.With),
                Counting(row.Response, now), Counting(row.Resolution, now), new Text(row.Title));
        var state = isConnected ? "live" : "the server is away; as it was";
        return new Rows(table, new Text($"{rows.Count} open, {state}. {latest}"));
    }

    private static Text Counting(Clock clock, DateTimeOffset now)
    {
        if (clock.State is "met" or "cancelled" or "paused" || clock.Due is not { } due)
            return new Text(clock.State);
        var left = due - now;
        var words = left < TimeSpan.Zero ? $"-{Spell(left.Negate())}" : Spell(left);
        return new Text(words, new Style(left < TimeSpan.Zero || clock.State == "breached" ? Color.Red
            : left < TimeSpan.FromMinutes(30) ? Color.Yellow
            : Color.Default));
    }

    private static string Spell(TimeSpan left) => left.TotalHours >= 100
        ? string.Create(CultureInfo.InvariantCulture, $"{left.Days} d")
        : string.Create(
            CultureInfo.InvariantCulture, $"{(int)left.TotalHours}:{left.Minutes:D2}:{left.Seconds:D2}");

    private static string Text(JsonElement shown, string name) =>
        shown.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? string.Concat(value.GetString()!.Select(letter => char.IsControl(letter) ? ' ' : letter))
            : "";

    private sealed record Clock(string State, DateTimeOffset? Due)
    {
        public static Clock Of(JsonElement clock) => new(
            Text(clock, "state"),
            Text(clock, "due") is { Length: > 0 } due ? DateTimeOffset.Parse(due, CultureInfo.InvariantCulture) : null);
    }

    private sealed record Row(
        string Id, string Priority, string State, string Tier, string With, string Title, Clock Response,
        Clock Resolution)
    {
        public DateTimeOffset? NextDue => new[] { Response, Resolution }
            .Where(clock => clock.State is "running" or "outOfHours" or "breached")
            .Min(clock => clock.Due);

        public static Row Of(JsonElement item)
        {
            var clocks = item.GetProperty("clocks");
            var with = Text(item, "to") is { Length: > 0 } person ? person : Text(item, "team");
            return new Row(
                Text(item, "id"), Text(item, "priority"), Text(item, "state"), Text(item, "tier"), with,
                Text(item, "title"), Clock.Of(clocks.GetProperty("response")),
                Clock.Of(clocks.GetProperty("resolution")));
        }
    }
}
