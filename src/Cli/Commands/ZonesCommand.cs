using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Cli.Client;
using Muster.Files;

namespace Muster.Cli.Commands;

/// <summary><c>muster zones show|foresee</c>: the zone data that a running server counts by.</summary>
internal static class ZonesCommand
{
    private const string Path = "api/v1/zones";

    public static Command Build() => new("zones", "The zone data of a running server, and what it moved or would move.")
    {
        Show(), Foresee(),
    };

    private static Command Show()
    {
        var version = new Option<string?>("--version")
        {
            Description = "Zone data that was in use once; the present if absent.",
        };
        var output = Shown.Option();
        var command = new Command("show", "By which zone data clocks are counted, and what it moved when it came.")
        {
            version, output,
        };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var query = Query.Of(("version", parsed.GetValue(version)));
            return Shown.Print(server.Send(HttpMethod.Get, Path + query), parsed.GetValue(output), Draw);
        });
        return command;
    }

    private static Command Foresee()
    {
        var file = new Argument<string>("FILE") { Description = "Zone data, a tzdb*.nzd." };
        var output = Shown.Option();
        var command = new Command("foresee", "List which tickets and shifts zone data would move; change nothing.")
        {
            file, output,
        };
        command.SetAction(parsed =>
        {
            var bytes = Read(parsed.GetRequiredValue(file));
            var body = new JsonObject { ["data"] = Convert.ToBase64String(bytes) };
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Post, $"{Path}/foresee", body.ToJsonString()), parsed.GetValue(output), Draw);
        });
        return command;
    }

    /// <summary>Held against what a server takes before it is sent.</summary>
    private static byte[] Read(string file)
    {
        try
        {
            return ZoneFile.Read(file).Bytes.ToArray();
        }
        catch (ZoneFileException fault)
        {
            throw new UsageFault(fault.Message);
        }
    }

    private static void Draw(JsonElement shown)
    {
        var moved = shown.GetProperty("moved");
        var since = shown.TryGetProperty("at", out var at) ? $", in use since {at}" : ", only looked at";
        Section.Print(
        [
            new Section($"{shown.GetProperty("name")}{since}, after {moved.GetProperty("from")}",
            [
                .. moved.GetProperty("zones").EnumerateArray()
                    .Select(zone => new[] { Text(zone, "id"), $"other times from {Text(zone, "since")} on" }),
            ]),
            new Section($"{moved.GetProperty("tickets")} tickets", [.. Rows(moved.GetProperty("items"))]),
            new Section($"{moved.GetProperty("shifts")} shifts of 90 days",
            [
                .. moved.GetProperty("oncall").EnumerateArray().Select(shift => new[]
                {
                    Text(shift, "schedule"), Text(shift, "person"),
                    $"{Text(shift, "from")} – {Text(shift, "to")}",
                    $"now {Text(shift, "newFrom")} – {Text(shift, "newTo")}",
                }),
            ]),
        ]);
    }

    private static IEnumerable<string[]> Rows(JsonElement tickets)
    {
        foreach (var ticket in tickets.EnumerateArray())
        {
            var clocks = ticket.GetProperty("clocks").EnumerateObject().ToList();
            foreach (var clock in clocks)
                yield return
                [
                    Text(ticket, "id"), $"{clock.Name} due", Text(clock.Value, "due"),
                    $"now {Text(clock.Value, "newDue")}"
                    + (clock.Value.TryGetProperty("breached", out _) ? ", breached by that" : ""),
                ];
            if (clocks.Count == 0)
                yield return [Text(ticket, "id"), "wakes", Text(ticket, "next"), $"now {Text(ticket, "newNext")}"];
        }
    }

    private static string Text(JsonElement shown, string name) =>
        shown.TryGetProperty(name, out var value) ? $"{value}" : "never";
}
