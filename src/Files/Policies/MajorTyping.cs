using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Policies;

namespace Muster.Files.Policies;

/// <summary>The parts of a checked policy that are about major incidents, to their values.</summary>
internal static class MajorTyping
{
    public static MajorPolicy Majors(MapNode policy)
    {
        var majors = policy.Map("majors")!;
        return new MajorPolicy(
            Detect(majors.Map("detect")!),
            (majors.Map("roles")?.Entries ?? []).ToImmutableDictionary(
                role => role.Key, role => Words(majors.Map("roles")!, role.Key), StringComparer.Ordinal),
            Scalars.AsDuration(majors.Find("roleTimeout")!),
            Scalars.AsDuration(majors.Find("box")!),
            Scalars.AsDuration(majors.Find("boxAnswer")!),
            Scalars.AsDuration(majors.Find("remindBefore")!),
            Scalars.AsDuration(majors.Find("watch")!),
            majors.Map("bridge")?.Text("link")?.Text,
            Words(majors, "widen"),
            Scalars.AsTime(majors.Map("review")!.Find("at")!),
            Scalars.AsDuration(majors.Find("actionReminder")!),
            MajorWords.Severities.ToImmutableDictionary(
                name => name, name => Severity(policy.Map("severities")!.Map(name)!), StringComparer.Ordinal),
            (policy.Map("stakeholders")?.Entries ?? []).ToImmutableDictionary(
                list => list.Key, list => Stakeholders((MapNode)list.Value), StringComparer.Ordinal))
        {
            RunsByItself = Scalars.AsFlag(majors.Find("automatic")!),
        };
    }

    private static DetectionPolicy Detect(MapNode detect) => new(
        Act(detect, "words"), Act(detect, "users"), Act(detect, "cluster"), Act(detect, "critical"),
        Scalars.AsCount(detect.Find("affectedUsers")!),
        Scalars.AsCount(detect.Find("clusterOf")!),
        Scalars.AsDuration(detect.Find("clusterWithin")!),
        Words(detect, "phrases"));

    private static Detection Act(MapNode detect, string key) =>
        Enum.Parse<Detection>(detect.Text(key)!.Text, ignoreCase: true);

    private static SeverityPolicy Severity(MapNode severity) => new(
        severity.Text("response")!.Text, Scalars.AsDuration(severity.Find("updates")!), Words(severity, "audience"));

    private static StakeholderList Stakeholders(MapNode list) =>
        new(Words(list, "to"), Words(list, "severities"), Words(list, "services"), Words(list, "customers"));

    private static ImmutableArray<string> Words(MapNode map, string key) => [.. map.Texts(key).Select(t => t.Text)];
}
