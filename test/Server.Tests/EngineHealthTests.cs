using System.Net;
using System.Reflection;
using System.Text.Json;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The health of what runs beside the requests.</summary>
public sealed class EngineHealthTests
{
    [Fact]
    public async Task A_server_that_is_well_names_its_loops_and_when_they_step()
    {
        await using var server = await Start();
        await Begun(server);
        var (status, health) = await Ask(server, "/health/engine");
        Assert.Equal((HttpStatusCode.OK, "ok"), (status, Said(health, "status")));
        Assert.Equal(0, health.GetProperty("reasons").GetArrayLength());
        var loops = health.GetProperty("loops").EnumerateArray().ToList();
        var names = loops.Select(loop => Said(loop, "name")).ToList();
        Assert.Contains("deadlines", names);
        Assert.Contains("keys", names);
        Assert.All(loops, loop =>
        {
            Assert.Equal(0, loop.GetProperty("failuresInARow").GetInt32());
            Assert.False(loop.GetProperty("stalled").GetBoolean());
            Assert.EndsWith("Z", Said(loop, "nextStepAt"));
        });
    }

    [Fact]
    public async Task A_loop_that_has_stalled_turns_it_red_while_requests_are_answered()
    {
        var time = new SkippingTime();
        await using var server = await Start(time: time);
        await Begun(server);
        time.Skip(TimeSpan.FromMinutes(10));
        var (status, health) = await Ask(server, "/health/engine");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "red"), (status, Said(health, "status")));
        Assert.Contains("the loop keys ", $"{health.GetProperty("reasons")}", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Ask(server, "/readyz")).Status);
    }

    [Theory]
    [InlineData(29, HttpStatusCode.OK)]
    [InlineData(300, HttpStatusCode.ServiceUnavailable)]
    public async Task A_message_that_waits_for_more_than_30_s_turns_it_red(int seconds, HttpStatusCode expected)
    {
        var time = new SkippingTime();
        var store = Answering(new MemoryStore(), nameof(IEventStore.OldestUnsent), () =>
            Task.FromResult<Instant?>(
                Instant.FromDateTimeOffset(time.GetUtcNow()) - NodaTime.Duration.FromSeconds(seconds)));
        await using var server = await Start(store, time);
        var (status, health) = await Ask(server, "/health/engine");
        Assert.Equal(expected, status);
        Assert.NotEqual("", Said(health, "oldestUnsentAt"));
    }

    [Theory]
    [InlineData(nameof(IEventStore.IsHeld))] // the way of the writer
    [InlineData(nameof(IEventStore.NextDue))]
    public async Task A_store_that_fails_is_not_ready_and_not_well(string way)
    {
        var broken = false;
        var inner = new MemoryStore();
        var store = Answering(inner, way, () => broken
            ? throw new StoreFailedException("the disk is gone", mayHaveHappened: false)
            : way == nameof(IEventStore.IsHeld) ? inner.IsHeld() : inner.NextDue());
        await using var server = await Start(store);
        Assert.Equal(HttpStatusCode.OK, (await Ask(server, "/readyz")).Status);
        broken = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Ask(server, "/readyz")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(server, "/livez")).Status);
    }

    private static Task<MusterServer> Start(IEventStore? store = null, TimeProvider? time = null)
    {
        var policy = PolicyReader.Read([]);
        return MusterServer.Start(new ServeOptions
        {
            Urls = ["http://127.0.0.1:0"],
            OpenStore = () => store ?? new MemoryStore(),
            Policy = policy.Policy!,
            PolicyText = policy.MergedYaml,
            Time = time ?? new SkippingTime(),
            Output = TextWriter.Null,
        });
    }

    /// <summary>The loops begin beside the start; ends when those that the tests look at have taken a step.</summary>
    private static async Task Begun(MusterServer server)
    {
        string[] awaited = ["deadlines", "keys"];
        while (true)
        {
            var loops = (await Ask(server, "/health/engine")).Body.GetProperty("loops").EnumerateArray()
                .Where(loop => loop.TryGetProperty("lastStepAt", out _)).Select(loop => Said(loop, "name"));
            if (!awaited.Except(loops).Any())
                return;
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> Ask(MusterServer server, string path)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(
            new Uri(new Uri(server.Urls.Single()), path), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    private static string Said(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static IEventStore Answering(IEventStore inner, string method, Func<Task> answer)
    {
        var store = DispatchProxy.Create<IEventStore, OneAnswer>();
        var mine = (OneAnswer)store;
        (mine.Inner, mine.Method, mine.Answer) = (inner, method, answer);
        return store;
    }

    /// <summary>A store of which one method answers otherwise.</summary>
    public class OneAnswer : DispatchProxy
    {
        internal IEventStore Inner { get; set; } = null!;
        internal string Method { get; set; } = "";
        internal Func<Task> Answer { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == Method ? Answer() : targetMethod.Invoke(Inner, args);
    }
}
