using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Muster.Engine;
using Muster.Storage;
using NodaTime;

namespace Muster.Bench;

/// <summary>
/// One update of a major incident to 10,000 subscribers of the status page, each with a webhook of their own: how long
/// until the last has it, and how soon a fresh P1 is paged meanwhile.
/// </summary>
internal static class SubscriberBench
{
    private const int Port = 19_570;
    private const int Subscribers = 10_000;
    private const int AtOnce = 500;
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly StreamId Stream = new("access/subscriptions");

    public static async Task Run(string root, int size)
    {
        var folder = DeadlineBench.Copy(await FilledStore.Of(root, size), root);
        await Subscribe(folder);
        using var receiver = new Receiver();
        using (var server = Child.Muster(folder, Port, core: null, config: Configuration(root)))
        {
            using var wire = new Wire(Port, 1);
            var major = Opened(wire, server, "The shop is down");
            Say(wire, server, major, "declare", """{"severity":"SEV-2"}""");
            receiver.WaitFor(Subscribers); // that it began is told, too
            receiver.Forget("is being restarted");
            var began = Stopwatch.GetTimestamp();
            Say(wire, server, major, "post", """{"text":"The database is being restarted","phase":"identified"}""");
            var pages = new List<double>();
            while (!receiver.Has(Subscribers))
            {
                var title = $"Till {pages.Count} is down";
                receiver.Expect(title);
                var opening = Stopwatch.GetTimestamp();
                Opened(wire, server, title);
                pages.Add(receiver.PagedAfter(opening));
            }
            var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
            pages.Sort();
            Console.WriteLine($"subscribers over {size}: {receiver.Told} told of an update in {took:0.0} s, "
                + $"{receiver.Told / took:0} a second; meanwhile {pages.Count} P1s, paged after "
                + $"p50 {pages[pages.Count / 2]:0} ms, max {pages[^1]:0} ms; at most {server.Peak:0} MiB");
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>As the server writes them when somebody asks and confirms.</summary>
    private static async Task Subscribe(string folder)
    {
        await using var filled = await FilledStore.Open(folder);
        var epoch = new WriterEpoch(filled.Store, "bench");
        foreach (var some in Enumerable.Range(0, Subscribers).Chunk(AtOnce))
        {
            var at = filled.Now;
            var result = await epoch.Append(current => new Batch
            {
                Epoch = current,
                RecordedAt = at,
                Streams =
                [
                    new StreamAppend(Stream, 2 * some[0], [.. some.SelectMany(number => Facts(number, at))]),
                ],
            });
            if (result is not AppendResult.Appended)
                throw new InvalidOperationException($"{result}");
        }
    }

    private static IEnumerable<NewEvent> Facts(int number, Instant at)
    {
        var id = $"{number:x24}";
        yield return Fact("status.subscription-asked.v1", new { id, kind = "webhook" }, at) with
        {
            PersonalText = JsonSerializer.SerializeToUtf8Bytes(
                new { address = $"http://127.0.0.1:{Port + 1}/s/{number}", secret = Secret }),
        };
        yield return Fact("status.subscription-confirmed.v1", new { id }, at);
    }

    private static NewEvent Fact(string type, object body, Instant at) => new()
    {
        Type = type,
        HappenedAt = at,
        Policy = "bench",
        Body = JsonSerializer.SerializeToUtf8Bytes(body),
    };

    private static string Configuration(string root)
    {
        File.WriteAllText(Path.Combine(root, "secret"), Secret);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(root, "secret"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var file = Path.Combine(root, "subscribers.yaml");
        File.WriteAllText(file, $$"""
            people:
              ana: {webhook: "http://127.0.0.1:{{Port + 1}}/ana"}
            channels:
              webhook: {secretFile: secret, trustedHosts: [127.0.0.1]}
            status: {subscriptions: true}
            """);
        return file;
    }

    private static string Opened(Wire wire, Child server, string title)
    {
        var id = "";
        var body = $$"""{"title":"{{title}}","priority":"P1"}""";
        wire.Each(1, _ => Requests.Post("/api/v1/tickets", body, server.Token), (_, _, _, answer) =>
        {
            using var told = JsonDocument.Parse(answer.ToArray());
            id = told.RootElement.GetProperty("id").GetString()!;
        });
        return id;
    }

    private static void Say(Wire wire, Child server, string ticket, string verb, string body)
    {
        var failed = wire.Each(1, _ => Requests.Post($"/api/v1/tickets/{ticket}/{verb}", body, server.Token)).Failed;
        if (failed > 0)
            throw new InvalidOperationException($"{verb} was refused");
    }

    /// <summary>Takes what people and subscribers are told.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly HashSet<string> told = [];
        private readonly object gate = new();
        private string expected = "";
        private string words = "";
        private long pagedAt;

        public Receiver()
        {
            listener.Prefixes.Add($"http://127.0.0.1:{Port + 1}/");
            listener.Start();
            for (var taker = 0; taker < 8; taker++)
                _ = Take();
        }

        public int Told
        {
            get
            {
                lock (gate)
                    return told.Count;
            }
        }

        public bool Has(int count) => Told >= count;

        public void WaitFor(int count)
        {
            lock (gate)
            {
                while (told.Count < count)
                {
                    if (!Monitor.Wait(gate, TimeSpan.FromMinutes(5)))
                        throw new InvalidOperationException($"{told.Count} of {count} were told");
                }
            }
        }

        /// <param name="words">From now on only what has these words counts as told.</param>
        public void Forget(string words)
        {
            lock (gate)
            {
                told.Clear();
                this.words = words;
            }
        }

        /// <param name="title">Of the ticket that somebody is paged for next.</param>
        public void Expect(string title)
        {
            lock (gate)
                (expected, pagedAt) = (title, 0);
        }

        /// <summary>In milliseconds.</summary>
        public double PagedAfter(long opening)
        {
            lock (gate)
            {
                while (pagedAt == 0)
                {
                    if (!Monitor.Wait(gate, TimeSpan.FromMinutes(1)))
                        throw new InvalidOperationException($"nobody was paged for {expected}");
                }
                return Stopwatch.GetElapsedTime(opening, pagedAt).TotalMilliseconds;
            }
        }

        public void Dispose() => listener.Close();

        private async Task Take()
        {
            try
            {
                while (true)
                {
                    var call = await listener.GetContextAsync();
                    using var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8);
                    Note(call.Request.Url!.AbsolutePath, await reader.ReadToEndAsync());
                    call.Response.StatusCode = 204;
                    call.Response.Close();
                }
            }
            catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
            {
                // the measurement is over
            }
        }

        private void Note(string path, string body)
        {
            lock (gate)
            {
                if (path.StartsWith("/s/", StringComparison.Ordinal))
                {
                    if (body.Contains(words, StringComparison.Ordinal))
                        told.Add(path);
                }
                else if (expected.Length > 0 && body.Contains(expected, StringComparison.Ordinal))
                    pagedAt = Stopwatch.GetTimestamp();
                Monitor.PulseAll(gate);
            }
        }
    }
}
