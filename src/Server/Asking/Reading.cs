using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Asking;
using Muster.Files;
using Muster.Files.Reports;
using Muster.Core.Escalation;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Asking;

/// <summary>What is only looked at: the data as the routes give it, and a few lines for a person.</summary>
/// <param name="tickets">Those that the text names by their ids.</param>
internal sealed class Reading(House house, Token caller, Understanding read, ImmutableArray<TicketAt> tickets)
{
    /// <summary>Of more, the words tell how many there are and the data has all of them.</summary>
    private const int MostLines = 20;

    private const int MostRows = 500;
    private const int MostClocks = 100;

    private Slots Slots => read.Slots;

    private ImmutableArray<TicketId> Ids => [.. tickets.Select(ticket => ticket.State.Id)];

    public Task<AskAnswer> Answer() => read.Intent!.Name switch
    {
        "list" => List(),
        "show" => Show(),
        "sla-status" => Standing(),
        "timeline" => StoryReading.Timeline(house, read, Ids),
        "explain" => StoryReading.Explain(house, read, Ids),
        "oncall-who" => Task.FromResult(DutyReading.Answer(house, read)),
        "metrics" => Figures(),
        "report" => ReportReading.Answer(house, read, tickets),
        "help" => Task.FromResult(Help()),
        _ => throw new System.Diagnostics.UnreachableException(read.Intent.Name),
    };

    private async Task<AskAnswer> List()
    {
        var most = int.TryParse(Slots.Text("limit"), out var limit) ? Math.Clamp(limit, 1, MostRows) : MostRows;
        var rows = await Filtered.Rows(house, caller, Slots, most).ConfigureAwait(false);
        var now = house.Now;
        return Told(Count(rows.Count, rows.Count == MostRows), rows.Select(row => Line(row)), json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var row in rows)
                TicketJson.WriteRow(json, row, now);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static string Count(int count, bool orMore) => count switch
    {
        0 => "No ticket is like that.",
        1 => "One ticket:",
        _ => $"{(orMore ? "At least " : "")}{count} tickets:",
    };

    private static string Line(TicketRow row) => string.Join(' ', new[]
    {
        row.Stream.Id, $"{row.Priority}", $"{row.State}", row.Team, row.Person, row.Title,
    }.Where(part => !string.IsNullOrEmpty(part)));

    private async Task<AskAnswer> Show()
    {
        var now = house.Now;
        var shown = await Stated(tickets).ConfigureAwait(false);
        return Told(null, tickets.Select(found => found.State).Select(ticket =>
                $"{ticket.Id.Value} {ticket.Title}: {ticket.Priority} {ticket.Status}, {ticket.Tier.Name()}"
                + $"{With(", team ", ticket.Team)}{With(", with ", ticket.Person)}. {Clocks(ticket, now)}"),
            json => WriteTickets(json, shown, now));
    }

    private async Task<List<(TicketState Ticket, StatedTimes? Stated)>> Stated(IEnumerable<TicketAt> found)
    {
        var all = new List<(TicketState, StatedTimes?)>();
        foreach (var ticket in found)
            all.Add((ticket.State, await house.Desk.StatedTimesOf(ticket).ConfigureAwait(false)));
        return all;
    }

    private static string With(string before, string? value) => value is null ? "" : before + value;

    private static void WriteTickets(
        Utf8JsonWriter json, IEnumerable<(TicketState Ticket, StatedTimes? Stated)> shown, Instant now)
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var (ticket, stated) in shown)
        {
            json.WriteStartObject();
            json.WriteString("id", ticket.Id.Value);
            json.WriteSome("title", ticket.Title);
            json.WriteString("state", $"{ticket.Status}");
            json.WriteString("priority", $"{ticket.Priority}");
            json.WriteString("tier", ticket.Tier.Name());
            json.WriteSome("team", ticket.Team);
            json.WriteSome("to", ticket.Person);
            json.WriteSome("service", ticket.Service);
            json.WriteSome("openedAt", ticket.OpenedAt);
            json.WriteSome("lastActivityAt", ticket.LastActivityAt);
            TicketJson.WriteClocks(json, ticket, now, stated);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private async Task<AskAnswer> Standing()
    {
        var found = tickets.AsEnumerable().ToList();
        var orMore = false;
        if (found.Count == 0)
        {
            var slots = Slots.Has("state") ? Slots : Slots.With("state", "open");
            var rows = await Filtered.Rows(house, caller, slots, MostClocks).ConfigureAwait(false);
            orMore = rows.Count == MostClocks;
            foreach (var row in rows)
            {
                if (await house.Desk.Find(row.Stream.Id).ConfigureAwait(false) is { } ticket)
                    found.Add(ticket);
            }
        }
        var now = house.Now;
        var pressing = await Stated(found.OrderBy(ticket => Left(ticket.State, now))).ConfigureAwait(false);
        return Told(Count(pressing.Count, orMore), pressing.Select(one => one.Ticket).Select(ticket =>
                $"{ticket.Id.Value} {ticket.Priority} {ticket.Status}: {Clocks(ticket, now)}"),
            json => WriteTickets(json, pressing, now));
    }

    private static Duration Left(TicketState ticket, Instant now) => ticket.Clocks
        .Select(name => ticket.Clock(name)!)
        .Where(clock => !clock.HasEnded).Select(clock => clock.Target - clock.Elapsed(now))
        .DefaultIfEmpty(Duration.MaxValue).Min();

    public static string Clocks(TicketState ticket, Instant now) =>
        string.Join(", ", ticket.Clocks.Select(name => Clock($"{name}", ticket.Clock(name)!, now))) + ".";

    private static string Clock(string name, SlaClock counted, Instant now)
    {
        var clock = ClockReading.Of(counted, now);
        var left = counted.Target - clock.Elapsed;
        return clock.State switch
        {
            ClockState.Met => $"{name} met",
            ClockState.Cancelled => $"{name} cancelled",
            ClockState.Breached => $"{name} breached",
            ClockState.Paused => $"{name} paused with {DurationWords.Spell(left)} left",
            _ => $"{name} has {DurationWords.Spell(left)} left",
        };
    }

    /// <summary>What the lists know of it, and the figures of the period.</summary>
    private async Task<AskAnswer> Figures()
    {
        var rows = await Filtered.Rows(house, caller, Only("team", "service", "priority"), int.MaxValue)
            .ConfigureAwait(false);
        var (now, open) = (house.Now, rows.Where(row => row.IsOpen).ToList());
        (string Name, int Count)[] figures =
        [
            ("tickets", rows.Count), ("open", open.Count),
            .. Enum.GetValues<Priority>()
                .Select(priority => ($"open {priority}", open.Count(row => row.Priority == priority))),
            ("at risk", open.Count(row => row.AtRiskFrom <= now)),
            ("response breached", rows.Count(row => row.ResponseBreached)),
            ("resolution breached", rows.Count(row => row.ResolutionBreached)),
            ("majors", rows.Count(row => row.IsMajor)),
        ];
        var report = await FigureReading.Take(house, caller, Slots).ConfigureAwait(false);
        return Told(
            "As it stands now:",
            [
                string.Join(", ", figures.Select(figure => $"{figure.Name} {figure.Count}")) + ".",
                .. report is null ? [] : FigureReading.Lines(report),
            ],
            json =>
            {
                json.WriteStartObject();
                json.WriteSome("at", now);
                foreach (var (name, count) in figures)
                    json.WriteNumber(name, count);
                if (report is not null)
                {
                    json.WritePropertyName("period");
                    json.WriteRawValue(MetricFormats.Write(report, MetricFormat.Json).Span);
                }
                json.WriteEndObject();
            });
    }

    private Slots Only(params string[] names) => new([.. Slots.All.Where(slot => names.Contains(slot.Name))]);

    private AskAnswer Help()
    {
        var about = Slots.Text("about") is { } name ? Intents.Named(name) : null;
        IEnumerable<IntentShape> shown = about is null ? Intents.All : [about];
        return Told(
            about is null ? "I understand these, in English, German and Spanish:" : $"{about.Name}, for example:",
            shown.Select(intent => $"{intent.Name}: {intent.Example}"),
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("items");
                foreach (var intent in shown)
                {
                    json.WriteStartObject();
                    json.WriteString("intent", intent.Name);
                    json.WriteString("example", intent.Example);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }, Intents.All.Length);
    }

    private AskAnswer Told(
        string? head, IEnumerable<string> lines, Action<Utf8JsonWriter> data, int most = MostLines) =>
        StoryReading.Told(read, head, lines, data, most);
}
