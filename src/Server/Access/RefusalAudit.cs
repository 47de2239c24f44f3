using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Engine;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Access;

/// <summary>
/// Keeps in the audit what was refused before it reached the desk: no or another's token, not this role, no sound
/// request. At most one entry a second for each caller or address, and <see cref="MostASecond"/> for all, so that
/// nobody fills a disk by being refused.
/// </summary>
internal sealed class RefusalAudit(WriterEpoch epoch, Func<Instant> clock)
{
    private const int MostASecond = 50;
    private const int MostCallers = 10_000;
    private static readonly Duration Apart = Duration.FromSeconds(1);
    private static readonly object KeptKey = new();

    private readonly ConcurrentDictionary<string, Instant> latest = new(StringComparer.Ordinal);
    private readonly Lock counting = new();
    private Instant second;
    private int inSecond;

    /// <summary>Says that the audit has this refusal already.</summary>
    public static void IsKept(HttpContext http) => http.Items[KeptKey] = true;

    public async Task Note(HttpContext http, int status, string code)
    {
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        var isOurs = status is 401 or 403 || (!isRead && status is 400 or 413 or 415 or 422);
        var (at, actor) = (clock(), ActorOf(http));
        if (!isOurs || http.Items.ContainsKey(KeptKey) || !MayKeep(actor, at))
            return;
        try
        {
            await epoch.Append(current => new Batch
            {
                Epoch = current,
                RecordedAt = at,
                Command = new CommandRecord
                {
                    At = at,
                    Actor = actor,
                    Verb = VerbOf(http),
                    Accepted = false,
                    Code = code,
                },
            }).ConfigureAwait(false);
        }
        catch (StoreFailedException)
        {
            // whoever was refused is to hear that, and not of our disk
        }
    }

    private bool MayKeep(string actor, Instant at)
    {
        if (latest.TryGetValue(actor, out var before) && at - before < Apart && at >= before)
            return false;
        lock (counting)
        {
            if (at - second >= Apart || at < second)
                (second, inSecond) = (at, 0);
            if (++inSecond > MostASecond)
                return false;
        }
        if (latest.Count >= MostCallers)
            latest.Clear();
        latest[actor] = at;
        return true;
    }

    // The audit is never erased, so an address stands in it as a digest: the same one is the same.
    private static string ActorOf(HttpContext http)
    {
        if (Gate.CallerOf(http) is { } caller)
            return caller.Actor;
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        return "address_" + Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"muster address {address}")).AsSpan(0, 6));
    }

    // The route and not the path: what somebody writes into an address is not kept.
    private static string VerbOf(HttpContext http)
    {
        var route = http.GetEndpoint() is RouteEndpoint known ? known.RoutePattern.RawText : null;
        return $"{(http.Request.Method.Length > 10 ? "?" : http.Request.Method)} {route ?? "(no route)"}";
    }
}
