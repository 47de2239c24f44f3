using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>People, teams, schedules and the policy that they stand in, over HTTP.</summary>
public sealed class DirectoryTests
{
    private const string Policies = "/api/v1/policies";
    private const string Desk = """
        people:
          ana: {name: Ana, mail: ana@example.org}
          bo: {name: Bo, phone: "+49 1"}
        teams:
          network: {tier: tier-2, members: [ana]}
        schedules:
          primary:
            zone: Europe/Berlin
            layers: [{rotation: weekly, start: 2025-01-06T09:00, people: [ana, bo]}]
        """;

    [Fact]
    public async Task A_policy_that_is_sent_is_in_force_at_once_and_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        string admin, version;
        await using (var server = await RunningServer.Start(folder))
        {
            admin = server.Admin;
            version = await Push(server, Desk);
            Assert.StartsWith("desk@sha256:", version);
            var opened = await server.Post("/api/v1/tickets", """{"title":"VPN"}""", admin);
            var assigned = await server.Post(
                $"/api/v1/tickets/{opened.Said("id")}/assign", """{"team":"network"}""", admin);
            Assert.Equal("tier-2", assigned.Said("tier"));
        }
        await using (var server = await RunningServer.Start(folder))
        {
            var policy = await server.Get(Policies, admin);
            Assert.Equal(version, policy.Said("version"));
            Assert.Equal(2, policy.Json.GetProperty("versions").GetArrayLength());
            var first = policy.Json.GetProperty("versions")[0].GetProperty("version").GetString()!;
            var earlier = await server.Get($"{Policies}?version={Uri.EscapeDataString(first)}", admin);
            Assert.DoesNotContain("network", earlier.Said("text"));
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_fault_of_a_policy_is_told_with_its_place_and_nothing_changes()
    {
        await using var server = await RunningServer.Start();
        var before = (await server.Get(Policies, server.Admin)).Said("version");
        var refused = await Put(server, Policies, new
        {
            name = "desk.yaml",
            text = "teams:\n  a: {tier: tier-9}\nlifecycle: {autoClose: soon}\nnonsense: 1\n",
        });
        Assert.Equal((422, "invalid"), (refused.Code, refused.Problem));
        Assert.Equal(
            ["desk.yaml:2:13", "desk.yaml:3:24", "desk.yaml:4:1"],
            refused.Json.GetProperty("errors").EnumerateArray()
                .Select(error => error.GetProperty("field").GetString()));
        Assert.Equal(before, (await server.Get(Policies, server.Admin)).Said("version"));
    }

    [Theory]
    [InlineData("""{"text":"calendars: {office: {zone: UTC, holidaysFrom: desk.ics}}"}""")]
    [InlineData("""{"name":"../desk.yaml","text":"{}"}""")]
    [InlineData("""{"files":[]}""")]
    [InlineData("""{"text":"{}","files":[{"text":"{}"}]}""")]
    [InlineData("""{"text":5}""")]
    [InlineData("{}")]
    public async Task A_policy_from_elsewhere_names_no_file_and_comes_in_one_form(string body)
    {
        await using var server = await RunningServer.Start();
        var refused = await server.Send(HttpMethod.Put, Policies, body, server.Admin);
        Assert.Equal((422, "invalid"), (refused.Code, refused.Problem));
    }

    [Fact]
    public async Task A_dry_run_says_the_version_and_leaves_the_old_one_in_force()
    {
        await using var server = await RunningServer.Start();
        var before = (await server.Get(Policies, server.Admin)).Said("version");
        var dry = await Put(server, $"{Policies}?dry=1", new { name = "desk.yaml", text = Desk });
        Assert.True(dry.Json.GetProperty("changed").GetBoolean());
        Assert.Equal(before, (await server.Get(Policies, server.Admin)).Said("version"));
    }

    [Fact]
    public async Task A_person_is_added_changed_and_removed_as_versions_of_the_policy()
    {
        await using var server = await RunningServer.Start();
        await Push(server, Desk);
        var added = await server.Send(
            HttpMethod.Put, "/api/v1/people/cy", """{"name":"Cy","mail":"cy@example.org","vip":true}""", server.Admin);
        Assert.Equal(200, added.Code);
        Assert.Equal(
            ["ana", "bo", "cy"],
            (await server.Get("/api/v1/people", server.Admin)).Json.GetProperty("items").EnumerateArray()
                .Select(person => person.GetProperty("id").GetString()));
        var changed = await server.Send(
            HttpMethod.Put, "/api/v1/people/cy", """{"mail":"c@example.org"}""", server.Admin,
            ("If-Match", $"{added.Headers.ETag}"));
        Assert.False(changed.Json.TryGetProperty("vip", out _));
        var stale = await server.Send(
            HttpMethod.Put, "/api/v1/people/cy", "{}", server.Admin, ("If-Match", $"{added.Headers.ETag}"));
        Assert.Equal(412, stale.Code);
        Assert.Equal(204, (await server.Send(HttpMethod.Delete, "/api/v1/people/cy", null, server.Admin)).Code);
        Assert.Equal(404, (await server.Get("/api/v1/people/cy", server.Admin)).Code);
        Assert.Equal(5, (await server.Get(Policies, server.Admin)).Json.GetProperty("versions").GetArrayLength());
    }

    [Fact]
    public async Task Whoever_is_still_named_elsewhere_stays_and_what_is_no_field_is_placed()
    {
        await using var server = await RunningServer.Start();
        await Push(server, Desk);
        var named = await server.Send(HttpMethod.Delete, "/api/v1/people/ana", null, server.Admin);
        Assert.Equal((409, "still-named"), (named.Code, named.Problem));
        Assert.StartsWith("ana stands in schedule primary, team network", named.Said("detail"));
        var wrong = await server.Send(
            HttpMethod.Put, "/api/v1/teams/desk", """{"tier":"tier-9","lead":"nobody","colour":"red"}""", server.Admin);
        Assert.Equal(422, wrong.Code);
        Assert.Equal(
            ["teams.desk.colour", "teams.desk.tier"],
            wrong.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString())
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_is_on_call_follows_the_rota_and_a_swap_is_two_overrides()
    {
        await using var server = await RunningServer.Start();
        await Push(server, Desk);
        Assert.Equal("bo", await OnCall(server, "2030-01-08T12:00:00Z"));
        Assert.Equal("ana", await OnCall(server, "2030-01-15T12:00:00Z"));
        const string swap = """
            {"overrides":[{"from":"2030-01-08T09:00","to":"2030-01-09T09:00","person":"ana"},
                          {"from":"2030-01-15T09:00","to":"2030-01-16T09:00","person":"bo"}]}
            """;
        var responder = await server.TokenFor("responder");
        var first = await server.Post("/api/v1/oncall/primary/overrides", swap, responder, ("Idempotency-Key", "k"));
        Assert.Equal(201, first.Code);
        Assert.Equal("ana", await OnCall(server, "2030-01-08T12:00:00Z"));
        Assert.Equal("bo", await OnCall(server, "2030-01-15T12:00:00Z"));
        var again = await server.Post("/api/v1/oncall/primary/overrides", swap, responder, ("Idempotency-Key", "k"));
        Assert.Equal((201, first.Said("policy")), (again.Code, again.Said("policy")));
        var shifts = await server.Get(
            "/api/v1/oncall/primary/shifts?from=2030-01-07T08:00:00Z&to=2030-01-10T08:00:00Z", server.Admin);
        Assert.Equal(
            ["bo", "ana", "bo"],
            shifts.Json.GetProperty("shifts").EnumerateArray()
                .Select(shift => shift.GetProperty("person").GetString()));
        var backwards = await server.Post(
            "/api/v1/oncall/primary/overrides", """{"from":"2030-01-09T09:00","to":"2030-01-08T09:00","person":"bo"}""",
            server.Admin);
        Assert.Equal(422, backwards.Code);
        Assert.Equal(404, (await server.Post("/api/v1/oncall/none/overrides", "{}", server.Admin)).Code);
    }

    [Fact]
    public async Task The_schedule_goes_into_a_calendar_of_ones_own()
    {
        await using var server = await RunningServer.Start();
        await Push(server, Desk);
        var calendar = await server.Get("/calendars/oncall/primary.ics", server.Admin);
        Assert.Equal((200, "text/calendar"), (calendar.Code, calendar.MediaType));
        Assert.StartsWith("BEGIN:VCALENDAR", calendar.Text);
        Assert.Contains("is on call (primary)", calendar.Text);
        Assert.Equal(404, (await server.Get("/calendars/oncall/none.ics", server.Admin)).Code);
    }

    [Fact]
    public async Task Readiness_names_the_holes_and_those_whom_nobody_can_tell_anything()
    {
        await using var server = await RunningServer.Start();
        var empty = await server.Get("/api/v1/oncall/readiness", server.Admin);
        Assert.True(empty.Json.GetProperty("ready").GetBoolean());
        await Push(server, """
            people: {dee: {name: Dee}}
            schedules:
              nights:
                zone: UTC
                layers: [{rotation: daily, start: 2025-01-06T21:00, people: [dee], only: {mon-sun: ["21:00-09:00"]}}]
            """);
        var readiness = (await server.Get("/api/v1/oncall/readiness", server.Admin)).Json;
        Assert.False(readiness.GetProperty("ready").GetBoolean());
        Assert.Equal("dee", readiness.GetProperty("withoutContact")[0].GetString());
        var nights = readiness.GetProperty("schedules")[0];
        Assert.InRange(nights.GetProperty("gaps").GetArrayLength(), 30, 31);
        Assert.Equal("dee", nights.GetProperty("unreachable")[0].GetProperty("person").GetString());
    }

    [Fact]
    public async Task An_edit_of_a_person_leaves_clocks_alone_and_new_targets_are_listed_before_a_rebase()
    {
        await using var server = await RunningServer.Start();
        await Push(server, Desk);
        var opened = await server.Post("/api/v1/tickets", """{"title":"VPN","priority":"P2"}""", server.Admin);
        await server.Send(HttpMethod.Put, "/api/v1/people/cy", """{"mail":"c@example.org"}""", server.Admin);
        Assert.Equal(0, await Rebased(server));
        await Push(server, Desk + "\nsla: [{targets: {P2: {resolution: 4h, escalateAt: 3h}}}]\n");
        var listed = (await server.Post($"{Policies}/rebase?dry=1", null, server.Admin)).Json.GetProperty("items")[0];
        Assert.Equal(opened.Said("id"), listed.GetProperty("id").GetString());
        var clock = listed.GetProperty("clocks").GetProperty("resolution");
        Assert.Equal("PT8H", clock.GetProperty("target").GetString());
        Assert.Equal("PT4H", clock.GetProperty("newTarget").GetString());
        // S9: the clock that runs keeps what it was promised
        var shown = await server.Get($"/api/v1/tickets/{opened.Said("id")}", server.Admin);
        Assert.Equal(
            clock.GetProperty("due").GetString(),
            shown.Json.GetProperty("clocks").GetProperty("resolution").GetProperty("due").GetString());
    }

    private static async Task<int> Rebased(RunningServer server) =>
        (await server.Post($"{Policies}/rebase?dry=1", null, server.Admin)).Json.GetProperty("items").GetArrayLength();

    private static async Task<string?> OnCall(RunningServer server, string at)
    {
        var answer = await server.Get($"/api/v1/oncall?schedule=primary&at={at}", server.Admin);
        return answer.Json.GetProperty("items")[0].GetProperty("oncall")[0].GetString();
    }

    private static async Task<string> Push(RunningServer server, string text)
    {
        var answer = await Put(server, Policies, new { name = "desk.yaml", text });
        Assert.True(answer.Code == 200, answer.Text);
        return answer.Said("version");
    }

    private static Task<Answer> Put(RunningServer server, string path, object body) =>
        server.Send(HttpMethod.Put, path, JsonSerializer.Serialize(body), server.Admin);
}
