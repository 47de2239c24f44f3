using System.Text;
using System.Text.Json;
using Muster.Core.OnCall;
using Muster.Engine.Policies;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Server.Access;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>Who is on call at any moment, whose shifts come, and who stands in for whom (E13).</summary>
internal static class OnCallRoutes
{
    private const int MostOverrides = 20;
    private const int LongestRange = 400;
    private static readonly Duration Ahead = Duration.FromDays(31);

    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.OnCall, Who);
        routes.Map("GET", Permissions.Readiness, ReadinessRoute.Read);
        routes.Map("GET", Permissions.Shifts, Shifts);
        routes.Map("POST", Permissions.Overrides, Override);
        routes.Map("GET", Permissions.OnCallCalendar, Calendar);
    }

    private static async Task Who(Call call)
    {
        var asked = new Asked(call, "at", "schedule");
        var (now, wanted) = (call.House.Now, asked.Text("schedule"));
        var at = asked.Moment("at") ?? now;
        // who was on call is for the schedules of then to say
        var policy = at < now ? call.House.Policies.InForceAt(at) : call.House.Policies.Current;
        var problem = asked.Problem
            ?? (wanted is not null && !policy.Schedules.ContainsKey(wanted) ? Unknown(wanted) : null);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteSome("at", at);
            json.WriteStartArray("items");
            foreach (var (name, schedule) in policy.Schedules.OrderBy(known => known.Key, StringComparer.Ordinal))
            {
                if (wanted is null || wanted == name)
                    WriteWho(json, name, schedule, at);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void WriteWho(Utf8JsonWriter json, string name, Schedule schedule, Instant at)
    {
        var rota = new Rota(schedule);
        var person = rota.WhoIsOnCall(at);
        json.WriteStartObject();
        json.WriteString("schedule", name);
        json.WriteString("zone", schedule.Zone.Id);
        json.WriteStartArray("oncall");
        if (person is not null)
            json.WriteStringValue(person);
        json.WriteEndArray();
        var next = rota.Shifts(at, at + Ahead).FirstOrDefault(shift => shift.To > at);
        if (next.Person is not null)
            json.WriteSome("until", person is null ? next.From : next.To < at + Ahead ? next.To : null);
        json.WriteEndObject();
    }

    private static async Task Shifts(Call call)
    {
        var asked = new Asked(call, "from", "to");
        var from = asked.Moment("from") ?? call.House.Now;
        var to = asked.Moment("to") ?? from + Duration.FromDays(14);
        if (to < from || to - from > Duration.FromDays(LongestRange))
            asked.Blame("to", $"to must lie after from, by at most {LongestRange} days");
        if (await ScheduleOf(call, asked.Problem).ConfigureAwait(false) is not { } schedule)
            return;
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("schedule", call.Part("schedule"));
            json.WriteStartArray("shifts");
            foreach (var shift in new Rota(schedule).Shifts(from, to))
                WriteShift(json, shift);
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public static void WriteShift(Utf8JsonWriter json, Shift shift)
    {
        json.WriteStartObject();
        json.WriteSome("from", shift.From);
        json.WriteSome("to", shift.To);
        json.WriteString("person", shift.Person);
        json.WriteEndObject();
    }

    private static async Task Override(Call call)
    {
        var name = call.Part("schedule");
        var (said, bytes, problem) = await Bodies.ReadObject(call.Http).ConfigureAwait(false);
        var (overrides, key, wrong) = problem is null ? OverridesOf(said) : ([], null, problem);
        if (await ScheduleOf(call, wrong).ConfigureAwait(false) is null)
            return;
        await PolicyChanges.Make(
            call, "oncall.override", (bytes, key), isDry: false,
            before => PolicyEdit.Append(
                PolicyText.NameOf(before.Policy.Version), before.Text, ["schedules", name, "overrides"], overrides,
                before.Policy.Zones),
            after => call.Answer(201, json =>
            {
                json.WriteStartObject();
                json.WriteString("schedule", name);
                json.WriteString("policy", after.Policy.Version);
                json.WriteStartArray("overrides");
                foreach (var one in overrides)
                    one.WriteTo(json);
                json.WriteEndArray();
                json.WriteEndObject();
            })).ConfigureAwait(false);
    }

    /// <summary>One override, or several under <c>overrides</c>: a swap is two, put in force together.</summary>
    private static (List<JsonElement> Overrides, string? Key, Problem? Problem) OverridesOf(JsonElement said)
    {
        var key = said.TryGetProperty("key", out var keyed) && keyed.ValueKind == JsonValueKind.String
            ? keyed.GetString()
            : null;
        if (!said.TryGetProperty("overrides", out var several))
        {
            return ([WithoutKey(said)], key, null);
        }
        var isSound = several.ValueKind == JsonValueKind.Array && several.GetArrayLength() is > 0 and <= MostOverrides
            && said.EnumerateObject().All(field => field.Name is "overrides" or "key");
        return isSound
            ? ([.. several.EnumerateArray()], key, null)
            : ([], key, Problem.Invalid(new BodyFault(
                "overrides", $"overrides must be a list of 1 to {MostOverrides}, each with from, to and person")));
    }

    // A field that stands there twice stays so, for the policy's own checks to find.
    private static JsonElement WithoutKey(JsonElement said)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var field in said.EnumerateObject().Where(field => field.Name != "key"))
                field.WriteTo(json);
            json.WriteEndObject();
        }
        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static async Task Calendar(Call call)
    {
        if (await ScheduleOf(call, new Asked(call).Problem).ConfigureAwait(false) is not { } schedule)
            return;
        var now = call.House.Now;
        var shifts = new Rota(schedule).Shifts(now - Duration.FromDays(30), now + Duration.FromDays(90));
        var text = ShiftCalendar.Write(call.Part("schedule"), shifts, now);
        await Answers.Write(call.Http, 200, "text/calendar; charset=utf-8", Encoding.UTF8.GetBytes(text))
            .ConfigureAwait(false);
    }

    /// <summary>The schedule of the path; null where it or the request is wrong, and then that has been told.</summary>
    private static async Task<Schedule?> ScheduleOf(Call call, Problem? problem)
    {
        var name = call.Part("schedule");
        var schedule = call.House.Policies.Current.Schedules.GetValueOrDefault(name);
        if ((problem ?? (schedule is null ? Unknown(name) : null)) is not { } refusal)
            return schedule;
        await call.Refuse(refusal).ConfigureAwait(false);
        return null;
    }

    internal static Problem Unknown(string name) =>
        new(404, "unknown-schedule", "There is no such schedule", $"The policy in force has no schedule {name}.");
}
