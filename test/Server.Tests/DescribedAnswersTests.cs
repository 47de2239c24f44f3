using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Description;
using Muster.Server.Status.Subscriptions;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>
/// Every route asked with its own example, and its answer held against its own schema: neither the examples nor the
/// schemas say anything that the server does not do.
/// </summary>
public sealed class DescribedAnswersTests
{
    private static readonly Described Interface = new(OpenApiRoute.Document());

    private readonly HashSet<string> asked = [];
    private readonly List<string> faults = [];

    [Fact]
    public async Task Every_route_does_what_its_example_says_and_answers_as_its_schema_says()
    {
        await using var server = await RunningServer.Start();
        await Policy(server);
        await Status(server);
        await Verbs(server);
        await Tickets(server);
        await Senders(server);
        await Access(server);
        await Server(server);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        // the links of pages go out by mail alone, and are asked in the tests of paging
        Assert.Equal(
            [$"GET {Permissions.Answer}", $"POST {Permissions.Answer}"],
            Interface.Operations.Select(each => $"{each.Method} {each.Path}").Except(asked).Order());
    }

    private async Task Policy(RunningServer server)
    {
        await Ask(server, "GET", Permissions.Zones);
        await Ask(server, "POST", Permissions.ZonesForeseen);
        await Ask(server, "PUT", Permissions.Policies);
        await Ask(server, "GET", Permissions.Policies);
        foreach (var (all, one, name) in new[]
        {
            (Permissions.People, Permissions.Person, "ana"), (Permissions.Teams, Permissions.Team, "network"),
        })
        {
            await Ask(server, "PUT", one, ("id", name));
            await Ask(server, "GET", one, ("id", name));
            await Ask(server, "GET", all);
        }
        await server.Send(HttpMethod.Put, $"{Permissions.People}/cy", """{"name":"Cy"}""", server.Admin);
        await server.Send(HttpMethod.Put, $"{Permissions.Teams}/desk", "{}", server.Admin);
        await Ask(server, "DELETE", Permissions.Person, ("id", "cy"));
        await Ask(server, "DELETE", Permissions.Team, ("id", "desk"));
        await server.Send(HttpMethod.Put, Permissions.Policies, JsonSerializer.Serialize(new
        {
            name = "desk.yaml",
            text = """
                people:
                  ana: {name: Ana Abt, mail: ana@example.org}
                  bo: {name: Bo}
                teams:
                  network: {tier: tier-2, members: [ana]}
                services:
                  vpn: {}
                schedules:
                  primary:
                    zone: Europe/Berlin
                    layers: [{rotation: weekly, start: 2025-01-06T09:00, people: [ana, bo]}]
                """,
        }), server.Admin);
        await Ask(server, "POST", Permissions.Overrides, ("schedule", "primary"));
        foreach (var path in (string[])[Permissions.OnCall, Permissions.Readiness, Permissions.Shifts,
            Permissions.OnCallCalendar])
            await Ask(server, "GET", path, ("schedule", "primary"));
    }

    private async Task Status(RunningServer server)
    {
        await Ask(server, "PUT", Permissions.StatusComponent, ("id", "vpn"));
        await Ask(server, "GET", Permissions.StatusComponents);
        await Ask(server, "DELETE", Permissions.StatusComponent, ("id", "vpn"));
        var subscribers = server.House.Subscriptions;
        await subscribers.Ask(SubscriptionKind.Mail, "eva@example.org");
        var asked = await server.House.Store.ReadStream(SubscriptionBook.Stream, 0, 1);
        var id = SubscriptionFormat.IdOf(asked[0]);
        await subscribers.Confirm(id);
        await Ask(server, "GET", Permissions.StatusSubscribers);
        await Ask(server, "DELETE", Permissions.StatusSubscriber, ("id", id));
        Assert.Empty(subscribers.Confirmed);
        var audit = await server.Get($"{Permissions.Audit}?format=jsonl", server.Admin);
        Assert.Contains("status.unsubscribe", audit.Text);
    }

    private async Task Verbs(RunningServer server)
    {
        foreach (var verb in Permissions.TicketVerbs)
        {
            var other = (await server.Post(Permissions.Tickets, """{"title":"No way in"}""", server.Admin)).Said("id");
            var id = (await server.Post(Permissions.Tickets, """{"title":"VPN"}""", server.Admin)).Said("id");
            var before = verb switch
            {
                "resume" => ("hold", """{"reason":"vendor"}"""),
                "reopen" => ("resolve", """{"code":"fixed"}"""),
                "unlink" => ("link", $$"""{"to":"{{other}}","kind":"relates"}"""),
                "stand-down" => ("declare", "{}"),
                "accept" or "reject" => ("impact", """{"affectedUsers":100}"""),
                _ when Muster.Core.Tickets.Verbs.OfMajors.Contains(verb) => ("declare", """{"severity":"SEV-2"}"""),
                _ => default,
            };
            if (before != default)
                Assert.Equal(200, (await server.Post($"{Permissions.Tickets}/{id}/{before.Item1}", before.Item2,
                    server.Admin)).Code);
            await Ask(server, "POST", Permissions.OfVerb(verb), ("id", id), (Examples.Other, other));
        }
        foreach (var verb in Permissions.MajorVerbs)
        {
            var (path, body) = verb is "accept" or "reject" or "declare"
                ? (Permissions.Tickets, """{"title":"VPN","affectedUsers":100}""")
                : (Permissions.Majors, """{"title":"VPN","severity":"SEV-2"}""");
            var id = (await server.Post(path, body, server.Admin)).Said("id");
            await Ask(server, "POST", Permissions.OfMajor(verb), ("id", id));
        }
        var declared = (await Ask(server, "POST", Permissions.Majors)).GetProperty("id").GetString()!;
        await Ask(server, "GET", Permissions.Major, ("id", declared));
        await Ask(server, "GET", Permissions.Report, ("id", declared));
        await Ask(server, "GET", Permissions.Figures);
        await Ask(server, "GET", Permissions.Majors);
    }

    private async Task Tickets(RunningServer server)
    {
        var opened = await Ask(server, "POST", Permissions.Tickets);
        var id = opened.GetProperty("id").GetString()!;
        var other = (await server.Post(Permissions.Tickets, """{"title":"No way in"}""", server.Admin)).Said("id");
        foreach (var (verb, body) in new[]
        {
            ("triage", """{"category":"network","team":"network"}"""), ("start", "{}"),
            ("impact", """{"affectedUsers":7,"affectedShare":"10%","dataLoss":false,"systems":["vpn"]}"""),
            ("hold", $$"""{"reason":"vendor","until":"{{Schemas.Monday}}T13:00:00Z"}"""),
            ("link", $$"""{"to":"{{other}}","kind":"blocked-by"}"""), ("escalate", """{"reason":"stuck"}"""),
            ("update", """{"text":"seen","happenedAt":"2026-01-05T09:00:00Z"}"""),
        })
            Assert.Equal(200, (await server.Post($"{Permissions.Tickets}/{id}/{verb}", body, server.Admin)).Code);
        foreach (var path in (string[])[Permissions.Tickets, Permissions.Ticket, Permissions.Timeline,
            Permissions.Explanation, Permissions.Graph, Permissions.WhyNot, Permissions.Sla])
            await Ask(server, "GET", path, ("id", id), ("person", "ana"));
        await Ask(server, "POST", Permissions.Ask);
        var later = Uri.EscapeDataString($"priority=P1@{Schemas.Monday}T13:00:00Z");
        await AskAt(server, "GET", Permissions.Explanation,
            $"{Permissions.Tickets}/{id}/explain?at={Schemas.Monday}T16:00:00Z&assume={later}", null);
        await Stream(server);
        await Ask(server, "POST", Permissions.MessageTrial, ("person", "ana"));
        await Ask(server, "GET", Permissions.Messages);
        await server.Send(HttpMethod.Put, Permissions.Policies,
            """{"text":"sla: [{name: short, targets: {P2: {resolution: 2h}, P3: {resolution: 5h}}}]"}""", server.Admin);
        await AskAt(server, "POST", Permissions.Rebase, $"{Permissions.Rebase}?dry=1", null);
        var rebased = await Ask(server, "POST", Permissions.Rebase);
        Assert.NotEqual(0, rebased.GetProperty("items").GetArrayLength());
        await Ask(server, "GET", Permissions.Timeline, ("id", id));
    }

    private async Task Stream(RunningServer server)
    {
        asked.Add($"GET {Permissions.Stream}");
        using var request = server.Request(HttpMethod.Get, Permissions.Stream, server.Admin);
        request.Headers.Add("Last-Event-ID", "0");
        using var response = await server.Open(request);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(
            TestContext.Current.CancellationToken));
        var line = new JsonObject { ["$ref"] = Schemas.Where + Components.JournalLine };
        for (var told = 0; told < 20;)
        {
            var text = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
            if (text?.StartsWith("data: ", StringComparison.Ordinal) != true)
                continue;
            told++;
            faults.AddRange(Interface.Faults(line, JsonNode.Parse(text[6..])).Select(fault => $"stream: {fault}"));
        }
    }

    private async Task Senders(RunningServer server)
    {
        await Ask(server, "POST", Permissions.Integrations);
        foreach (var kind in (string[])["alertmanager", "grafana", "json"])
        {
            var sender = await Sender.Of(server, $$"""{"kind":"{{kind}}"}""");
            await Ask(server, "POST", Permissions.InboundOf(kind), ("key", sender.Key));
            if (kind == "json")
                await AskAt(server, "POST", Permissions.InboundOf(kind), $"{sender.Path}?dry=1", """{"title":"a"}""");
        }
        var opened = await server.Get($"{Permissions.Tickets}?q=VPN&state=New", server.Admin);
        foreach (var row in opened.Json.GetProperty("items").EnumerateArray())
            await Ask(server, "GET", Permissions.Ticket, ("id", row.GetProperty("id").GetString()!));
        var beats = await Sender.Of(server, """{"kind":"heartbeat","interval":"1h"}""");
        await Ask(server, "POST", Permissions.Heartbeat, ("key", beats.Key));
        var pager = await Sender.Of(server, """{"kind":"pagerduty"}""");
        await Ask(server, "POST", Permissions.PagerDuty, (Examples.Key, pager.Key));
        await Genie(server, await Sender.Of(server, """{"kind":"opsgenie"}"""));
        await Ask(server, "GET", Permissions.Integrations);
        await Ask(server, "DELETE", Permissions.Integration, ("id", beats.Id));
    }

    private async Task Genie(RunningServer server, Sender sender)
    {
        var genie = ("Authorization", $"GenieKey {sender.Key}");
        var created = await AskAt(
            server, "POST", Permissions.Opsgenie, Permissions.Opsgenie, Body("POST", Permissions.Opsgenie), genie);
        foreach (var (method, path) in ((string, string)[])[("POST", Permissions.OpsgenieNotes),
            ("POST", Permissions.OpsgenieAcknowledge), ("PUT", Permissions.OpsgenieMessage),
            ("PUT", Permissions.OpsgenieDescription), ("POST", Permissions.OpsgenieClose)])
        {
            var to = path.Replace("{id}", "vpn-gateway-down", StringComparison.Ordinal) + "?identifierType=alias";
            await AskAt(server, method, path, to, Body(method, path), genie);
        }
        var id = created.GetProperty("requestId").GetString()!;
        await AskAt(server, "GET", Permissions.OpsgenieRequest,
            Permissions.OpsgenieRequest.Replace("{id}", id, StringComparison.Ordinal), null, genie);
    }

    private async Task Access(RunningServer server)
    {
        var issued = await Ask(server, "POST", Permissions.Tokens);
        var rotated = await Ask(server, "POST", Permissions.TokenRotation,
            ("id", issued.GetProperty("id").GetString()!));
        await Ask(server, "POST", Permissions.TokenLink, ("id", "self"));
        await Ask(server, "GET", Permissions.Tokens);
        await Ask(server, "DELETE", Permissions.Token, ("id", rotated.GetProperty("id").GetString()!));
        await Ask(server, "GET", Permissions.Audit);
    }

    private async Task Server(RunningServer server)
    {
        foreach (var path in (string[])["/livez", "/readyz", "/healthz", "/health/engine", Permissions.Metrics])
            await Ask(server, "GET", path);
        asked.Add($"GET {Permissions.OpenApi}");
        var document = await server.Get(Permissions.OpenApi, server.Admin);
        Assert.Equal("3.1.0", document.Said("openapi"));
    }

    /// <param name="parts">What stands in the place of a part of the path, or of a word of the body.</param>
    private Task<JsonElement> Ask(
        RunningServer server, string method, string path, params (string Name, string Value)[] parts)
    {
        var (to, body) = (path, Body(method, path));
        foreach (var (name, value) in parts)
        {
            to = to.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            body = body?.Replace(name, value, StringComparison.Ordinal);
        }
        return AskAt(server, method, path, to, Body(method, path) is null ? null : body);
    }

    private async Task<JsonElement> AskAt(
        RunningServer server, string method, string path, string to, string? body,
        params (string Name, string Value)[] headers)
    {
        asked.Add($"{method} {path}");
        var (status, type, content) = Described.Answer(Interface.Operation(method, path));
        var isKeyed = Permissions.Of(method, path).IsKeyed;
        var answer = await server.Send(new HttpMethod(method), to, body, isKeyed ? null : server.Admin, headers);
        if (answer.Code != status || answer.MediaType != type)
            faults.Add($"{method} {to} {answer.Code} {answer.MediaType} {answer.Text}");
        else if (type == "application/json")
            faults.AddRange(Interface.Faults(content!["schema"]!, JsonNode.Parse(answer.Text))
                .Select(fault => $"{method} {path}: {fault} in {answer.Text}"));
        return type == "application/json" ? answer.Json : default;
    }

    private static string? Body(string method, string path) =>
        Described.Body(Interface.Operation(method, path))?["example"]?.ToJsonString();
}
