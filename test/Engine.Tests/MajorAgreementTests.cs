using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>
/// Majors over a store that fails: what the desk exports, a replay tells again, with majors that run by themselves and,
/// as far as people said it, without.
/// </summary>
public sealed class MajorAgreementTests
{
    private static readonly int Runs = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 2_000 : 60;

    private const string Policy =
        """
        {"people":{"ana":{"mail":"ana@example.org"},"bo":{"mail":"bo@example.org"},"cy":{"mail":"cy@example.org"},
                   "dee":{"mail":"dee@example.org"}},
         "teams":{"app":{"members":["ana","bo","cy"],"escalatesTo":"platform"},"platform":{"members":["dee"]}},
         "services":{"shop":{"owner":"app","critical":true},"wiki":{"owner":"app"}},
         "majors":{"detect":{"cluster":"declare"},"bridge":{"link":"https://meet.example.org/{ticket}"}}}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exported_history_is_told_again_by_a_replay(bool withMajors)
    {
        var only = Environment.GetEnvironmentVariable("MUSTER_SEED");
        var first = int.Parse(only ?? "1");
        var (majors, acts) = (0, 0);
        for (var seed = first; seed < first + (only is null ? Runs : 1); seed++)
        {
            await using var simulation = new DeskSimulation(seed, Policy, faulty: true, withMajors: true);
            await simulation.Run(LogOf(seed), null);
            await DeskAgreementTests.ReplaysTheSame(simulation, seed, simulation.End, withMajors);
            var journal = string.Concat((await simulation.Journals()).Values.SelectMany(lines => lines));
            majors += journal.Contains("\"declared\"", StringComparison.Ordinal) ? 1 : 0;
            acts += journal.Contains("\"status-missed\"", StringComparison.Ordinal) ? 1 : 0;
        }
        Assert.True(only is not null || (majors > Runs / 2 && acts > Runs / 4), $"{majors} majors, {acts} missed");
    }

    private static string LogOf(int seed)
    {
        var random = new Random(seed);
        var log = new StringBuilder();
        var at = DateTimeOffset.Parse("2025-10-20T09:00:00Z");
        var tickets = new List<string>();
        for (var line = 0; line < 60; line++)
        {
            at = at.AddMinutes(Pick(random, 0, 1, 4, 10));
            var opens = tickets.Count == 0 || random.Next(8) == 0;
            if (opens)
                tickets.Add($"T{tickets.Count + 1}");
            var said = opens ? Opening(random) : Command(random, at);
            said["at"] = at.ToString("yyyy-MM-ddTHH:mm:ssZ");
            said["ticket"] = opens ? tickets[^1] : tickets[random.Next(tickets.Count)];
            log.Append(said.ToJsonString()).Append('\n');
        }
        return log.ToString();
    }

    private static JsonObject Opening(Random random) => new()
    {
        ["do"] = "open",
        ["priority"] = Pick(random, ["P1", "P2", "P3"]),
        ["title"] = Pick(random, ["slow", "data loss", "no data loss", "printer"]),
        ["service"] = Pick(random, ["shop", "wiki"]),
        ["source"] = Pick(random, ["mail", "alertmanager"]),
        ["affectedUsers"] = random.Next(200),
    };

    private static JsonObject Command(Random random, DateTimeOffset at)
    {
        var (later, earlier) = (at.AddMinutes(7), at.AddMinutes(-3));
        var by = Pick(random, ["ana", "bo", "cy", "dee"]);
        var role = Pick(random, ["commander", "technical-lead", "communications-lead", "scribe", "responder"]);
        var text = Pick(random,
        [
            """{"do":"declare"}""", """{"do":"declare","text":"It fires again."}""",
            """{"do":"declare","severity":"SEV-2"}""", """{"do":"accept"}""",
            """{"do":"reject","reason":"test"}""", """{"do":"severity","severity":"SEV-1"}""",
            """{"do":"severity","severity":"SEV-3","reason":"few"}""",
            $$"""{"do":"role","role":"{{role}}","to":"{{by}}"}""",
            $$"""{"do":"accept-role","role":"{{role}}"}""", $$"""{"do":"handover","role":"{{role}}","to":"dee"}""",
            """{"do":"post"}""", """{"do":"post","text":"We know the cause.","phase":"identified"}""",
            """{"do":"decide","text":"go on","box":"go-on"}""", """{"do":"decide","text":"all","box":"widen"}""",
            """{"do":"decide","text":"worse","box":"raise"}""",
            $$"""{"do":"decide","text":"restart","options":["a","b"],"until":"{{later:yyyy-MM-ddTHH:mm:ssZ}}"}""",
            $$"""{"do":"note","text":"seen","happenedAt":"{{earlier:yyyy-MM-ddTHH:mm:ssZ}}"}""",
            """{"do":"task","text":"look"}""", """{"do":"task","task":0,"state":"done"}""",
            """{"do":"task","task":1,"state":"done"}""", """{"do":"milestone","milestone":"mitigated","reason":"r"}""",
            """{"do":"restore","confirmedBy":"probe"}""", """{"do":"stand-down"}""",
            """{"do":"resolve","code":"fixed"}""",
            """{"do":"reopen"}""", """{"do":"hold","reason":"vendor"}""", """{"do":"resume"}""",
            """{"do":"why","text":"because"}""", """{"do":"lesson","kind":"well","text":"quick"}""",
            $$"""{"do":"action","text":"fix","to":"ana","until":"{{later:yyyy-MM-ddTHH:mm:ssZ}}"}""",
            """{"do":"action","action":1,"state":"done","verification":"seen"}""", """{"do":"start"}""",
            """{"do":"prioritise","priority":"P1"}""", """{"do":"impact","affectedUsers":150}""",
        ]);
        var said = JsonNode.Parse(text)!.AsObject();
        said["by"] = by;
        return said;
    }

    private static T Pick<T>(Random random, params ReadOnlySpan<T> items) => items[random.Next(items.Length)];
}
