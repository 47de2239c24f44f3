using System.Text.RegularExpressions;
using Muster.Files.Policies;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The page of the schedules, and who is put in on it.</summary>
public sealed partial class OnCallPageTests
{
    private const string Policy = """
        people: {ana: {name: Ana Reis, mail: ana@example.org}, bo: {name: Bo Lind}}
        schedules:
          primary: {zone: UTC, layers: [{rotation: weekly, start: 2025-01-06T09:00, people: [ana]}]}
          nights: {zone: UTC, layers: []}
        """;

    [Fact]
    public async Task A_week_shows_who_is_on_call_where_nobody_is_and_who_cannot_be_reached()
    {
        await using var server = await Start();
        using var browser = new PlainBrowser(server.Address);
        await browser.See(Link().Match(server.Output).Value);
        await browser.See("/on-call");
        Assert.Equal(200, browser.Status);
        Assert.Contains("Now: <b><bdi>Ana Reis</bdi></b>", browser.Text);
        Assert.Contains("Nobody is on call from", browser.Text);
        Assert.DoesNotContain("cannot be reached", browser.Text);
        await browser.See("/on-call?week=2024-12-25");
        Assert.Contains("23 Dec 2024 to 29 Dec 2024", browser.Text);
        Assert.Contains("href=\"/on-call?week=2024-12-30\"", browser.Text);
        await browser.See("/on-call?week=9999-12-31");
        Assert.Equal(200, browser.Status);
    }

    [Fact]
    public async Task An_override_from_the_page_is_in_force_at_once_and_sent_twice_is_there_once()
    {
        await using var server = await Start();
        using var browser = new PlainBrowser(server.Address);
        await browser.See(Link().Match(server.Output).Value);
        await browser.See("/on-call");
        (string, string?)[] form =
        [
            ("form", browser.Value("form")), ("key", browser.Value("key")), ("person", "bo"), ("to", "2h"),
        ];
        Assert.EndsWith("done=override", await browser.Send("/on-call/primary", form));
        Assert.Contains("Now: <b><bdi>Bo Lind</bdi></b>", browser.Text);
        Assert.Contains("<bdi>Bo Lind</bdi> cannot be reached", browser.Text);
        await browser.Send("/on-call/primary", form);
        var version = await server.Get("/api/v1/oncall?schedule=primary", server.Admin);
        Assert.Equal("bo", version.Json.GetProperty("items")[0].GetProperty("oncall")[0].GetString());
        Assert.Single(Overrides().Matches(browser.Text));
    }

    [Fact]
    public async Task An_override_that_ends_before_it_begins_or_is_nobodys_schedule_is_refused()
    {
        await using var server = await Start();
        using var browser = new PlainBrowser(server.Address);
        await browser.See(Link().Match(server.Output).Value);
        await browser.See("/on-call");
        var proof = browser.Value("form");
        await browser.Send("/on-call/primary", ("form", proof), ("person", "bo"), ("from", "3h"), ("to", "2h"));
        Assert.Equal(422, browser.Status);
        await browser.Send("/on-call/primary", ("form", proof), ("person", "bo"));
        Assert.Equal(422, browser.Status);
        await browser.Send("/on-call/none", ("form", proof), ("person", "bo"), ("to", "2h"));
        Assert.Equal(404, browser.Status);
    }

    private static async Task<RunningServer> Start()
    {
        var policy = PolicyReader.Read([new PolicySource("desk.yaml", Policy, null)]);
        return await RunningServer.Start(change: options => options with
        {
            Policy = policy.Policy!,
            PolicyText = policy.MergedYaml,
        });
    }

    [GeneratedRegex(@"http://\S+/sign-in/\S+")]
    private static partial Regex Link();

    [GeneratedRegex("<h3>Overrides</h3>\\s*<ul class=\"shifts\">\\s*<li>(?!.*<li>)")]
    private static partial Regex Overrides();
}
