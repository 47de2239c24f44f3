using System.Net;
using System.Text.RegularExpressions;
using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The pages as a browser without a script gets them: who is let in, and what a form may do.</summary>
public sealed partial class PageTests
{
    [Fact]
    public async Task The_link_of_the_first_start_signs_in_once()
    {
        await using var server = await RunningServer.Start();
        var link = LinkIn(server.Output);
        Assert.True(server.Output.IndexOf("mst_", StringComparison.Ordinal)
            < server.Output.IndexOf(link, StringComparison.Ordinal));
        Assert.DoesNotContain("mst_", link);
        using var browser = new PlainBrowser(server.Address);
        Assert.Equal("/", await browser.See(link));
        Assert.Contains("<h1>Now</h1>", browser.Text);
        using var second = new PlainBrowser(server.Address);
        await second.See(link);
        Assert.Equal(410, second.Status);
        Assert.Contains("used already", second.Text);
        await second.See("/");
        Assert.Equal(401, second.Status);
    }

    // L8
    [Fact]
    public async Task A_resolved_parent_offers_to_resolve_its_open_children_and_its_page_stays()
    {
        await using var server = await RunningServer.Start();
        foreach (var title in new[] { "Network down", "No mail", "No files" })
            await server.Post("/api/v1/tickets", $$"""{"title":"{{title}}"}""", server.Admin);
        foreach (var child in new[] { 2, 3 })
            await server.Post("/api/v1/tickets/1/link", $$"""{"to":"{{child}}","kind":"child"}""", server.Admin);
        using var browser = new PlainBrowser(server.Address);
        await browser.See(LinkIn(server.Output));
        await browser.See("/tickets/1");
        Assert.DoesNotContain("Its children are still open", browser.Text);
        var resolved = await server.Post(
            "/api/v1/tickets/1/resolve", """{"code":"fixed","text":"switch replaced"}""", server.Admin);
        var children = resolved.Json.GetProperty("openChildren").EnumerateArray()
            .Select(id => id.GetString()!).ToList();
        Assert.Equal(2, children.Count);
        await browser.See("/tickets/1");
        Assert.Contains("Its children are still open", browser.Text);
        Assert.All(children, child => Assert.Contains($"Resolve {child}", browser.Text));

        var parent = resolved.Said("id");
        var page = await browser.Send(
            $"/tickets/{children[0]}/resolve", ("form", browser.Value("form")), ("page", parent), ("code", "fixed"),
            ("text", "switch replaced"));
        Assert.StartsWith($"/tickets/{parent}", page);
        Assert.DoesNotContain($"Resolve {children[0]}", browser.Text);
        Assert.Contains($"Resolve {children[1]}", browser.Text);
        Assert.Equal("Resolved", (await server.Get($"/api/v1/tickets/{children[0]}", server.Admin)).Said("state"));
    }

    [Fact]
    public async Task A_session_is_a_cookie_that_no_script_reads_and_no_other_site_sends()
    {
        await using var server = await RunningServer.Start();
        using var browser = new PlainBrowser(server.Address);
        await browser.See(LinkIn(server.Output));
        var cookie = Assert.Single(browser.SetCookies, said => said.StartsWith(SessionCookie.Name + "="));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.DoesNotContain("secure", cookie);
    }

    [Fact]
    public async Task Behind_https_the_cookie_is_for_https_alone()
    {
        await using var server = await RunningServer.Start();
        using var request = server.Request(HttpMethod.Get, new Uri(LinkIn(server.Output)).AbsolutePath, null);
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var browser = new PlainBrowser(server.Address);
        await browser.Send(request);
        Assert.Contains("secure", browser.SetCookies[0]);
    }

    [Fact]
    public async Task A_token_signs_in_by_the_form_and_leads_to_where_it_was_asked_for()
    {
        await using var server = await RunningServer.Start();
        using var browser = new PlainBrowser(server.Address);
        await browser.See("/tickets?state=open");
        Assert.Equal(401, browser.Status);
        Assert.Equal("/tickets?state=open", browser.Value("to"));
        await browser.Send("/sign-in", ("token", "mst_wrong"), ("form", browser.Value("form")), ("to", "/"));
        Assert.Equal(401, browser.Status);
        Assert.Equal("/tickets?state=open", await browser.Send(
            "/sign-in", ("token", server.Admin), ("form", browser.Value("form")), ("to", "/tickets?state=open")));
        Assert.Equal(200, browser.Status);
    }

    [Theory]
    [InlineData("//example.org/")]
    [InlineData("https://example.org/")]
    [InlineData("/\\example.org")]
    public async Task Nobody_is_led_elsewhere_by_signing_in(string to)
    {
        await using var server = await RunningServer.Start();
        using var browser = new PlainBrowser(server.Address);
        await browser.See("/sign-in");
        Assert.Equal("/", await browser.Send(
            "/sign-in", ("token", server.Admin), ("form", browser.Value("form")), ("to", to)));
    }

    [Fact]
    public async Task A_session_outlives_a_restart_and_ends_with_its_token()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        string cookie;
        string admin;
        await using (var first = await RunningServer.Start(folder))
        {
            admin = first.Admin;
            using var browser = new PlainBrowser(first.Address);
            await browser.See(LinkIn(first.Output));
            cookie = browser.Session!;
        }
        await using (var second = await RunningServer.Start(folder))
        {
            using var browser = new PlainBrowser(second.Address) { Session = cookie };
            await browser.See("/");
            Assert.Equal(200, browser.Status);
            var items = (await second.Get(Permissions.Tokens, admin)).Json.GetProperty("items");
            await second.Post(Permissions.Tokens, """{"name":"other","role":"admin"}""", admin);
            var id = items[0].GetProperty("id").GetString();
            Assert.Equal(204, (await second.Send(HttpMethod.Delete, $"{Permissions.Tokens}/{id}", null, admin)).Code);
            await browser.See("/");
            Assert.Equal(401, browser.Status);
            Assert.Contains("The session is over", browser.Text);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_the_server_too()
    {
        await using var server = await RunningServer.Start();
        using var browser = new PlainBrowser(server.Address);
        await browser.See(LinkIn(server.Output));
        var cookie = browser.Session;
        await browser.See("/sign-out");
        Assert.Equal("/sign-in", await browser.Send("/sign-out", ("form", browser.Value("form"))));
        browser.Session = cookie;
        await browser.See("/");
        Assert.Equal(401, browser.Status);
    }

    [Fact]
    public async Task A_form_without_the_proof_of_its_session_does_nothing()
    {
        await using var server = await RunningServer.Start();
        await server.Post("/api/v1/tickets", """{"title":"VPN drops"}""", server.Admin);
        using var browser = new PlainBrowser(server.Address);
        await browser.See(LinkIn(server.Output));
        // the status page's forms know no session: what they do is confirmed by a link
        foreach (var route in PageRules.All.Where(route => route.Method == "POST"
            && !route.Path.StartsWith($"{PageRules.Status}/", StringComparison.Ordinal)))
        {
            await browser.Send(PathOf(route), ("form", "guessed"), ("to", "bo"));
            var refused = route.Path is PageRules.AnyVerb or PageRules.AnyMajorVerb ? 404 : 403;
            Assert.True(browser.Status == refused, $"{route.Path} {browser.Status}");
        }
        var ticket = await server.Get("/api/v1/tickets/1", server.Admin);
        Assert.Equal(1, ticket.Json.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_form_of_another_site_does_nothing_even_with_the_proof()
    {
        await using var server = await RunningServer.Start();
        using var browser = new PlainBrowser(server.Address);
        await browser.See(LinkIn(server.Output));
        await browser.See("/sign-out");
        browser.From = "cross-site";
        await browser.Send("/sign-out", ("form", browser.Value("form")));
        Assert.Equal(403, browser.Status);
    }

    [Fact]
    public async Task A_session_reads_by_the_interface_and_changes_nothing_there()
    {
        await using var server = await RunningServer.Start();
        using var browser = new PlainBrowser(server.Address);
        await browser.See(LinkIn(server.Output));
        await browser.See("/api/v1/tickets");
        Assert.Equal(200, browser.Status);
        await browser.Send("/api/v1/tickets", ("form", "x"));
        Assert.Equal(403, browser.Status);
    }

    [Fact]
    public async Task Every_verb_of_a_page_is_for_the_roles_of_the_interface_and_every_page_for_readers()
    {
        await using var server = await RunningServer.Start();
        foreach (var role in RoleNames.All)
        {
            using var browser = new PlainBrowser(server.Address) { Token = await server.TokenFor(role.Name()) };
            foreach (var route in PageRules.All.Where(route => !route.IsPublic))
            {
                if (route.Method == "GET")
                    await browser.See(PathOf(route));
                else
                    await browser.Send(PathOf(route), ("code", "fixed"));
                var isAllowed = (route.Allowed & role) != 0;
                Assert.True(
                    isAllowed ? browser.Status is not (401 or 403) and < 500 : browser.Status == 403,
                    $"{role} {route.Method} {route.Path} {browser.Status}");
                if (browser.Status >= 400)
                    Assert.Contains("<html", browser.Text);
            }
        }
        foreach (var verb in Permissions.TicketVerbs)
            Assert.Equal(Permissions.Of("POST", Permissions.OfVerb(verb)).Allowed & Roles.Readers,
                Permissions.Of("POST", PageRules.OfVerb(verb)).Allowed);
    }

    [Fact]
    public async Task Without_a_session_every_page_shows_the_form_that_signs_in()
    {
        await using var server = await RunningServer.Start();
        using var browser = new PlainBrowser(server.Address);
        foreach (var route in PageRules.All.Where(route => !route.IsPublic))
        {
            if (route.Method == "GET")
                await browser.See(PathOf(route));
            else
                await browser.Send(PathOf(route));
            Assert.True(browser.Status == 401, $"{route.Method} {route.Path} {browser.Status}");
            Assert.Contains("name=\"token\"", browser.Text);
        }
    }

    [Fact]
    public async Task A_page_asked_for_from_another_site_asks_again_from_here()
    {
        await using var server = await RunningServer.Start();
        using var browser = new PlainBrowser(server.Address) { From = "cross-site" };
        await browser.See("/tickets/1");
        Assert.Contains("http-equiv=\"refresh\"", browser.Text);
        browser.From = "same-origin";
        await browser.See("/tickets/1");
        Assert.DoesNotContain("content=\"0\"", browser.Text);
    }

    [Fact]
    public async Task A_verb_is_done_once_however_often_its_form_is_sent_and_a_refusal_is_told_in_words()
    {
        await using var server = await RunningServer.Start();
        await server.Post("/api/v1/tickets", """{"title":"VPN drops","priority":"P1"}""", server.Admin);
        using var browser = new PlainBrowser(server.Address);
        await browser.See(LinkIn(server.Output));
        await browser.See("/tickets/1");
        (string, string?)[] form =
            [("form", browser.Value("form")), ("key", browser.Value("key")), ("text", "looked <b>")];
        var shown = await browser.Send("/tickets/1/update", form);
        Assert.Matches("^/tickets/INC-[0-9]+-00001\\?done=update$", shown);
        await browser.Send("/tickets/1/update", form);
        Assert.Equal(2, (await server.Get("/api/v1/tickets/1", server.Admin)).Json.GetProperty("version").GetInt32());
        Assert.Contains("looked &lt;b&gt;", browser.Text);

        await browser.Send("/tickets/1/resume", ("form", browser.Value("form")));
        Assert.Equal(409, browser.Status);
        Assert.Contains("Resume was not done.", browser.Text);
        await browser.Send("/tickets/1/snooze", ("form", browser.Value("form")), ("until", "soon"), ("reason", "kept"));
        Assert.Equal(422, browser.Status);
        Assert.Contains("until must be an instant", browser.Text);
        Assert.Contains("value=\"kept\"", browser.Text);
    }

    [Fact]
    public async Task A_time_is_corrected_from_its_entry_and_a_refusal_keeps_what_was_typed()
    {
        await using var server = await RunningServer.Start();
        await server.Post("/api/v1/tickets", """{"title":"VPN drops","priority":"P1"}""", server.Admin);
        await server.Post("/api/v1/tickets/1/start", """{"by":"bo"}""", server.Admin);
        var started = (await server.Get("/api/v1/tickets/1/timeline", server.Admin))
            .Json.GetProperty("items")[1].GetProperty("at").GetString()!;
        using var browser = new PlainBrowser(server.Address);
        await browser.See(LinkIn(server.Output));
        await browser.See("/tickets/1");
        var path = Correcting().Matches(browser.Text).Select(link => link.Groups[1].Value).ToList();
        // what the coordinator did by itself has exact times
        Assert.Equal(["2", "1"], path.Select(link => link.Split("correct=")[1].Split('#')[0]));

        await browser.See(path[0]);
        Assert.Matches("<details id=\"verb-correct\" open", browser.Text);
        Assert.Matches("name=\"number\" value=\"2\"", browser.Text);
        Assert.DoesNotContain("happened <time", browser.Text);
        (string Number, string HappenedAt, string Words)[] faults =
        [
            ("77", "10m", "number 77 is no entry of this timeline"),
            ("3", "10m", "the coordinator&#x27;s own"),
            ("2", "2090-01-01T00:00:00Z", "happenedAt must be an instant that is past"),
            ("2", "soon", "happenedAt must be an instant"),
        ];
        foreach (var (number, happenedAt, words) in faults)
        {
            await browser.Send("/tickets/1/correct", ("form", browser.Value("form")), ("number", number),
                ("happenedAt", happenedAt), ("reason", "the radio log"));
            Assert.Equal(422, browser.Status);
            Assert.Contains("Correct was not done.", browser.Text);
            Assert.Contains(words, browser.Text);
            Assert.Matches("<details id=\"verb-correct\" open", browser.Text);
            foreach (var (name, typed) in new[]
                { ("number", number), ("happenedAt", happenedAt), ("reason", "the radio log") })
                Assert.Contains($"name=\"{name}\" value=\"{typed}\"", browser.Text);
        }

        await browser.Send("/tickets/1/correct", ("form", browser.Value("form")), ("number", "2"),
            ("happenedAt", "2025-01-06T08:55:00Z"), ("reason", "the radio log"));
        Assert.Equal(200, browser.Status);
        Assert.Contains("Correct: done.", browser.Text);
        var entry = Entries().Matches(browser.Text).Single(entry => entry.Value.Contains("correct=2#")).Value;
        Assert.Contains($"datetime=\"{started}\"", entry);
        Assert.Matches("happened <time datetime=\"2025-01-06T08:55:00Z\"", entry);
        Assert.Contains("Time of entry 2 corrected to 6 Jan 2025, 08:55: the radio log", browser.Text);
    }

    [Fact]
    public async Task The_page_of_a_ticket_offers_what_its_state_allows_with_the_fields_of_the_interface()
    {
        await using var server = await RunningServer.Start();
        await server.Post("/api/v1/tickets", """{"title":"VPN drops"}""", server.Admin);
        using var browser = new PlainBrowser(server.Address) { Token = await server.TokenFor("responder") };
        await browser.See("/tickets/1");
        foreach (var verb in Core.Tickets.Verbs.AllowedIn(Core.Tickets.TicketStatus.New)
            .Except(["stand-down", "unlink"]).Append("correct"))
            Assert.Contains($"/{verb}\"", browser.Text);
        Assert.DoesNotContain("/resume\"", browser.Text);
        Assert.DoesNotContain("/reopen\"", browser.Text);
        browser.Token = await server.TokenFor("observer");
        await browser.See("/tickets/1");
        Assert.DoesNotContain("method=\"post\"", browser.Text);
        Assert.DoesNotContain("correct=", browser.Text);
    }

    [Fact]
    public async Task Whoever_has_a_scope_sees_and_changes_the_tickets_of_that_scope_alone()
    {
        await using var server = await RunningServer.Start();
        await server.Post("/api/v1/tickets", """{"title":"Ours","priority":"P1","service":"vpn"}""", server.Admin);
        await server.Post("/api/v1/tickets", """{"title":"Theirs","priority":"P1","service":"pay"}""", server.Admin);
        var issued = await server.Post(
            Permissions.Tokens, """{"name":"vpn","role":"manager","scope":{"services":["vpn"]}}""", server.Admin);
        using var browser = new PlainBrowser(server.Address) { Token = issued.Said("token") };
        foreach (var path in (string[])["/", "/tickets", "/tickets?q=theirs"])
        {
            await browser.See(path);
            Assert.DoesNotContain("Theirs", browser.Text);
            Assert.Equal(!path.Contains('?'), browser.Text.Contains("Ours", StringComparison.Ordinal));
        }
        await browser.See("/tickets/2");
        Assert.Equal(404, browser.Status);
        await browser.Send("/tickets/2/start");
        Assert.Equal(404, browser.Status);
        await browser.Send("/tickets/1/link", ("to", "2"));
        Assert.Equal(422, browser.Status);
        await browser.Send("/tickets", ("title", "Elsewhere"), ("service", "pay"));
        Assert.Equal(403, browser.Status);
    }

    [Fact]
    public async Task No_page_lets_a_script_run_that_is_not_ours()
    {
        await using var server = await RunningServer.Start();
        using var browser = new PlainBrowser(server.Address) { Token = server.Admin };
        foreach (var path in (string[])["/", "/tickets", "/tickets/none", "/sign-in", "/sign-in/none", "/sign-out"])
        {
            await browser.See(path);
            Assert.Contains("script-src 'self'", browser.Policy);
            Assert.DoesNotContain("unsafe", browser.Policy);
            Assert.DoesNotMatch(" (style|on[a-z]+)=\"", browser.Text);
            Assert.DoesNotMatch("(src|href)=\"(https?:)?//", browser.Text);
        }
    }

    [Fact]
    public async Task A_link_is_made_for_a_token_and_the_same_one_again_for_the_same_key()
    {
        await using var server = await RunningServer.Start();
        var first = await server.Post($"{Permissions.Tokens}/self/link", null, server.Admin, ("Idempotency-Key", "k"));
        Assert.Equal(201, first.Code);
        var again = await server.Post($"{Permissions.Tokens}/self/link", null, server.Admin, ("Idempotency-Key", "k"));
        Assert.Equal(first.Said("link"), again.Said("link"));
        Assert.Equal("PT10M", first.Said("expiresIn"));
        using var browser = new PlainBrowser(server.Address);
        Assert.Equal("/", await browser.See(first.Said("link")));
        Assert.Equal(404, (await server.Post($"{Permissions.Tokens}/none/link", null, server.Admin)).Code);
    }

    private static string PathOf(RouteRule route) =>
        route.Path.Replace("{id}", "1", StringComparison.Ordinal)
            .Replace("{schedule}", "primary", StringComparison.Ordinal)
            .Replace("{verb}", "sing", StringComparison.Ordinal);

    private static string LinkIn(string output) => Link().Match(output).Value;

    [GeneratedRegex("<a class=\"number\" href=\"([^\"]+)\"")]
    private static partial Regex Correcting();

    [GeneratedRegex("<li.*?</li>", RegexOptions.Singleline)]
    private static partial Regex Entries();

    [GeneratedRegex(@"http://\S+/sign-in/\S+")]
    private static partial Regex Link();
}
