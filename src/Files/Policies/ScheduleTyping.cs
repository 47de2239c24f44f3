using Muster.Core.Calendars;
using Muster.Core.OnCall;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>A checked schedule node to its value.</summary>
internal static class ScheduleTyping
{
    public static Schedule Schedule(MapNode schedule, ZoneData zones)
    {
        var zone = Scalars.AsZone(schedule.Find("zone")!, zones);
        return new Schedule(
            zone,
            [.. (schedule.List("layers")?.Items ?? []).Select(item => Layer((MapNode)item))],
            [.. (schedule.List("overrides")?.Items ?? []).Select(item => Override((MapNode)item, zone))]);
    }

    private static RotationLayer Layer(MapNode layer)
    {
        var start = Scalars.AsMoment(layer.Find("start")!);
        return new RotationLayer(
            layer.Text("name")?.Text,
            layer.Text("rotation")!.Text switch
            {
                "hourly" => RotationUnit.Hourly,
                "daily" => RotationUnit.Daily,
                "weekly" => RotationUnit.Weekly,
                _ => RotationUnit.Custom,
            },
            layer.Find("every") is { } every ? Scalars.AsCount(every) : 1,
            layer.Find("shift") is { } shift ? Scalars.AsDuration(shift) : null,
            new RotationStart(start.Local, start.Exact),
            [.. layer.Texts("people").Select(person => person.Text)],
            layer.Find("only") is { } only ? Week.Read(only) : null);
    }

    private static Override Override(MapNode item, DateTimeZone zone) => new(
        Scalars.AsMoment(item.Find("from")!).In(zone),
        Scalars.AsMoment(item.Find("to")!).In(zone),
        item.Text("person")!.Text);
}
