using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster oncall …</c>: who answers when, on a running server.</summary>
internal static class OnCallCommand
{
    private const string Path = "api/v1/oncall";

    public static Command Build() => new("oncall", "Who is on call, whose shifts come, who stands in for whom.")
    {
        Who(), Schedule(), Override(), Swap(), Readiness(),
    };

    private static Command Who()
    {
        var at = new Option<string?>("--at") { Description = "Any instant, past or future; now if absent." };
        var schedule = new Option<string?>("--schedule") { Description = "One schedule alone; all if absent." };
        var output = Shown.Option();
        var command = new Command("who", "Who is on call at a moment.") { at, schedule, output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var query = Query.Of(("at", parsed.GetValue(at)), ("schedule", parsed.GetValue(schedule)));
            return Shown.Print(server.Send(HttpMethod.Get, Path + query), parsed.GetValue(output));
        });
        return command;
    }

    private static Command Schedule()
    {
        var name = Name();
        var from = new Option<string?>("--from") { Description = "From this instant; now if absent." };
        var to = new Option<string?>("--to") { Description = "To this instant, not itself; 14 days if absent." };
        var output = Shown.Option();
        var command = new Command("schedule", "The shifts of a schedule.") { name, from, to, output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var query = Query.Of(("from", parsed.GetValue(from)), ("to", parsed.GetValue(to)));
            return Shown.Print(
                server.Send(HttpMethod.Get, $"{Of(parsed.GetRequiredValue(name))}/shifts{query}"),
                parsed.GetValue(output), PrintShifts);
        });
        return command;
    }

    private static Command Override()
    {
        var name = Name();
        var (person, from, to) = (Needed("--person"), Needed("--from"), Needed("--to"));
        var key = new Option<string?>("--key") { Description = "The same key again gives the first answer again." };
        var output = Shown.Option();
        var command = new Command("override", "Put one person on call over all layers, in [from, to).")
        {
            name, person, from, to, key, output,
        };
        command.SetAction(parsed => Post(
            parsed.GetRequiredValue(name), parsed.GetValue(key), parsed.GetValue(output),
            One(parsed.GetRequiredValue(person), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to))));
        return command;
    }

    // A swap is two overrides, put in force together.
    private static Command Swap()
    {
        var name = Name();
        var (person, from, to) = (Needed("--person"), Needed("--from"), Needed("--to"));
        var (with, withFrom, withTo) = (Needed("--with"), Needed("--with-from"), Needed("--with-to"));
        var key = new Option<string?>("--key") { Description = "The same key again gives the first answer again." };
        var output = Shown.Option();
        var command = new Command("swap", "The shift of --person goes to --with, and that of --with to --person.")
        {
            name, person, from, to, with, withFrom, withTo, key, output,
        };
        command.SetAction(parsed => Post(
            parsed.GetRequiredValue(name), parsed.GetValue(key), parsed.GetValue(output), new JsonObject
            {
                ["overrides"] = new JsonArray(
                    One(parsed.GetRequiredValue(with), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to)),
                    One(parsed.GetRequiredValue(person), parsed.GetRequiredValue(withFrom),
                        parsed.GetRequiredValue(withTo))),
            }));
        return command;
    }

    private static Command Readiness()
    {
        var output = Shown.Option();
        var command = new Command(
            "readiness", "Who cannot be told anything, and which shift of the next 30 days has a hole; 1 where any.")
        {
            output,
        };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var answer = server.Send(HttpMethod.Get, $"{Path}/readiness");
            Shown.Print(answer, parsed.GetValue(output), PrintReadiness);
            using var json = JsonDocument.Parse(answer.Text);
            return json.RootElement.GetProperty("ready").GetBoolean() ? ExitCodes.Done : ExitCodes.No;
        });
        return command;
    }

    private static int Post(string schedule, string? key, string? output, JsonObject body)
    {
        using var server = new ServerConnection();
        return Shown.Print(
            server.Send(
                HttpMethod.Post, $"{Of(schedule)}/overrides", body.ToJsonString(), ("Idempotency-Key", key)),
            output);
    }

    private static JsonObject One(string person, string from, string to) =>
        new() { ["from"] = from, ["to"] = to, ["person"] = person };

    private static void PrintShifts(JsonElement answer) => Section.Print(
    [
        new Section(answer.GetProperty("schedule").GetString()!,
        [
            .. answer.GetProperty("shifts").EnumerateArray().Select(shift => new[]
            {
                shift.GetProperty("from").GetString()!, shift.GetProperty("to").GetString()!,
                shift.GetProperty("person").GetString()!,
            }),
        ]),
    ]);

    private static void PrintReadiness(JsonElement answer)
    {
        var rows = new List<string[]>();
        foreach (var person in answer.GetProperty("withoutContact").EnumerateArray())
            rows.Add([person.GetString()!, "has no mail, slack, phone or webhook: nobody could tell them anything"]);
        foreach (var schedule in answer.GetProperty("schedules").EnumerateArray())
        {
            var name = schedule.GetProperty("schedule").GetString()!;
            foreach (var gap in schedule.GetProperty("gaps").EnumerateArray())
                rows.Add([name, $"nobody from {gap.GetProperty("from")} to {gap.GetProperty("to")}"]);
            foreach (var missing in schedule.GetProperty("unreachable").EnumerateArray())
            {
                var (person, from) = (missing.GetProperty("person"), missing.GetProperty("from"));
                rows.Add([name, $"{person} cannot be reached from {from}"]);
            }
        }
        Section.Print([new Section(rows.Count == 0 ? "ready" : $"{rows.Count} to mend", rows)]);
    }

    private static Argument<string> Name() => new("SCHEDULE") { Description = "Its name in the policy." };

    private static Option<string> Needed(string name) => new(name)
    {
        Description = name.EndsWith("from", StringComparison.Ordinal) || name.EndsWith("to", StringComparison.Ordinal)
            ? "An instant, or a local time of the schedule's zone."
            : "A person, as the policy names them.",
        Required = true,
    };

    private static string Of(string schedule) => $"{Path}/{Uri.EscapeDataString(schedule)}";
}
