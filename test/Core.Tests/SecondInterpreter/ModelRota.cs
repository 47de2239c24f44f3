using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.TimeZones;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>E13 for one instant: the overrides from the last, then the layers from the last.</summary>
internal sealed class ModelRota(JsonObject schedule)
{
    // one that does not exist is the first instant after the gap, one that happens twice the earlier
    private static readonly ZoneLocalMappingResolver Resolve = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private readonly DateTimeZone zone = DateTimeZoneProviders.Tzdb[(string)schedule["zone"]!];

    public IEnumerable<string> OnCall(long t)
    {
        foreach (var o in (schedule["overrides"] as JsonArray ?? []).Reverse())
            if (Moment((string)o!["from"]!) <= t && t < Moment((string)o["to"]!)) return [(string)o["person"]!];
        foreach (var layer in (schedule["layers"] as JsonArray ?? []).Reverse())
            if (OfLayer((JsonObject)layer!, t) is { } person) return [person];
        return [];
    }

    private string? OfLayer(JsonObject layer, long t)
    {
        var start = (string)layer["start"]!;
        if (t < Moment(start)) return null;
        if (layer["only"] is { } only)
        {
            var shown = new BusinessTime(new JsonObject
            {
                ["zone"] = (string)schedule["zone"]!,
                ["week"] = only.DeepClone(),
            });
            if (shown.Elapsed(t, t + 1) == 0) return null;
        }
        var turn = 0;
        while (HandOver(layer, start, turn + 1) <= t) turn++;
        var people = (JsonArray)layer["people"]!;
        return (string)people[turn % people.Count]!;
    }

    private long HandOver(JsonObject layer, string start, int n)
    {
        var rotation = (string)layer["rotation"]!;
        if (rotation == "custom") return Moment(start) + n * Iso.Duration((string)layer["shift"]!);
        var units = n * ((int?)layer["every"] ?? 1);
        var local = NodaTime.Instant.FromUnixTimeMilliseconds(Moment(start)).InZone(zone).LocalDateTime;
        if (!HasOffset(start)) local = Local(start);
        local = rotation switch
        {
            "hourly" => local.PlusHours(units),
            "daily" => local.PlusDays(units),
            "weekly" => local.PlusDays(7 * units),
            _ => throw new InvalidOperationException(rotation),
        };
        return At(local);
    }

    private static bool HasOffset(string text) => text.EndsWith('Z') || text.LastIndexOf('+') > 10;

    private static LocalDateTime Local(string text) =>
        LocalDateTime.FromDateTime(DateTime.ParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));

    private long At(LocalDateTime local) => local.InZone(zone, Resolve).ToInstant().ToUnixTimeMilliseconds();

    private long Moment(string text) => HasOffset(text) ? Iso.Instant(text)!.Value : At(Local(text));
}
