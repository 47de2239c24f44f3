using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Calendars;
using Muster.Core.OnCall;
using Muster.Core.Policies;

namespace Muster.Files.Policies;

/// <summary>
/// Policy text to the typed policy: parsed with its places, laid over the shipped policy, checked, then typed. Every
/// fault points at the place in the user's own text.
/// </summary>
public static class PolicyReader
{
    internal const string ShippedName = "(shipped policy)";

    /// <summary>How the versions of the shipped policy begin.</summary>
    public const string ShippedVersionName = "default@";

    internal const string StandardInputName = "-";

    private const string ResourceName = "default.yaml";

    private static readonly Lazy<string> Text = new(ReadShippedText);
    private static readonly Lazy<MapNode> ShippedNode = new(ReadShippedNode);
    private static readonly Lazy<PolicyResult> ShippedResult = new(() => Read([]));

    /// <summary>The text that is inside the program; <c>policies/default.yaml</c> is the same.</summary>
    public static string ShippedText => Text.Value;

    /// <summary>The shipped policy, which is also that of <c>{}</c>.</summary>
    public static Policy Shipped => ShippedResult.Value.Policy!;

    /// <summary>
    /// Reads several texts as one policy, a later one laid over the earlier; none at all is the shipped policy.
    /// </summary>
    /// <param name="mayReadFiles">False for a text from elsewhere, which is to name no file of this machine.</param>
    /// <param name="zones">The zone data that it is typed with; null for what is built in.</param>
    public static PolicyResult Read(
        IReadOnlyList<PolicySource> sources, bool mayReadFiles = true, ZoneData? zones = null)
    {
        var findings = new Findings();
        var layers = new List<(Node? Root, string Name)>(sources.Count);
        foreach (var source in sources)
            layers.Add((YamlNodes.Read(source.Name, source.Text, findings), source.Name));
        var directories = sources.ToLookup(s => s.Name, s => s.Directory, StringComparer.Ordinal);
        var name = string.Join('+', sources.Select(s => BaseName(s.Name)));
        return Read(layers, name, file => directories[file].FirstOrDefault(), findings, zones, mayReadFiles);
    }

    /// <summary>Reads a policy that stands inside a JSON value.</summary>
    /// <param name="path">How faults name the place of the value; it stands in the version too.</param>
    /// <param name="directory">Where <c>holidaysFrom</c> is looked for; null is the current directory.</param>
    /// <param name="zones">The zone data that it is typed with; null for what is built in.</param>
    public static PolicyResult Read(
        JsonElement policy, string path = "policy", string? directory = null, ZoneData? zones = null)
    {
        var findings = new Findings();
        var node = JsonNodes.Read(policy, path, findings);
        return Read([(node, path)], path, _ => directory, findings, zones);
    }

    /// <summary>Reads a policy that stands inside another file, with its places there.</summary>
    internal static PolicyResult Read(
        Node policy, string name, string? directory, Findings findings, ZoneData? zones = null) =>
        Read([(policy, policy.Place.File)], name, _ => directory, findings, zones);

    /// <summary>Reads one schedule that stands alone, as in an <c>eval oncall</c> line.</summary>
    /// <param name="zones">The zone data that it is typed with; null for what is built in.</param>
    public static ReadResult<Schedule> ReadSchedule(
        JsonElement schedule, string path = "schedule", ZoneData? zones = null) =>
        ReadAlone(
            schedule, path, PolicyShapes.Schedule, zones ?? ZoneData.BuiltIn, Sense.Schedule, ScheduleTyping.Schedule);

    /// <summary>Reads one calendar that stands alone, as in an <c>eval calendar</c> line.</summary>
    /// <param name="directory">Where <c>holidaysFrom</c> is looked for; null is the current directory.</param>
    /// <param name="zones">The zone data that it is typed with; null for what is built in.</param>
    public static ReadResult<BusinessCalendar> ReadCalendar(
        JsonElement calendar, string path = "calendar", string? directory = null, ZoneData? zones = null)
    {
        var holidays = new Holidays(_ => directory);
        return ReadAlone(
            calendar, path, PolicyShapes.Calendar, zones ?? ZoneData.BuiltIn,
            (map, _, findings) => holidays.Load(map, findings),
            (map, known) => CalendarTyping.Calendar(map, holidays, known));
    }

    private static ReadResult<T> ReadAlone<T>(
        JsonElement element, string path, MapShape shape, ZoneData zones,
        Action<MapNode, ZoneData, Findings> check, Func<MapNode, ZoneData, T> type)
        where T : class
    {
        var findings = new Findings();
        if (JsonNodes.Read(element, path, findings) is not { } node)
            return new ReadResult<T>(null, [new PolicyFault(path, 0, 0, $"expected {shape.Expected}, found nothing")]);
        ShapeCheck.Check(shape, node, node.Place, findings);
        if (node is MapNode map)
        {
            References.Zone(map, zones, findings);
            check(map, zones, findings);
        }
        return findings.AnyFault
            ? new ReadResult<T>(null, findings.Faults([path]))
            : new ReadResult<T>(type((MapNode)node, zones), []);
    }

    /// <summary>Lays the layers over the shipped policy; what the findings hold already makes it fail, too.</summary>
    internal static PolicyResult Read(
        List<(Node? Root, string Name)> layers, string name, Func<string, string?> directoryOf, Findings findings,
        ZoneData? given, bool mayReadFiles = true)
    {
        var zones = given ?? ZoneData.BuiltIn;
        var merged = ShippedNode.Value;
        var defaultEntry = (MapNode)merged.List("sla")!.Items[0];
        foreach (var (root, _) in layers)
        {
            if (root is MapNode map)
                merged = Layering.Over(merged, map, defaultEntry);
            else if (root is ScalarNode { Kind: ScalarKind.Null, Place.Line: > 0 } or null)
                continue;
            else
                findings.Fault(root.Place, ShapeCheck.Mismatch(PolicyShapes.Policy, root));
        }
        var holidays = new Holidays(directoryOf, mayReadFiles);
        ShapeCheck.Check(PolicyShapes.Policy, merged, merged.Place, findings);
        References.Check(merged, zones, findings);
        Sense.Check(merged, zones, findings);
        foreach (var calendar in (merged.Map("calendars")?.Entries ?? []).Select(e => e.Value).OfType<MapNode>())
            holidays.Load(calendar, findings);

        string[] files = [.. layers.Select(l => l.Name)];
        if (findings.AnyFault)
            return new PolicyResult(null, findings.Faults(files), findings.Warnings(files));
        var whole = MergedText.Whole(merged, holidays);
        var digest = MergedText.Digest(whole);
        var version = VersionName(layers.Count > 0 ? name : null, digest) + "@sha256:" + digest;
        var policy = PolicyTyping.Policy(merged, holidays, zones, version);
        return new PolicyResult(policy, [], findings.Warnings(files)) { Merged = whole };
    }

    // What says the same as the shipped policy is the shipped policy, whatever its file is called.
    private static string VersionName(string? name, string digest) =>
        name is null || Shipped.Version.EndsWith(digest, StringComparison.Ordinal) ? "default" : name;

    internal static string BaseName(string file) =>
        file == StandardInputName ? "standard-input" : Path.GetFileNameWithoutExtension(file);

    private static MapNode ReadShippedNode()
    {
        var findings = new Findings();
        var node = YamlNodes.Read(ShippedName, ShippedText, findings);
        return node as MapNode ?? throw new InvalidOperationException(
            "The shipped policy cannot be read: " + string.Join("; ", findings.Faults([])));
    }

    private static string ReadShippedText()
    {
        using var stream = typeof(PolicyReader).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not embedded in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
