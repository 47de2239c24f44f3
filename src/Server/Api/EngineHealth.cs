using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Engine.Hosting;
using Muster.Files.Logs;
using Muster.Server.Composition;
using Muster.Server.Status;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>
/// Whether time goes on in here: red (503) when a loop has stalled, when a message waits too long, or when the store
/// does not answer. A process can answer requests and yet let a deadline pass; this is where that shows.
/// </summary>
internal static class EngineHealth
{
    /// <summary>How long a message that may go may wait.</summary>
    private static readonly Duration LongestWait = Duration.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(Routes routes) => routes.MapPublic("/health/engine", http => Answer(http, routes.House));

    private static async Task Answer(HttpContext http, House house)
    {
        var loops = house.Loops.Look();
        var reasons = loops.Where(loop => loop.IsStalled)
            .Select(loop => $"the loop {loop.Name} has not finished a step for more than a minute").ToList();
        if (house.Status.Differs >= StatusPage.LongestDifference)
            reasons.Add("the status page has not said what is so for more than 60 s; the log says what differs, and "
                + "muster serve must be able to write its folder");
        if (house.Status.Public is { } shown && shown.Differs >= StatusPage.LongestDifference)
            reasons.Add($"readers of {shown.Url} have not found what is so for more than 60 s; the log says what they "
                + "find there, and whatever serves it needs the present files");
        var (oldest, isHeld) = await Outbox(house, reasons).ConfigureAwait(false);
        await Answers.Write(http, reasons.Count == 0 ? 200 : 503, json =>
        {
            json.WriteStartObject();
            json.WriteString("status", reasons.Count == 0 ? "ok" : "red");
            json.WriteStartArray("reasons");
            foreach (var reason in reasons)
                json.WriteStringValue(reason);
            json.WriteEndArray();
            json.WriteStartArray("loops");
            foreach (var loop in loops)
                Write(loop, json);
            json.WriteEndArray();
            if (oldest is { } waits)
                json.WriteString("oldestUnsentAt", Rfc3339.Format(waits));
            json.WriteBoolean("held", isHeld);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    // What was restored tells nobody anything until it is released: that it waits is no fault.
    private static async Task<(Instant? Oldest, bool IsHeld)> Outbox(House house, List<string> reasons)
    {
        try
        {
            var isHeld = await house.Store.IsHeld().WaitAsync(Patience, house.Time).ConfigureAwait(false);
            var oldest = await house.Store.OldestUnsent(house.Now).WaitAsync(Patience, house.Time)
                .ConfigureAwait(false);
            if (!isHeld && house.Now - oldest > LongestWait)
                reasons.Add("the oldest unsent message waits for more than 30 s");
            return (oldest, isHeld);
        }
        catch (Exception fault) when (fault is StoreFailedException or TimeoutException or ObjectDisposedException)
        {
            reasons.Add("the store does not answer");
            return (null, false);
        }
    }

    private static void Write(LoopState loop, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", loop.Name);
        if (loop.LastStepAt is { } last)
            json.WriteString("lastStepAt", Rfc3339.Format(Whole(last)));
        json.WriteString("nextStepAt", Rfc3339.Format(Whole(loop.NextStepAt)));
        json.WriteNumber("failuresInARow", loop.FailuresInARow);
        json.WriteBoolean("stalled", loop.IsStalled);
        json.WriteEndObject();
    }

    private static Instant Whole(Instant at) => Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
