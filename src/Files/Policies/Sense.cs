using System.Text.RegularExpressions;
using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>What no single key shows: rules between keys, and what can hardly be meant.</summary>
internal static partial class Sense
{
    public static void Check(MapNode policy, ZoneData zones, Findings findings)
    {
        Sla(policy, findings);
        if (policy.Map("lifecycle") is { } lifecycle)
            Notice(lifecycle, findings);
        foreach (var entry in policy.Map("schedules")?.Entries ?? [])
        {
            if (entry.Value is MapNode schedule)
                Schedule(schedule, zones, findings);
        }
        if (policy.Map("people") is { Entries.Count: > 0 } people)
            Contacts(policy, people, findings);
    }

    /// <summary>The rules inside one schedule, also one that stands alone.</summary>
    public static void Schedule(MapNode schedule, ZoneData zones, Findings findings)
    {
        foreach (var layer in (schedule.List("layers")?.Items ?? []).OfType<MapNode>())
            Layer(layer, findings);
        foreach (var item in (schedule.List("overrides")?.Items ?? []).OfType<MapNode>())
            Override(schedule, item, zones, findings);
    }

    private static void Layer(MapNode layer, Findings findings)
    {
        var custom = layer.Text("rotation")?.Text == "custom";
        if (custom && layer.Entry("every") is { } every)
            findings.Fault(every.KeyPlace, "a custom rotation has no 'every': its length is 'shift'");
        if (custom && layer.Entry("shift") is null)
            findings.Fault(layer.Place, $"a custom rotation needs 'shift': {Scalars.LongDuration.Expected}");
        if (!custom && layer.Text("rotation") is { } rotation && layer.Entry("shift") is { } shift)
            findings.Fault(shift.KeyPlace, $"'shift' belongs to a custom rotation, and this one is {rotation.Text}");
    }

    private static void Override(MapNode schedule, MapNode item, ZoneData zones, Findings findings)
    {
        if (schedule.Text("zone") is not { } zoneName || zones.Find(zoneName.Text) is not { } zone ||
            item.Text("from") is not { } from || !Moments.TryParse(from.Text, out var begin) ||
            item.Text("to") is not { } to || !Moments.TryParse(to.Text, out var end))
            return;
        if (end.In(zone) < begin.In(zone))
            findings.Fault(to.Place, $"'to' is before 'from': {to.Text} is before {from.Text}");
    }

    private static void Sla(MapNode policy, Findings findings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        var (position, everything) = (0, (string?)null);
        foreach (var entry in (policy.List("sla")?.Items ?? []).OfType<MapNode>())
        {
            position++;
            var name = entry.Text("name");
            if (name is not null && !names.Add(name.Text))
                findings.Fault(name.Place, $"two sla entries are called '{name.Text}'");
            if (everything is not null)
                findings.Warn(
                    entry.Place, $"this sla entry is never reached: '{everything}' before it matches every ticket");
            else if (MatchesAll(entry))
                everything = name?.Text ?? SlaNames.Of(null, position);
            foreach (var target in entry.Map("targets")?.Entries ?? [])
                Threshold(target, findings);
            foreach (var clock in entry.Map("clocks")?.Entries ?? [])
            {
                if (clock.Value is not MapNode map)
                    continue;
                Clock(clock, map, findings);
                // a ticket keeps its clocks by name when another agreement takes it over
                if (map.Text("kind") is { } kind && !kinds.TryAdd(clock.Key, kind.Text)
                    && kinds[clock.Key] is var other && other != kind.Text)
                    findings.Fault(
                        kind.Place, $"'{clock.Key}' is a {other} clock in another entry; give one a new name");
            }
        }
    }

    private static void Clock(Entry entry, MapNode clock, Findings findings)
    {
        if (!ClockName.IsMatch(entry.Key) || entry.Key is "response" or "resolution")
            findings.Fault(
                entry.KeyPlace,
                $"'{entry.Key}' is no name for a clock: lower-case letters, digits and hyphens, "
                + "and not response or resolution");
        if (clock.Map("targets") is { Entries.Count: 0 } targets)
            findings.Fault(targets.Place, "'targets' needs at least one priority");
        if (clock.Text("kind")?.Text is not { } kind)
            return;
        Belongs("teams", "team", "the teams whose time it counts");
        Belongs("metBy", "regulatory", "the tags that end it, such as {authority: [notified]}");
        if (kind == "regulatory" && clock.Entry("calendar") is null)
            findings.Fault(
                entry.KeyPlace, "a regulatory clock needs 'calendar': its hours are the law's, not the desk's");

        void Belongs(string key, string to, string what)
        {
            if (kind == to && (clock.Find(key) is not { } value || IsEmpty(value)))
                findings.Fault(entry.KeyPlace, $"a {to} clock needs '{key}': {what}");
            if (kind != to && clock.Entry(key) is { } stray)
                findings.Fault(stray.KeyPlace, $"'{key}' belongs to a {to} clock, and this one is {kind}");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex ClockName { get; }

    private static bool MatchesAll(MapNode entry) =>
        entry.Find("match") is null ||
        (entry.Map("match") is { } match && match.Entries.All(e => IsEmpty(e.Value)));

    private static bool IsEmpty(Node node) => node is ListNode { Items.Count: 0 } or MapNode { Entries.Count: 0 };

    private static void Threshold(Entry target, Findings findings)
    {
        if (target.Value is not MapNode map || LengthOf(map, "escalateAt") is not { } threshold ||
            LengthOf(map, "resolution") is not { } resolution || threshold.Length <= resolution.Length)
            return;
        findings.Warn(
            Mine(threshold.At, resolution.At),
            $"{target.Key} escalates at {threshold.At.Text}, after its resolution target of {resolution.At.Text}");
    }

    private static void Notice(MapNode lifecycle, Findings findings)
    {
        if (LengthOf(lifecycle, "autoCloseNotice") is not { } notice ||
            LengthOf(lifecycle, "autoClose") is not { } close || notice.Length < close.Length)
            return;
        findings.Warn(
            Mine(notice.At, close.At),
            $"the notice at {notice.At.Text} is not before the closing at {close.At.Text}: nobody would get one");
    }

    private static readonly string[] ContactKeys = ["mail", "slack", "phone", "webhook"];

    private static void Contacts(MapNode policy, MapNode people, Findings findings)
    {
        var silent = people.Entries
            .Where(p => p.Value is MapNode m && ContactKeys.All(way => m.Entry(way) is null || !Wants(m, way)))
            .ToDictionary(p => p.Key, p => p.KeyPlace, StringComparer.Ordinal);
        foreach (var entry in policy.Map("schedules")?.Entries ?? [])
        {
            foreach (var person in OnCall.PeopleOf(entry.Value).Where(silent.ContainsKey).Distinct())
            {
                findings.Warn(
                    silent[person],
                    $"'{person}' is on call in '{entry.Key}' and can be told by nothing that they want");
            }
        }
    }

    private static bool Wants(MapNode person, string way) =>
        person.Entry("contact") is null || person.Texts("contact").Any(wanted => wanted.Text == way);

    private static (ScalarNode At, Duration Length)? LengthOf(MapNode map, string key) =>
        map.Text(key) is { } scalar && Durations.TryParse(scalar.Text, out var length) ? (scalar, length) : null;

    // Of two values that clash the one in the user's own file is to be pointed at.
    private static Place Mine(ScalarNode one, ScalarNode other) =>
        one.Place.File == PolicyReader.ShippedName ? other.Place : one.Place;
}

/// <summary>Who stands in a schedule.</summary>
internal static class OnCall
{
    public static IEnumerable<string> PeopleOf(Node schedule)
    {
        if (schedule is not MapNode map)
            return [];
        var layers = (map.List("layers")?.Items ?? []).OfType<MapNode>().SelectMany(l => l.Texts("people"));
        var overrides = (map.List("overrides")?.Items ?? []).OfType<MapNode>().Select(o => o.Text("person"));
        return layers.Concat(overrides.OfType<ScalarNode>()).Select(s => s.Text);
    }
}

/// <summary>What an sla entry is called.</summary>
internal static class SlaNames
{
    public static string Of(string? name, int position) =>
        name ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"sla-{position}");
}
