using System.Diagnostics;
using System.Globalization;
using Muster.Storage.Sqlite;
using Muster.Storage.Tests.Suites;
using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Sqlite;

/// <summary>A real process is killed under load, again and again on one store.</summary>
public sealed class KillTests : IDisposable
{
    private readonly SqliteRoom room = new();

    private static int Cycles => Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 200 : 10;

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_stored_whole_and_once()
    {
        var acknowledged = new List<Acknowledged>();
        var random = new Random(3);
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            await KillAfter(random.Next(1, 1_500), cycle, acknowledged);
            await using var store = SqliteStore.Open(room.Path);
            var report = await store.Verify(null);
            Assert.Equal([], report.Faults);
            Assert.Equal(report.Events, report.AuditRecords);
            await AllThere(store, acknowledged, report.Events);
        }
    }

    private async Task KillAfter(int lines, int cycle, List<Acknowledged> into)
    {
        var program = typeof(KillTests).Assembly.Location.Replace("Storage.Tests", "CrashWriter");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, room.Path, $"{cycle}"])
        {
            RedirectStandardOutput = true,
        })!;
        var (output, cancelled) = (process.StandardOutput, TestContext.Current.CancellationToken);
        Assert.Equal("ready", await output.ReadLineAsync(cancelled));
        for (var line = 0; await output.ReadLineAsync(cancelled) is { } text;)
        {
            if (++line == lines)
                process.Kill();
            if (text.Split(' ') is [var name, var version, var key])
                into.Add(new Acknowledged(
                    StreamId.Ticket(name), long.Parse(version, CultureInfo.InvariantCulture), key));
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    // Each event brought one deadline, one message and one answer with it: half a batch would show.
    private static async Task AllThere(SqliteStore store, List<Acknowledged> acknowledged, long events)
    {
        var stored = new HashSet<string>();
        for (var last = 0L; await store.ReadAll(last, 1_000) is { Count: > 0 } facts; last = facts[^1].Position)
        {
            foreach (var fact in facts)
                Assert.True(stored.Add(fact.Key!), $"{fact.Key} is stored twice");
        }
        var messages = new HashSet<string>();
        for (var last = 0L; await store.ReadMessages(null, last, 1_000) is { Count: > 0 } found; last = found[^1].Id)
            messages.UnionWith(found.Select(message => message.Message.Key));
        Assert.Equal(events, stored.Count);
        Assert.Equal(stored, messages);
        Assert.DoesNotContain(acknowledged, line => !stored.Contains(line.Key));
        foreach (var stream in acknowledged.GroupBy(line => line.Stream).TakeLast(16))
        {
            var head = (await store.ReadHead(stream.Key))!;
            Assert.True(head.Version >= stream.Max(line => line.Version));
            Assert.Equal(Instant.FromUnixTimeSeconds(head.Version - 1), head.Deadline!.Value.DueAt);
            Assert.NotNull(await store.FindCommand($"{stream.Key.Id}/{head.Version}", Instant.FromUnixTimeSeconds(0)));
        }
    }

    private sealed record Acknowledged(StreamId Stream, long Version, string Key);
}
