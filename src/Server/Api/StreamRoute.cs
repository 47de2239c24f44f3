using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Muster.Engine;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>
/// The journal as it is written, as server-sent events. Each reader reads the store from its own position, so none
/// misses anything and a slow one holds up nobody.
/// </summary>
internal sealed class StreamRoute
{
    private const int MostReaders = 1_000;
    private const int PageSize = 200;
    private const string Resume = "Last-Event-ID";

    /// <summary>How long a reader waits for a beat before it looks by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private int readers;

    public static void Map(Routes routes)
    {
        var stream = new StreamRoute();
        routes.Map("GET", Permissions.Stream, stream.Follow);
    }

    private async Task Follow(Call call)
    {
        try
        {
            var (after, problem) = Interlocked.Increment(ref readers) > MostReaders
                ? (0, Problem.Overloaded())
                : await Start(call).ConfigureAwait(false);
            if (problem is not null)
                await call.Refuse(problem).ConfigureAwait(false);
            else
                await Follow(call, after).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref readers);
        }
    }

    private static async Task<(long After, Problem? Problem)> Start(Call call)
    {
        var said = call.Http.Request.Headers[Resume].ToString();
        if (said.Length > 0)
        {
            return long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
                ? (after, null)
                : (0, Problem.Invalid(new BodyFault(Resume, $"{Resume} must be the id of an event of this stream")));
        }
        return await call.House.Tail.End(call.House.Now).ConfigureAwait(false) is { } end
            ? (end, null)
            : (0, Problem.Overloaded());
    }

    private static async Task Follow(Call call, long after)
    {
        var response = call.Http.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // a proxy in between is to pass it on at once
        var lifetime = call.Http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            call.Http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await Run(call, response.Body, after, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // the reader went away, or the server does
        }
    }

    private static async Task Run(Call call, Stream output, long after, CancellationToken ended)
    {
        var time = call.House.Time;
        using var lines = new JournalLines();
        await output.WriteAsync("retry: 2000\n\n"u8.ToArray(), ended).ConfigureAwait(false);
        await output.FlushAsync(ended).ConfigureAwait(false);
        var spoke = time.GetTimestamp();
        while (IsStillWelcome(call))
        {
            var next = call.House.Tail.Written.Next;
            var page = await call.House.Store.ReadAll(after, PageSize).ConfigureAwait(false);
            var wrote = false;
            foreach (var stored in page)
            {
                after = stored.Position;
                if (await Sees(call, stored).ConfigureAwait(false))
                    wrote |= await Write(output, lines.Of(stored), after, ended).ConfigureAwait(false);
            }
            if (!wrote && time.GetElapsedTime(spoke) >= Heartbeat)
            {
                await output.WriteAsync(": still here\n\n"u8.ToArray(), ended).ConfigureAwait(false);
                wrote = true;
            }
            if (wrote)
            {
                await output.FlushAsync(ended).ConfigureAwait(false);
                spoke = time.GetTimestamp();
            }
            if (page.Count == 0)
                await Pulse.Wait(next, Patience, time, ended).ConfigureAwait(false);
        }
    }

    private static async Task<bool> Write(
        Stream output, ReadOnlyMemory<byte> line, long position, CancellationToken ended)
    {
        if (line.IsEmpty)
            return false;
        var head = string.Create(CultureInfo.InvariantCulture, $"event: journal\nid: {position}\ndata: ");
        await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), ended).ConfigureAwait(false);
        await output.WriteAsync(line, ended).ConfigureAwait(false);
        await output.WriteAsync("\n\n"u8.ToArray(), ended).ConfigureAwait(false);
        return true;
    }

    /// <summary>By where the ticket stands now: what was handed over is the new team's to see.</summary>
    private static async ValueTask<bool> Sees(Call call, StoredEvent stored) => call.Caller.Scope is not { } scope
        || (await call.House.Store.FindTicket(stored.Stream).ConfigureAwait(false) is { } row
            && scope.Sees(row.Team, row.Service));

    private static bool IsStillWelcome(Call call) =>
        call.House.Tokens.Find(call.Caller.Id) is { } token && !token.IsExpired(call.House.Now);
}
