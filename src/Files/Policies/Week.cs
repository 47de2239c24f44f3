using System.Globalization;
using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>Weekly hours as written: a calendar's <c>week</c>, and a rotation's <c>only</c> (S2).</summary>
internal static class Week
{
    public const string Always = "24x7";

    public static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>
    /// Reads <c>HH:MM-HH:MM</c>, from 00:00 to 24:00. A window that ends at or before its start runs into the next day,
    /// so <c>08:00-08:00</c> is 24 hours. One cannot start at 24:00: that is the next day's 00:00.
    /// </summary>
    public static bool TryWindow(string text, out HoursWindow window)
    {
        window = default;
        if (text.Length != 11 || text[5] != '-' ||
            !TryTime(text.AsSpan(0, 5), out var start) || !TryTime(text.AsSpan(6, 5), out var end) || start == 1440)
            return false;
        window = new HoursWindow(start, end > start ? end : end + 1440);
        return true;
    }

    /// <summary>
    /// Reads <c>mon</c>, <c>mon-fri</c>, <c>fri-mon</c> (which wraps); null when it is none of these.
    /// </summary>
    public static IReadOnlyList<IsoDayOfWeek>? DaysOf(string key)
    {
        var parts = key.Split('-');
        if (parts.Length > 2)
            return null;
        var (first, last) = (Array.IndexOf(Days, parts[0]), Array.IndexOf(Days, parts[^1]));
        if (first < 0 || last < 0 || (parts.Length == 2 && first == last))
            return null;
        var count = (last - first + 7) % 7 + 1;
        return [.. Enumerable.Range(first, count).Select(d => (IsoDayOfWeek)(d % 7 + 1))];
    }

    public static WeeklyHours Read(Node node)
    {
        if (node is not MapNode map)
            return WeeklyHours.Always;
        var windows = new Dictionary<IsoDayOfWeek, IReadOnlyList<HoursWindow>>();
        foreach (var entry in map.Entries)
        {
            HoursWindow[] list = [.. ((ListNode)entry.Value).Items.Select(Window)];
            foreach (var day in DaysOf(entry.Key)!)
                windows[day] = list;
        }
        return WeeklyHours.Of(windows);
    }

    public static void Check(Node node, Findings findings)
    {
        if (node is ScalarNode { IsText: true, Text: Always })
            return;
        if (node is not MapNode map)
        {
            findings.Fault(node.Place, ShapeCheck.Mismatch(new WeekShape(), node));
            return;
        }
        var named = new Dictionary<IsoDayOfWeek, string>();
        foreach (var entry in map.Entries)
        {
            CheckDays(entry, named, findings);
            ShapeCheck.Check(WindowList, entry.Value, entry.KeyPlace, findings);
        }
    }

    private static readonly ListShape WindowList = new("windows such as \"09:00-17:00\"", Scalars.Window);

    private static void CheckDays(Entry entry, Dictionary<IsoDayOfWeek, string> named, Findings findings)
    {
        if (DaysOf(entry.Key) is not { } days)
        {
            var near = Nearest.To(entry.Key, Days);
            findings.Fault(
                entry.KeyPlace,
                $"'{entry.Key}' is no day; expected one of {string.Join(", ", Days)}, or a range such as mon-fri" +
                Scalars.DidYouMean(near));
            return;
        }
        foreach (var day in days)
        {
            if (named.TryAdd(day, entry.Key))
                continue;
            var name = Days[(int)day - 1];
            findings.Fault(
                entry.KeyPlace,
                named[day] == name ? $"{name} is named twice" : $"{name} is named twice: it is in '{named[day]}' too");
            return;
        }
    }

    private static HoursWindow Window(Node node) =>
        TryWindow(((ScalarNode)node).Text, out var window)
            ? window
            : throw new InvalidOperationException($"A window was read before it was checked, at {node.Place}.");

    private static bool TryTime(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text[2] != ':' ||
            !int.TryParse(text[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var hour) ||
            !int.TryParse(text[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var minute) || minute > 59)
            return false;
        minutes = hour * 60 + minute;
        return minutes <= 1440;
    }
}
