using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Core.Tests.SecondInterpreter;
using Muster.Engine.Export;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Storage;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>
/// What the running desk wrote is what the second interpreter says of the same commands, whatever fails on the way and
/// however late time is noticed: nothing acknowledged is lost or doubled, nothing due is missed, early or told twice.
/// </summary>
public sealed class DeskAgreementTests
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly int Runs = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 3_000 : 150;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task The_desk_tells_the_story_of_the_model(bool crowded, bool faulty)
    {
        var only = Environment.GetEnvironmentVariable("MUSTER_SEED");
        var first = int.Parse(only ?? "1");
        for (var seed = first; seed < first + (only is null ? Runs : 1); seed++)
        {
            var (log, policy, until) = crowded
                ? (CrowdedLogs.Make(seed).Item1, CrowdedLogs.Make(seed).Item2, null)
                : RandomLogs.Of(seed);
            await Check(seed, log, policy, until, faulty);
        }
    }

    [Fact]
    public async Task So_it_does_over_a_real_store_whose_commits_fail()
    {
        for (var seed = 1; seed <= Runs / 10; seed++)
        {
            var (log, policy, until) = RandomLogs.Of(seed);
            await Check(seed, log, policy, until, faulty: true, onDisk: true);
        }
    }

    [Theory]
    [InlineData(SeededBug.AcknowledgesBeforeSync)]
    [InlineData(SeededBug.RetriesWithoutKey)]
    [InlineData(SeededBug.ChecksNoEpoch)]
    [InlineData(SeededBug.WakesEarly)]
    public async Task The_comparison_finds_a_seeded_bug(SeededBug bug)
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            if (await Fails(seed, bug))
                return;
        }
        Assert.Fail($"{bug} went unnoticed in 50 runs");
    }

    private static async Task<bool> Fails(int seed, SeededBug bug)
    {
        var (log, policy) = CrowdedLogs.Make(seed);
        try
        {
            await Check(seed, log, policy, null, faulty: true, bug);
            return false;
        }
        catch (Exception found) when (found is not StoreFailedException)
        {
            return true;
        }
    }

    private static async Task Check(
        int seed, string log, string policy, string? until, bool faulty, SeededBug bug = SeededBug.None,
        bool onDisk = false)
    {
        await using var simulation = new DeskSimulation(seed, policy, faulty, bug, onDisk);
        await simulation.Run(log, until is not null && Rfc3339.TryParse(until, out var end) ? end : null);
        Assert.Equal(0, simulation.TakenFromStaleWriters);
        Compare(seed, Model(log, policy, until), await simulation.Journals());
        var report = await simulation.Store.Verify(await simulation.Fold());
        Assert.True(report.IsSound, $"seed {seed}: {string.Join('\n', report.Faults)}");
        await EachOnce(simulation, seed);
        await ReplaysTheSame(simulation, seed, simulation.End);
    }

    /// <summary>The exported log, replayed, gives the exported journal, byte for byte.</summary>
    internal static async Task ReplaysTheSame(
        DeskSimulation simulation, int seed, Instant until, bool withMajors = true)
    {
        var history = await StoreHistory.Read(simulation.Store);
        if (!withMajors)
            history = [.. PlainHistory.Of(history)];
        using var log = new MemoryStream();
        CommandLog.Write(log, history);
        log.Position = 0;
        var (replayed, exported, refused) = (new MemoryStream(), new MemoryStream(), new List<string>());
        using (var writer = new JournalWriter(replayed))
        {
            new LogReplay(simulation.Policy, withMajors, (at, ticket, fact) => writer.Write(at, ticket.Id, fact))
            {
                Until = until,
                OnRefusal = (line, refusal) => refused.Add($"line {line}: {refusal.Text}"),
            }.Run(log);
        }
        using (var writer = new JournalWriter(exported))
        {
            foreach (var told in history)
                writer.Write(told.At, told.Ticket, told.Fact);
        }
        Assert.True(refused.Count == 0, $"seed {seed}: {string.Join('\n', refused)}\n{Text(log)}");
        var (wanted, got) = (Text(replayed).Split('\n'), Text(exported).Split('\n'));
        for (var index = 0; index < Math.Max(wanted.Length, got.Length); index++)
        {
            var (left, right) = (wanted.ElementAtOrDefault(index), got.ElementAtOrDefault(index));
            Assert.True(left == right, $"seed {seed}, line {index + 1}\nreplay {left}\nexport {right}");
        }
    }

    private static string Text(MemoryStream bytes) => System.Text.Encoding.UTF8.GetString(bytes.ToArray());

    // I1, I3: what was acknowledged is in the audit once, whatever was said again
    private static async Task EachOnce(DeskSimulation simulation, int seed)
    {
        var accepted = (await simulation.Store.ReadAudit(0, 100_000)).Count(line => line.Accepted);
        var acknowledged = simulation.Acknowledged.Count;
        var holds = simulation.SaysKeysAgain ? accepted >= acknowledged : accepted == acknowledged;
        Assert.True(holds, $"seed {seed}: {accepted} accepted in the audit, {acknowledged} acknowledged");
    }

    private static SortedDictionary<string, List<string>> Model(string log, string policy, string? until)
    {
        var journals = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var journal = Interpreter.Run(log, policy, until).Journal;
        foreach (var line in journal.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var ticket = JsonNode.Parse(line)!["ticket"]!.GetValue<string>();
            if (!journals.TryGetValue(ticket, out var lines))
                journals[ticket] = lines = [];
            lines.Add(line);
        }
        return journals;
    }

    private static void Compare(
        int seed, SortedDictionary<string, List<string>> model, SortedDictionary<string, List<string>> desk)
    {
        foreach (var ticket in model.Keys.Union(desk.Keys))
        {
            var (expected, actual) = (model.GetValueOrDefault(ticket) ?? [], desk.GetValueOrDefault(ticket) ?? []);
            for (var index = 0; index < Math.Max(expected.Count, actual.Count); index++)
            {
                var (wanted, got) = (expected.ElementAtOrDefault(index), actual.ElementAtOrDefault(index));
                Assert.True(
                    wanted == WithoutFreeWording(got), $"seed {seed}, {ticket}, {index}\nmodel {wanted}\ndesk  {got}");
            }
        }
    }

    private static string? WithoutFreeWording(string? text)
    {
        if (text is null)
            return null;
        var line = JsonNode.Parse(text)!.AsObject();
        var isFree = line["auto"] is not null
            && line["event"]!.GetValue<string>() is "warned" or "escalated" or "escalation-withheld" or "paged";
        return isFree && line.Remove("reason") ? line.ToJsonString(Plain) : text;
    }
}
