using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Muster.Bench;

/// <summary>
/// What the service is held against: a bare Kestrel that reads the same JSON. <c>/durable</c> appends it to a file and
/// answers after an fsync that it shares with whatever else waits (D), <c>/ticket</c> answers at once (H), and
/// <c>/hello</c> reads nothing.
/// </summary>
internal static partial class Anchor
{
    private const int MostWaiting = 4_096;

    public static void Run(int port, string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Shapes.Default));
        var app = builder.Build();
        var log = Channel.CreateBounded<(byte[] Line, TaskCompletionSource Written)>(MostWaiting);
        var file = File.OpenHandle(Path.Combine(folder, "anchor.log"), FileMode.Create, FileAccess.Write);
        new Thread(() => Write(log.Reader, file)) { IsBackground = true }.Start();
        var last = 0L;
        app.MapGet("/hello", () => new Made(1, "New"));
        app.MapPost("/ticket", (Said said) => said.Title is null
            ? Results.BadRequest()
            : Results.Json(new Made(Interlocked.Increment(ref last), "New"), Shapes.Default.Made, statusCode: 201));
        app.MapPost("/durable", async (Said said) =>
        {
            if (said.Title is null)
                return Results.BadRequest();
            var number = Interlocked.Increment(ref last);
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await log.Writer.WriteAsync((JsonSerializer.SerializeToUtf8Bytes(said, Shapes.Default.Said), written));
            await written.Task;
            return Results.Json(new Made(number, "New"), Shapes.Default.Made, statusCode: 201);
        });
        app.Run();
    }

    private static void Write(
        ChannelReader<(byte[] Line, TaskCompletionSource Written)> log, Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        var (end, lines, waiting) = (0L, new ArrayBufferWriter<byte>(1 << 20), new List<TaskCompletionSource>());
        while (log.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            lines.ResetWrittenCount();
            waiting.Clear();
            while (waiting.Count < MostWaiting && log.TryRead(out var next))
            {
                lines.Write(next.Line);
                waiting.Add(next.Written);
            }
            RandomAccess.Write(file, lines.WrittenSpan, end);
            end += lines.WrittenCount;
            RandomAccess.FlushToDisk(file);
            foreach (var written in waiting)
                written.TrySetResult();
        }
    }

    internal sealed record Said(string? Title, string? Priority, string? Description, JsonElement Requester);

    internal sealed record Made(long Id, string State);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Said))]
    [JsonSerializable(typeof(Made))]
    private sealed partial class Shapes : JsonSerializerContext;
}
