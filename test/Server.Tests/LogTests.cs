using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>What a running program writes to standard error.</summary>
public sealed class LogTests : IDisposable
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Each_request_is_one_line_of_JSON_without_its_body_or_token()
    {
        var served = await Served.Start(folder.FullName);
        await Ask(served, "VPN drops in a secret place");
        var (code, error) = await served.Stop();
        Assert.Equal(0, code);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var opened = Assert.Single(lines, line => Said(line, "method") == "POST");
        Assert.Equal("info", Said(opened, "level"));
        Assert.Equal("/api/v1/tickets", Said(opened, "route"));
        Assert.Equal(201, opened.GetProperty("status").GetInt32());
        Assert.True(opened.GetProperty("ms").GetDouble() > 0);
        Assert.NotEqual("", Said(opened, "actor"));
        Assert.StartsWith("INC-", Said(opened, "ticket"));
        Assert.Equal(TraceParent[3..35], Said(opened, "traceId"));
        Assert.EndsWith("Z", Said(opened, "time"));
        var shown = Assert.Single(lines, line => Said(line, "route") == "/api/v1/tickets/{id}");
        Assert.Equal(Said(opened, "ticket"), Said(shown, "ticket"));
        Assert.DoesNotContain("secret place", error, StringComparison.Ordinal);
        Assert.DoesNotContain(served.Token, error, StringComparison.Ordinal);
        Assert.DoesNotContain("livez", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_plain_and_sparse_where_that_is_asked_for()
    {
        var served = await Served.Start(folder.FullName, null, null, "--log-format", "plain");
        await Ask(served, "VPN drops");
        var (_, error) = await served.Stop();
        Assert.Contains("POST /api/v1/tickets 201 in ", error, StringComparison.Ordinal);
        Assert.Matches(@"actor \S+, ticket INC-\S+\n", error);
        Assert.DoesNotContain("ticket \n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("actor ,", error, StringComparison.Ordinal);
        Assert.DoesNotContain("{", error.Replace("{id}", "", StringComparison.Ordinal), StringComparison.Ordinal);

        served = await Served.Start(folder.FullName, null, null, "--log-level", "error");
        Assert.Equal((0, ""), await served.Stop());
    }

    private static async Task Ask(Served served, string title)
    {
        using var http = new HttpClient { BaseAddress = new Uri(served.Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", served.Token);
        http.DefaultRequestHeaders.Add("traceparent", TraceParent);
        using var body = new StringContent($$"""{"title":"{{title}}"}""", null, "application/json");
        var opened = await http.PostAsync(
            new Uri("/api/v1/tickets?q=a%20secret%20place", UriKind.Relative), body,
            TestContext.Current.CancellationToken);
        Assert.True(opened.IsSuccessStatusCode);
        await http.GetStringAsync(opened.Headers.Location!, TestContext.Current.CancellationToken);
        await http.GetStringAsync(new Uri("/livez", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private static string? Said(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
