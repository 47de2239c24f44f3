using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Calendars;

namespace Muster.Files.Policies;

internal sealed class TestFileReader(PolicySource source, ZoneData? zones)
{
    private static readonly FreeShape Policy = new("a path, a list of paths, or a policy");
    private static readonly FreeShape Log = new("a list of log lines, or a path");
    private static readonly FreeShape Expect = new("a list of expectations");

    private static readonly MapShape Case = new(
        "a case",
        [new("name", Scalars.Text, Required: true), new("policy", Policy), new("log", Log), new("expect", Expect)]);

    private static readonly MapShape File = new(
        "a policy test",
        [
            new("name", Scalars.Text), new("policy", Policy), new("log", Log), new("expect", Expect),
            new("cases", new ListShape("cases", Case, AtLeast: 1)),
        ]);

    private readonly Findings findings = new();
    private readonly List<PolicyFault> policyFaults = [];

    public PolicyTestFile Read()
    {
        var root = YamlNodes.Read(source.Name, source.Text, findings);
        if (root is not null)
            ShapeCheck.Check(File, root, root.Place, findings);
        ImmutableArray<PolicyTestCase> cases = root is MapNode map ? [.. Cases(map)] : [];
        if (!findings.AnyFault && policyFaults.Count == 0)
            return new PolicyTestFile(cases, []);
        return new PolicyTestFile([], [.. findings.Faults([source.Name]).Concat(policyFaults).Distinct()]);
    }

    private IEnumerable<PolicyTestCase> Cases(MapNode file)
    {
        var name = file.Text("name")?.Text ?? Path.GetFileName(source.Name);
        if (file.List("cases") is not { } cases)
        {
            yield return One(file, null, name);
            yield break;
        }
        foreach (var item in cases.Items.OfType<MapNode>())
            yield return One(item, file, item.Text("name")?.Text ?? name);
    }

    private PolicyTestCase One(MapNode @case, MapNode? file, string name)
    {
        var log = @case.Find("log") ?? file?.Find("log");
        var expect = @case.Find("expect") ?? file?.Find("expect");
        if (log is null)
            findings.Fault(@case.Place, $"a case needs 'log': {Log.Expected}");
        if (expect is null)
            findings.Fault(@case.Place, $"a case needs 'expect': {Expect.Expected}");
        return new PolicyTestCase(
            name,
            PolicyOf(@case.Find("policy") ?? file?.Find("policy")),
            log is ScalarNode { IsText: true } path ? Beside(path) : null,
            log is null or ScalarNode { IsText: true } ? [] : Lines(log),
            expect is null ? [] : [.. Expectations(expect).OfType<Expectation>()]);
    }

    private PolicyResult PolicyOf(Node? policy)
    {
        var result = policy switch
        {
            null => PolicyReader.Read([], zones: zones),
            MapNode => PolicyReader.Read(policy, "inline", source.Directory, new Findings(), zones),
            ScalarNode { IsText: true } path => FromFiles([path]),
            ListNode list when list.Items.All(i => i is ScalarNode { IsText: true }) =>
                FromFiles([.. list.Items.Cast<ScalarNode>()]),
            _ => Refused(policy),
        };
        policyFaults.AddRange(result.Faults);
        return result;
    }

    private PolicyResult FromFiles(IReadOnlyList<ScalarNode> paths)
    {
        var sources = new List<PolicySource>();
        foreach (var path in paths)
        {
            if (PolicyCheck.Load(Beside(path), out var fault) is { } read)
                sources.Add(read);
            else
                findings.Fault(path.Place, $"no policy from '{path.Text}': {fault!.Message}");
        }
        return PolicyReader.Read(sources, zones: zones);
    }

    private PolicyResult Refused(Node policy)
    {
        findings.Fault(policy.Place, ShapeCheck.Mismatch(Policy, policy));
        return PolicyReader.Read([]);
    }

    private string Beside(ScalarNode path) =>
        source.Directory is null ? path.Text : Path.Combine(source.Directory, path.Text);

    private ImmutableArray<TestLogLine> Lines(Node log)
    {
        if (log is not ListNode list)
        {
            findings.Fault(log.Place, ShapeCheck.Mismatch(Log, log));
            return [];
        }
        foreach (var item in list.Items.Where(i => i is not MapNode))
            findings.Fault(item.Place, "a log line is a map such as {at: 2025-10-20T09:00:00Z, do: open, ticket: A1}");
        return [.. list.Items.Select(item => new TestLogLine(NodeJson.Text(item), item.Place.Line))];
    }

    private IEnumerable<Expectation?> Expectations(Node expect)
    {
        if (expect is not ListNode list)
        {
            findings.Fault(expect.Place, ShapeCheck.Mismatch(Expect, expect));
            yield break;
        }
        foreach (var item in list.Items)
        {
            if (item is not MapNode map || map.Entries.Count == 0)
                findings.Fault(item.Place, "an expectation is a map of journal fields, or of 'no' or 'clocks' alone");
            else if (map.Entries.Count == 1 && map.Entries[0].Key is "no" or "clocks")
                yield return map.Find("clocks") is { } clock ? Clock(clock) : Event(map.Find("no")!, absent: true);
            else
                yield return Event(map, absent: false);
        }
    }

    private ExpectedEvent? Event(Node node, bool absent)
    {
        ShapeCheck.Check(JournalShapes.Event, node, node.Place, findings);
        JournalShapes.CheckName(node, findings);
        return node is MapNode ? new ExpectedEvent(node.Place.Line, NodeJson.Element(node), absent) : null;
    }

    private ExpectedClock? Clock(Node node)
    {
        ShapeCheck.Check(JournalShapes.Clock, node, node.Place, findings);
        if (node is not MapNode map || map.Text("at") is not { } at || !Moments.TryParse(at.Text, out var moment))
            return null;
        if (moment.Exact is not { } instant)
        {
            findings.Fault(at.Place, $"an instant such as 2025-10-20T09:00:00Z is needed here, found '{at.Text}'");
            return null;
        }
        if (map.Text("ticket") is not { } ticket || map.Text("clock") is not { } clock)
            return null;
        string[] compared = ["state", "due", "elapsed", "cycle"];
        var fields = new MapNode(map.Place, [.. map.Entries.Where(e => compared.Contains(e.Key))]);
        if (fields.Entries.Count == 0)
            findings.Fault(map.Place, $"a clock is compared by any of {string.Join(", ", compared)}: none is here");
        return new ExpectedClock(map.Place.Line, ticket.Text, instant, clock.Text, NodeJson.Element(fields));
    }
}
