using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Muster.Server.Tests;
using Xunit;

namespace Muster.Browser.Tests;

/// <summary>What somebody at a page lives through, in a real browser beside the real program.</summary>
public sealed class LiveTests(Chromium chromium) : IDisposable
{
    // a page that was loaded anew has forgotten it
    private const string Mark = "window.wasHere = true";
    private const string IsSamePage = "window.wasHere === true";

    private readonly HttpClient client = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");

    [Fact]
    public async Task A_P1_counts_down_is_acknowledged_by_a_click_and_the_page_hears_what_others_do()
    {
        var tab = await chromium.Open();
        var served = await Served.Start(folder.FullName);
        await tab.Go(served.Link);
        await tab.Until("document.querySelector('h1')?.innerText === 'Now'");
        await tab.Get(Mark);

        await Say(served, "tickets", """{"title":"Database down","priority":"P1"}""");
        await tab.Until("document.querySelector('#latest').innerText.includes('Opened as P1: Database down')");
        await tab.Until("document.querySelector('#waiting').innerText.includes('opened as P1')");
        Assert.True((await tab.Get(IsSamePage)).GetBoolean());

        await tab.Click("#waiting a");
        await tab.Until("document.querySelector('#clocks .left')?.innerText.startsWith('in 14 min ')");
        var first = (await tab.Get("document.querySelector('#clocks .left').innerText")).GetString();
        await tab.Until($"document.querySelector('#clocks .left').innerText !== '{first}'");

        await tab.Click("#form-acknowledge button");
        await tab.Until("document.querySelector('.done')?.innerText === 'Acknowledge: done.'");
        await tab.Until("document.querySelector('#head').innerText.includes('acknowledged by administrator')");
        await tab.Get(Mark);
        await Say(served, "tickets/1/update", """{"text":"a disk is full","by":"bo"}""");
        await tab.Until("document.querySelector('#timeline').innerText.includes('Note: a disk is full')");
        Assert.True((await tab.Get(IsSamePage)).GetBoolean());
        Assert.Empty(tab.Complaints);
        Assert.All(tab.Asked, asked => Assert.StartsWith(served.Url, asked));
        await served.Kill();
    }

    [Fact]
    public async Task A_page_comes_back_by_itself_after_the_program_was_killed_and_started_again()
    {
        var tab = await chromium.Open();
        var first = await Served.Start(folder.FullName);
        await tab.Go(first.Link);
        await tab.Until("document.querySelector('h1')?.innerText === 'Now'");
        await tab.Get(Mark);
        await first.Kill();
        await tab.Until("!document.querySelector('#link-state').hidden");
        Assert.Contains("trying again", await tab.Text("#link-state"));

        var second = await Served.Start(
            null, null, null, "--urls", first.Url, "--data", folder.FullName);
        await Say(second, "tickets", """{"title":"Written after the restart","priority":"P1"}""", first.Token);
        await tab.Until("document.querySelector('#latest').innerText.includes('Written after the restart')");
        await tab.Until("document.querySelector('#link-state').hidden");
        Assert.True((await tab.Get(IsSamePage)).GetBoolean());
        await second.Kill();
    }

    [Fact]
    public async Task What_somebody_is_writing_stays_while_the_page_changes_around_it()
    {
        var tab = await chromium.Open();
        var served = await Served.Start(folder.FullName);
        await Say(served, "tickets", """{"title":"Database down","priority":"P1"}""");
        await tab.Go(served.Link);
        await tab.Until("document.querySelector('h1')?.innerText === 'Now'");
        await tab.Go($"{served.Url}/tickets/1");
        await tab.Get("document.querySelector('#verb-update').open = true");
        await tab.Get("document.querySelector('#update-text').focus()");
        await tab.Type("half a sentence");
        await Say(served, "tickets/1/start", """{"by":"bo"}""");
        await tab.Until("document.querySelector('#timeline').innerText.includes('Started')");
        Assert.Equal("half a sentence", (await tab.Get("document.querySelector('#update-text').value")).GetString());
        await tab.Get("document.querySelector('#form-update button').focus()");
        await tab.Enter();
        await tab.Until("document.querySelector('#timeline').innerText.includes('Note: half a sentence')");
        await served.Kill();
    }

    [Fact]
    public async Task Everything_is_reached_by_the_keyboard_in_the_order_in_which_it_is_read()
    {
        var tab = await chromium.Open();
        var served = await Served.Start(folder.FullName);
        await Say(served, "tickets", """{"title":"Database down","priority":"P1"}""");
        await tab.Go(served.Link);
        await tab.Until("document.querySelector('h1')?.innerText === 'Now'");
        await tab.Go($"{served.Url}/tickets/1");
        var reached = new List<string>();
        for (var step = 0; step < 60; step++)
        {
            await tab.Press("Tab", 9);
            reached.Add((await tab.Get("document.activeElement.innerText ?? ''")).GetString()!);
        }
        Assert.Equal(
            [
                "Skip to the content", "Muster", "Now", "Tickets", "Majors", "On call", "Reports", "Find or do Ctrl+K",
                "Sign out",
            ],
            reached.Take(9));
        Assert.Contains("Acknowledge", reached);
        Assert.Contains("Escalate", reached);
        Assert.Contains(reached, name => name.StartsWith("Why:", StringComparison.Ordinal));
        await served.Kill();
    }

    [Fact]
    public async Task Without_a_script_a_page_shows_the_same_and_its_forms_work()
    {
        var tab = await chromium.Open();
        var served = await Served.Start(folder.FullName);
        await Say(served, "tickets", """{"title":"Database down","priority":"P1"}""");
        await tab.AllowScripts(false);
        await tab.Go(served.Link);
        await tab.Go($"{served.Url}/tickets/1");
        Assert.Contains("Database down", await tab.Text("h1"));
        Assert.StartsWith("in 14 min", await tab.Text("#clocks .left"));
        await tab.Click("#form-acknowledge button");
        await tab.Until("document.querySelector('.done') !== null");
        Assert.Contains("acknowledged by administrator", await tab.Text("#head"));
        await served.Kill();
    }

    public void Dispose()
    {
        client.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task Say(Served served, string path, string body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{served.Url}/api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? served.Token);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
