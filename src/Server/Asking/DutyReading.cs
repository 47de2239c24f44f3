using Muster.Core.Asking;
using Muster.Files;
using Muster.Core.OnCall;
using Muster.Core.Policies;
using Muster.Files.Logs;
using Muster.Server.Api;
using Muster.Server.Composition;
using NodaTime;

namespace Muster.Server.Asking;

/// <summary>Who is on call: at a moment, over a time, or when somebody is next.</summary>
internal static class DutyReading
{
    private const int MostLines = 20;
    private const int MostShifts = 500;
    private static readonly Duration Farthest = Duration.FromDays(400);
    private static readonly Duration Ahead = Duration.FromDays(60);

    public static AskAnswer Answer(House house, Understanding read)
    {
        var (slots, now) = (read.Slots, house.Now);
        var at = Moment(slots, "at") ?? now;
        var policy = at < now ? house.Policies.InForceAt(at) : house.Policies.Current;
        var named = new Named(policy, "");
        var schedules = Schedules(policy, slots, named);
        if (schedules.Count == 0)
            return new AskAnswer(policy.Schedules.IsEmpty
                ? "The policy has no schedule, so nobody is on call."
                : $"I know no schedule for that; there are {string.Join(", ", policy.Schedules.Keys.Order())}.")
            {
                Understood = read,
            };
        var person = slots.Text("person") is { } said ? named.Person(said) : null;
        return person is not null || slots.Has("from")
            ? OverTime(read, policy, schedules, Moment(slots, "from") ?? now, Moment(slots, "until"), person)
            : AtMoment(read, policy, schedules, at);
    }

    private static AskAnswer AtMoment(Understanding read, Policy policy, List<string> schedules, Instant at)
    {
        var duty = schedules
            .Select(name => (Schedule: name, Person: new Rota(policy.Schedules[name]).WhoIsOnCall(at))).ToList();
        var lines = duty.Select(one => $"{one.Schedule}: {one.Person ?? "nobody"}");
        return StoryReading.Told(read, $"On call at {Rfc3339.Format(at)}:", lines, json =>
        {
            json.WriteStartObject();
            json.WriteSome("at", at);
            json.WriteStartArray("items");
            foreach (var (schedule, person) in duty)
            {
                json.WriteStartObject();
                json.WriteString("schedule", schedule);
                json.WriteSome("person", person);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }, MostLines);
    }

    /// <param name="until">Null looks 60 days ahead.</param>
    /// <param name="person">Whose shifts; null for everybody's.</param>
    private static AskAnswer OverTime(
        Understanding read, Policy policy, List<string> schedules, Instant from, Instant? until, string? person)
    {
        var end = Instant.Min(until ?? from + Ahead, from + Farthest);
        var shifts = schedules
            .SelectMany(name => new Rota(policy.Schedules[name]).Shifts(from, end)
                .Select(shift => (Schedule: name, Shift: shift)))
            .Where(one => person is null || one.Shift.Person == person)
            .OrderBy(one => one.Shift.From).Take(MostShifts).ToList();
        var lines = shifts.Select(one => $"{one.Schedule}: {one.Shift.Person} from {Rfc3339.Format(one.Shift.From)} "
            + $"to {Rfc3339.Format(one.Shift.To)}");
        return StoryReading.Told(read, shifts.Count == 0 ? "No shift is like that." : "Shifts:", lines, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var (schedule, shift) in shifts)
            {
                json.WriteStartObject();
                json.WriteString("schedule", schedule);
                json.WriteSome("from", shift.From);
                json.WriteSome("to", shift.To);
                json.WriteString("person", shift.Person);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }, MostLines);
    }

    private static Instant? Moment(Slots slots, string name) =>
        slots.Text(name) is { } said && Rfc3339.TryParse(said, out var at) ? at : null;

    /// <summary>A team's, that of a service's owner, one that is called so, or all.</summary>
    private static List<string> Schedules(Policy policy, Slots slots, Named named)
    {
        if ((slots.Text("team") ?? slots.Text("service")) is not { } said)
            return [.. policy.Schedules.Keys.Order(StringComparer.Ordinal)];
        var service = policy.Services.GetValueOrDefault(named.Service(said));
        var team = policy.Teams.GetValueOrDefault(named.Team(service?.Owner ?? said));
        var schedule = team?.Schedule
            ?? policy.Schedules.Keys.FirstOrDefault(
                key => string.Equals(key, said, StringComparison.OrdinalIgnoreCase));
        return schedule is not null && policy.Schedules.ContainsKey(schedule) ? [schedule] : [];
    }
}
