using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Muster.Support;
using Xunit;

namespace Muster.Server.Tests.Mail;

/// <summary>
/// The program pages by a real mail server, through kill -9, and is answered by the link in the mail.
/// </summary>
public sealed partial class PagingByMailTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public void Dispose()
    {
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_P1_pages_by_mail_and_the_link_in_it_acknowledges_even_after_a_crash()
    {
        Assert.SkipWhen(Debian.Missing(MailServer.Package) is not null, Debian.Missing(MailServer.Package) ?? "");
        using var mail = await MailServer.Start();
        var served = await Served.Start(Data, Configuration(mail.Port));
        SignIn(served);
        var ticket = (await Post(served, "/api/v1/tickets", """{"title":"Checkout <down>","priority":"P1"}"""))
            .GetProperty("id").GetString()!;
        await Until(served, $"ticket={ticket}", "delivered");
        var letter = Assert.Single(mail.Taken());
        Assert.Contains("To: ana@example.org", letter);
        Assert.Contains($"Subject: [{ticket}] P1 needs you: Checkout <down>", letter);
        Assert.Contains("Auto-Submitted: auto-generated", letter);
        Assert.Contains("From: muster@example.org", letter);

        await served.Kill();
        served = await Served.Start(Data, Configuration(mail.Port));
        var link = new Uri(new Uri(served.Url), LinkIn(letter));
        var looked = await http.GetStringAsync(link, TestContext.Current.CancellationToken);
        Assert.Contains("Checkout &lt;down&gt;", looked);
        Assert.Contains("Nobody has answered it yet", looked);
        Assert.DoesNotContain("\"acknowledged\"", await Timeline(served, ticket)); // looking changes nothing
        using var pressed = await http.PostAsync(link, null, TestContext.Current.CancellationToken);
        Assert.True(pressed.IsSuccessStatusCode);
        Assert.Contains("\"event\":\"acknowledged\",\"by\":\"ana\"", await Timeline(served, ticket));
        Assert.Single(mail.Taken()); // the crash paged nobody again
        await served.Kill();
    }

    [Fact]
    public async Task While_the_mail_server_is_down_a_page_waits_and_is_told_when_it_is_back()
    {
        Assert.SkipWhen(Debian.Missing(MailServer.Package) is not null, Debian.Missing(MailServer.Package) ?? "");
        var port = MailServer.FreePort();
        var served = await Served.Start(Data, Configuration(port));
        SignIn(served);
        await Post(served, "/api/v1/tickets", """{"title":"Checkout down","priority":"P1"}""");
        await Until(served, "", "waiting", attempts: 1);
        using var mail = await MailServer.Start(port);
        await Until(served, "", "delivered");
        Assert.Single(mail.Taken());
        await served.Kill();
    }

    private string Data => Path.Combine(folder.FullName, "data");

    private string Configuration(int port)
    {
        var file = Path.Combine(folder.FullName, "muster.yaml");
        File.WriteAllText(file, $$"""
            channels: {mail: {host: 127.0.0.1, port: {{port}}, from: muster@example.org, tls: none} }
            people: {ana: {mail: ana@example.org} }
            paging: {standard: {steps: [{notify: [person:ana]}], lastResort: [person:ana]} }
            teams: {tier-1: {members: [ana], paging: standard} }
            """);
        return file;
    }

    private void SignIn(Served served) =>
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", served.Token);

    private async Task<JsonElement> Post(Served served, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(
            new Uri(served.Url + path), content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<string> Timeline(Served served, string ticket) => await http.GetStringAsync(
        new Uri($"{served.Url}/api/v1/tickets/{ticket}/timeline"), TestContext.Current.CancellationToken);

    /// <summary>Asks until the one message stands so; the test's own time-out ends a wait that is in vain.</summary>
    private async Task Until(Served served, string query, string state, int attempts = 0)
    {
        while (true)
        {
            var text = await http.GetStringAsync(
                new Uri($"{served.Url}/api/v1/messages?{query}"), TestContext.Current.CancellationToken);
            using var messages = JsonDocument.Parse(text);
            var items = messages.RootElement.GetProperty("items");
            if (items.GetArrayLength() > 0 && items[0].GetProperty("state").GetString() == state
                && items[0].GetProperty("attempts").GetInt32() >= attempts)
                return;
        }
    }

    /// <summary>Lines of a mail end in = where they were folded.</summary>
    private static string LinkIn(string letter)
    {
        var whole = letter.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=\n", "", StringComparison.Ordinal);
        return Link().Match(whole).Value;
    }

    [GeneratedRegex("/answer/[A-Za-z0-9_.-]+")]
    private static partial Regex Link();
}
