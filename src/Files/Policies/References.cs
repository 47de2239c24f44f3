using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Escalation;

namespace Muster.Files.Policies;

/// <summary>
/// Whether what one part of a policy names is there in another. Works on nodes that may be malformed elsewhere, so
/// that a user sees every fault in one run.
/// </summary>
internal sealed class References
{
    private readonly MapNode policy;
    private readonly Findings findings;
    private readonly ImmutableArray<string> people;
    private readonly ImmutableArray<string> teams;

    private References(MapNode policy, Findings findings)
    {
        this.policy = policy;
        this.findings = findings;
        people = Names("people");
        teams = Names("teams");
    }

    public static void Check(MapNode policy, ZoneData zones, Findings findings)
    {
        var references = new References(policy, findings);
        references.Sla();
        references.Schedules();
        references.Paging();
        references.Teams();
        references.PeopleAndServices();
        references.Majors();
        foreach (var (_, map) in references.Each("calendars").Concat(references.Each("schedules"))
            .Concat(references.Each("people")))
            Zone(map, zones, findings);
    }

    /// <summary>Whether the zone that a calendar, a schedule or a person names is one.</summary>
    public static void Zone(MapNode map, ZoneData zones, Findings findings)
    {
        if (map.Text("zone") is not { Text.Length: > 0 } zone || zones.Find(zone.Text) is not null)
            return;
        var near = Nearest.To(zone.Text, zones.Ids);
        var known = zones.IsBuiltIn ? "" : $" in the zone data {zones.Version}";
        findings.Fault(zone.Place, $"there is no zone '{zone.Text}'{known}{Scalars.DidYouMean(near)}");
    }

    private ImmutableArray<string> Names(string section) =>
        [.. (policy.Map(section)?.Entries ?? []).Select(e => e.Key)];

    private IEnumerable<(string Name, MapNode Map)> Each(string section) =>
        from entry in policy.Map(section)?.Entries ?? []
        where entry.Value is MapNode
        select (entry.Key, (MapNode)entry.Value);

    private void Sla()
    {
        string[] reasons = [.. PolicyShapes.HoldReasons, .. HoldReasons()];
        foreach (var entry in (policy.List("sla")?.Items ?? []).OfType<MapNode>())
        {
            Named(entry.Text("calendar"), "calendar", Names("calendars"));
            foreach (var reason in entry.Texts("pauseOn"))
                Named(reason, "hold reason", reasons);
            HasHours(entry.Text("calendar"));
            foreach (var clock in (entry.Map("clocks")?.Entries ?? []).Select(e => e.Value).OfType<MapNode>())
                Clock(clock, reasons);
        }
    }

    private void Clock(MapNode clock, string[] reasons)
    {
        Named(clock.Text("calendar"), "calendar", Names("calendars"));
        HasHours(clock.Text("calendar"));
        foreach (var reason in clock.Texts("pauseOn"))
            Named(reason, "hold reason", reasons);
        foreach (var team in teams.IsEmpty ? [] : clock.Texts("teams"))
            Named(team, "team", [.. teams, .. TierNames.All]);
    }

    private IEnumerable<string> HoldReasons() =>
        policy.Map("lifecycle")?.Texts("holdReasons").Select(r => r.Text) ?? [];

    // A clock in it would never run, so nothing would ever be due.
    private void HasHours(ScalarNode? name)
    {
        if (name is null || policy.Map("calendars")?.Map(name.Text) is not { } calendar
            || calendar.Find("week") is not MapNode week ||
            week.Entries.Any(e => e.Value is not ListNode { Items.Count: 0 }))
            return;
        findings.Fault(week.Place, $"the calendar '{name.Text}' has no working hours, and an sla entry counts in it");
    }

    private void Schedules()
    {
        foreach (var (_, schedule) in Each("schedules"))
        {
            foreach (var layer in (schedule.List("layers")?.Items ?? []).OfType<MapNode>())
            {
                foreach (var person in layer.Texts("people"))
                    KnownPerson(person);
            }
            foreach (var item in (schedule.List("overrides")?.Items ?? []).OfType<MapNode>())
                KnownPerson(item.Text("person"));
        }
    }

    private void Paging()
    {
        foreach (var (_, paging) in Each("paging"))
        {
            var steps = (paging.List("steps")?.Items ?? []).OfType<MapNode>();
            foreach (var target in steps.SelectMany(s => s.Texts("notify")).Concat(paging.Texts("lastResort")))
                Target(target);
        }
    }

    private void Target(ScalarNode target)
    {
        var colon = target.Text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return;
        var name = target.Text[(colon + 1)..];
        switch (target.Text[..colon])
        {
            case "schedule":
                Named(target, "schedule", Names("schedules"), name);
                break;
            case "team" when !teams.IsEmpty:
                Named(target, "team", [.. teams, .. TierNames.All], name);
                break;
            case "person":
                KnownPerson(target, name);
                break;
            case "role" when !people.IsEmpty && !Each("people").Any(p => p.Map.Texts("roles").Any(r => r.Text == name)):
                findings.Warn(target.Place, $"nobody among the people has the role '{name}'");
                break;
        }
    }

    private void Teams()
    {
        foreach (var (_, team) in Each("teams"))
        {
            KnownPerson(team.Text("lead"));
            KnownPerson(team.Text("manager"));
            foreach (var member in team.Texts("members"))
                KnownPerson(member);
            Named(team.Text("schedule"), "schedule", Names("schedules"));
            Named(team.Text("paging"), "paging policy", Names("paging"));
            Named(team.Text("escalatesTo"), "team", [.. teams, .. TierNames.All]);
        }
        Circles.Find(Each("teams"), team => [.. One(team.Text("escalatesTo"))], "the teams escalate", findings);
    }

    private void PeopleAndServices()
    {
        foreach (var (_, person) in Each("people"))
            KnownPerson(person.Text("manager"));
        Circles.Find(Each("people"), person => [.. One(person.Text("manager"))], "the managers report", findings);
        foreach (var (_, service) in Each("services"))
        {
            if (!teams.IsEmpty)
                Named(service.Text("owner"), "team", [.. teams, .. TierNames.All]);
        }
        Circles.Find(Each("services"), service => service.Texts("dependsOn"), "the services depend", findings);
    }

    private void Majors()
    {
        var majors = policy.Map("majors");
        var roles = majors?.Map("roles");
        var asked = (roles?.Entries ?? []).SelectMany(role => roles!.Texts(role.Key));
        foreach (var target in asked.Concat(majors?.Texts("widen") ?? []))
            Target(target);
        foreach (var target in Each("stakeholders").SelectMany(list => list.Map.Texts("to")))
            Target(target);
        foreach (var (severity, map) in Names("stakeholders").IsEmpty ? [] : Each("severities"))
            Audience(severity, [.. map.Texts("audience")]);
    }

    // The shipped severities name lists that an installation has still to fill: one that tells somebody of a severity
    // by another list lacks nothing, and one that has none at all tells nobody by its own choice.
    private void Audience(string severity, ImmutableArray<ScalarNode> audience)
    {
        var lists = Names("stakeholders");
        var missing = audience.Where(name => !lists.Contains(name.Text)).ToList();
        var own = missing.Where(name => name.Place.File != PolicyReader.ShippedName).ToList();
        foreach (var name in own)
            findings.Warn(name.Place, Missing("stakeholder list", name.Text, lists)
                + (Nearest.To(name.Text, lists) is null ? $"; {Listing(name.Text)}" : ""));
        if (own.Count > 0 || missing.Count == 0 || Each("stakeholders").Any(Tells))
            return;
        findings.Warn(
            policy.Entry("stakeholders")!.Value.KeyPlace,
            $"a {severity} would be told to no stakeholder: there is no list '{missing[0].Text}'; "
            + $"{Listing(missing[0].Text)}, or name another list in severities.{severity}.audience");

        bool Tells((string Name, MapNode Map) list) =>
            (!list.Map.Texts("severities").Any() || list.Map.Texts("severities").Any(text => text.Text == severity))
            && (audience.Any(name => name.Text == list.Name)
                || ((string[])["severities", "services", "customers"]).Any(key => list.Map.Texts(key).Any()));
    }

    private static string Listing(string name) =>
        $"add it under stakeholders, such as {name}: {{to: [\"person:NAME\"]}}";

    private static IEnumerable<ScalarNode> One(ScalarNode? scalar) => scalar is null ? [] : [scalar];

    private void Named(ScalarNode? reference, string kind, IReadOnlyCollection<string> known, string? name = null)
    {
        if (reference is null)
            return;
        name ??= reference.Text;
        if (!known.Contains(name))
            findings.Fault(reference.Place, Missing(kind, name, known));
    }

    // CONTRACT's own example names people whom it does not list, so an unknown one is a warning; where a policy lists
    // nobody, the directory is elsewhere and there is nothing to hold a name against.
    private void KnownPerson(ScalarNode? reference, string? name = null)
    {
        if (reference is null || people.IsEmpty)
            return;
        name ??= reference.Text;
        if (!people.Contains(name))
            findings.Warn(reference.Place, Missing("person", name, people));
    }

    private static string Missing(string kind, string name, IEnumerable<string> known) =>
        $"there is no {kind} '{name}'" + Scalars.DidYouMean(Nearest.To(name, known));
}
