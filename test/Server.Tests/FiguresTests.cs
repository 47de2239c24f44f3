using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The figures of a period over HTTP (R3, section 12).</summary>
public sealed class FiguresTests
{
    private const string Tickets = "/api/v1/tickets";
    private const string Figures = "/api/v1/metrics";

    [Fact]
    public async Task What_was_just_done_is_in_the_next_figures_each_beside_its_target()
    {
        await using var server = await RunningServer.Start();
        var empty = (await server.Get(Figures, server.Admin)).Json;
        Assert.Equal(0, empty.GetProperty("response").GetArrayLength());
        await Handled(server, "vpn");

        var told = (await server.Get(Figures, server.Admin)).Json;
        var kept = told.GetProperty("resolution").EnumerateArray()
            .Single(row => row.GetProperty("by").GetString() == "all");
        Assert.Equal((1, 0, 1.0), (
            kept.GetProperty("met").GetInt32(), kept.GetProperty("breached").GetInt32(),
            kept.GetProperty("compliance").GetDouble()));
        var compliance = told.GetProperty("figures").EnumerateArray().First();
        Assert.Equal("slaCompliance", compliance.GetProperty("name").GetString());
        Assert.Equal(("> 95 %", 2, false), (
            compliance.GetProperty("target").GetString(), compliance.GetProperty("n").GetInt32(),
            compliance.GetProperty("enough").GetBoolean()));
        Assert.StartsWith("not enough data", compliance.GetProperty("note").GetString());
        Assert.False(compliance.TryGetProperty("met", out _));
        Assert.Equal(
            ["slaCompliance", "escalationAccuracy", "detection", "coordinationTime", "reportTime",
                "costPerCoordination", "messageDelay", "deadlineLag"],
            told.GetProperty("figures").EnumerateArray().Select(figure => figure.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_filter_leaves_out_what_it_does_not_name()
    {
        await using var server = await RunningServer.Start();
        await Handled(server, "vpn");
        await Handled(server, "mail");
        Assert.Equal(2, await Opened(""));
        Assert.Equal(1, await Opened("?service=vpn"));
        Assert.Equal(2, await Opened("?service=vpn,mail&priority=P2"));
        Assert.Equal(0, await Opened("?priority=P1,P3"));
        Assert.Equal(0, await Opened("?team=network"));
        Assert.Equal(0, await Opened("?to=2020-01-01"));

        async Task<int> Opened(string query) =>
            (await server.Get(Figures + query, server.Admin)).Json.GetProperty("noise").EnumerateArray()
                .Where(row => row.GetProperty("by").GetString() == "all")
                .Sum(row => row.GetProperty("opened").GetInt32());
    }

    [Theory]
    [InlineData("?colour=red", "colour")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=2025-10-20T09:00:00", "from")]
    [InlineData("?from=2025-10-21&to=2025-10-20", "from")]
    [InlineData("?from=2025-10-20&to=2025-10-20", "from")]
    [InlineData("?from=2024-01-01&to=2025-10-20", "from")]
    [InlineData("?priority=p1", "priority")]
    [InlineData("?format=pdf", "format")]
    public async Task What_cannot_be_asked_is_refused_by_the_name_of_its_field(string query, string field)
    {
        await using var server = await RunningServer.Start();
        var answer = await server.Get(Figures + query, server.Admin);
        Assert.Equal(422, answer.Code);
        Assert.Equal(field, answer.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task They_come_as_json_csv_or_a_page_without_script_by_format_or_by_accept()
    {
        await using var server = await RunningServer.Start();
        await Handled(server, "=1+1<b>");
        var csv = await server.Get(Figures + "?format=csv", server.Admin);
        var lines = csv.Text.Split('\n');
        Assert.Equal("from,to,table,by,name,figure,value,unit,n,target,enough", lines[0]);
        Assert.Contains(lines, line => line.Contains(",resolution,service,") && line.EndsWith("compliance,1,share,,,"));
        Assert.DoesNotContain(",=1", csv.Text); // nothing that a spreadsheet would run
        var page = await server.Get(Figures + "?format=html", server.Admin);
        Assert.Contains("<svg class=\"columns\"", page.Text);
        Assert.Contains("=1+1&lt;b&gt;", page.Text);
        Assert.DoesNotContain("<script", page.Text);
        foreach (var (accept, type) in ((string, string)[])
            [("text/html,*/*;q=0.1", "text/html"), ("text/csv", "text/csv"), ("*/*", "application/json")])
        {
            using var request = server.Request(HttpMethod.Get, Figures, server.Admin);
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await server.Open(request);
            Assert.Equal((200, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        }
        using var other = server.Request(HttpMethod.Get, Figures, server.Admin);
        other.Headers.TryAddWithoutValidation("Accept", "image/png");
        Assert.Equal("not-acceptable", (await server.Send(other)).Problem);
    }

    [Fact]
    public async Task Whoever_sees_one_service_is_told_of_its_tickets_alone()
    {
        await using var server = await RunningServer.Start();
        await Handled(server, "vpn");
        await Handled(server, "payroll");
        var token = (await server.Post("/api/v1/tokens",
            """{"name":"vpn","role":"observer","scope":{"services":["vpn"]}}""", server.Admin)).Said("token");
        foreach (var format in (string[])["json", "csv", "html"])
        {
            var answer = await server.Get($"{Figures}?format={format}", token);
            Assert.Equal(200, answer.Code);
            Assert.Contains("vpn", answer.Text);
            Assert.DoesNotContain("payroll", answer.Text);
        }
        Assert.Equal(
            1, (await server.Get(Figures, token)).Json.GetProperty("noise")[0].GetProperty("opened").GetInt32());
        Assert.Equal(0, (await server.Get(Figures + "?service=payroll", token)).Json.GetProperty("noise")
            .GetArrayLength());
    }

    private static async Task Handled(RunningServer server, string service)
    {
        var body = JsonSerializer.Serialize(new { title = "down", priority = "P2", service });
        var id = (await server.Post(Tickets, body, server.Admin)).Said("id");
        await server.Post($"{Tickets}/{id}/start", "{}", server.Admin);
        await server.Post($"{Tickets}/{id}/resolve", """{"code":"fixed"}""", server.Admin);
    }
}
