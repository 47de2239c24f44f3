using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Muster.Server.Tests;
using Xunit;

namespace Muster.Browser.Tests;

/// <summary>A war room as its people live through it: several browsers, a server that dies, a keyboard alone.</summary>
public sealed class RoomTests(Chromium chromium, ITestOutputHelper output) : IDisposable
{
    private readonly HttpClient client = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");

    [Fact]
    public async Task What_one_writes_in_a_room_the_other_sees_without_loading_it()
    {
        var (served, one, other) = (await Served.Start(folder.FullName), await chromium.Open(), await chromium.Open());
        await Say(served, "majors", """{"title":"Checkout is down","severity":"SEV-2"}""");
        foreach (var tab in (Tab[])[one, other])
        {
            await tab.Go(await Link(served));
            await tab.Go($"{served.Url}/majors/1");
            await tab.Get("window.wasHere = true");
        }
        var slowest = TimeSpan.Zero;
        for (var note = 1; note <= 10; note++)
        {
            var (writer, reader) = note % 2 == 0 ? (one, other) : (other, one);
            await writer.Get("document.querySelector('#note-text').focus()");
            await writer.Type($"note number {note}.");
            var seen = reader.Until($"document.querySelector('#timeline').innerText.includes('note number {note}.')");
            var sentAt = Stopwatch.GetTimestamp();
            await writer.Press("Enter", 13, control: true);
            await seen;
            var took = Stopwatch.GetElapsedTime(sentAt);
            slowest = took > slowest ? took : slowest;
            await writer.Until("document.querySelector('#note-text').value === ''");
        }
        output.WriteLine($"the slowest of 10 was seen by the other after {slowest.TotalMilliseconds:F0} ms");
        foreach (var tab in (Tab[])[one, other])
        {
            Assert.True((await tab.Get("window.wasHere === true")).GetBoolean());
            Assert.Contains(
                "note number 10.", (await tab.Get("document.querySelector('#post-text').value")).GetString());
            Assert.Empty(tab.Complaints);
        }
        await served.Kill();
    }

    [Fact]
    public async Task What_was_typed_and_not_sent_outlives_the_death_of_the_server_and_a_reload()
    {
        var (served, tab) = (await Served.Start(folder.FullName), await chromium.Open());
        await Say(served, "majors", """{"title":"Checkout is down"}""");
        await tab.Go(await Link(served));
        await tab.Go($"{served.Url}/majors/1");
        await tab.Get("document.querySelector('#verb-decide').open = true");
        await tab.Get("document.querySelector('#decide-text').focus()");
        await tab.Type("half a decision");
        await tab.Get("document.querySelector('#note-text').focus()");
        await tab.Type("written while the server died");
        await served.Kill();
        await tab.Press("Enter", 13, control: true);
        await tab.Until("document.querySelector('#form-note .refusal')?.innerText.includes('was not sent')");
        Assert.Equal("written while the server died",
            (await tab.Get("document.querySelector('#note-text').value")).GetString());

        var again = await Served.Start(null, null, null, "--urls", served.Url, "--data", folder.FullName);
        await tab.Until("document.querySelector('#link-state').hidden");
        await Say(again, "majors/1/task", """{"text":"look at the disks"}""", served.Token);
        await tab.Until("document.querySelector('#tasks').innerText.includes('look at the disks')");
        Assert.Equal("half a decision", (await tab.Get("document.querySelector('#decide-text').value")).GetString());
        await tab.Go($"{served.Url}/majors/1");
        await tab.Until("document.querySelector('#verb-decide').open");
        Assert.Equal("half a decision", (await tab.Get("document.querySelector('#decide-text').value")).GetString());
        await tab.Get("document.querySelector('#note-text').focus()");
        await tab.Press("Enter", 13, control: true);
        await tab.Until("document.querySelector('#timeline').innerText.includes('written while the server died')");
        await tab.Go($"{served.Url}/majors/1");
        Assert.Equal("", (await tab.Get("document.querySelector('#note-text').value")).GetString());
        Assert.Equal(1, (await tab.Get("""
            [...document.querySelectorAll('#timeline .then')]
              .filter(line => line.innerText.includes('server died')).length
            """)).GetInt32());
        await again.Kill();
    }

    [Fact]
    public async Task A_form_that_is_refused_keeps_its_words_and_says_why_beside_them()
    {
        var (served, tab) = (await Served.Start(folder.FullName), await chromium.Open());
        await Say(served, "majors", """{"title":"Checkout is down","severity":"SEV-1"}""");
        await tab.Go(await Link(served));
        await tab.Go($"{served.Url}/majors/1");
        await tab.Get("document.querySelector('#verb-severity').open = true");
        await tab.Get("document.querySelector('#severity-severity').value = 'SEV-3'");
        await tab.Click("#form-severity button");
        await tab.Until("document.querySelector('#form-severity .refusal')?.innerText.includes('a reason is needed')");
        Assert.Equal("SEV-3", (await tab.Get("document.querySelector('#severity-severity').value")).GetString());
        await tab.Get("document.querySelector('#severity-reason').focus()");
        await tab.Type("one site answers");
        await tab.Enter();
        await tab.Until("document.querySelector('#room-head').innerText.includes('SEV-3')");
        await served.Kill();
    }

    [Fact]
    public async Task The_keyboard_alone_runs_a_whole_major()
    {
        var (served, tab) = (await Served.Start(folder.FullName), await chromium.Open());
        await tab.Go(await Link(served));
        await tab.Until("document.querySelector('h1')?.innerText === 'Now'");
        await Pick(tab, "declare a major");
        await tab.Until("document.activeElement.id === 'declare-title'");
        await tab.Type("Checkout is down");
        await tab.Enter();
        await tab.Until("document.querySelector('#room-head') && location.pathname.startsWith('/majors/')");
        await Pick(tab, "take it commander");
        await tab.Until("document.querySelector('#roles').innerText.match(/Commander\\s+administrator/)");
        await Write(tab, "add to timeline", "note-text", "All servers answer 503.");
        await tab.Until("document.querySelector('#timeline').innerText.includes('All servers answer 503.')");
        Assert.Equal("note-text", (await tab.Get("document.activeElement.id")).GetString());
        await Write(tab, "add task", "task-text", "Look at the load balancer");
        await tab.Until("document.querySelector('#tasks').innerText.includes('Look at the load balancer')");
        await Write(tab, "decide", "decide-text", "Roll the release back");
        await tab.Until("document.querySelector('#decisions').innerText.includes('Roll the release back')");
        await Pick(tab, "done: rapid");
        await tab.Until("document.querySelector('#tasks .ended') !== null");
        await Pick(tab, "post update");
        await tab.Until("document.activeElement.id === 'post-text'");
        await tab.Press("Enter", 13, control: true);
        await tab.Until("document.querySelector('#news').innerText.includes('Roll the release back')");
        await Write(tab, "restored", "restore-confirmedBy", "checkout probe");
        await tab.Until("document.querySelector('#room-head').innerText.includes('Restored, and watched')");
        await Pick(tab, "stand down");
        await tab.Until("document.activeElement.innerText === 'Stand down'");
        await tab.Enter();
        await tab.Until("document.querySelector('#room-head').innerText.includes('Stood down')");
        Assert.Empty(tab.Complaints);
        await served.Kill();
    }

    [Fact]
    public async Task The_palette_is_left_by_escape_and_gives_the_place_back()
    {
        var (served, tab) = (await Served.Start(folder.FullName), await chromium.Open());
        await Say(served, "tickets", """{"title":"VPN drops"}""");
        await tab.Go(await Link(served));
        await tab.Go($"{served.Url}/tickets/1");
        await tab.Get("document.querySelector('#form-acknowledge button').focus()");
        await tab.Press("/", 191);
        await tab.Until("document.querySelector('#palette').open && document.activeElement.id === 'palette-words'");
        await tab.Type("esca");
        Assert.Equal("Escalate", await tab.Text("#palette li[aria-selected=true] span:nth-child(2)"));
        await tab.Press("Escape", 27);
        await tab.Until("!document.querySelector('#palette').open");
        Assert.Equal("Acknowledge", (await tab.Get("document.activeElement.innerText")).GetString());
        await Pick(tab, "ticket");
        await tab.Until("document.querySelector('h1').innerText === 'Tickets'");
        await tab.Press("/", 191);
        await tab.Type("1");
        await tab.Press("ArrowDown", 40);
        await tab.Press("ArrowUp", 38);
        await tab.Until("document.querySelector('#palette li').innerText.includes('INC-')");
        await served.Kill();
    }

    [Fact]
    public async Task The_palette_takes_what_stands_on_the_page_now_where_it_was_read_anew_meanwhile()
    {
        var (served, tab) = (await Served.Start(folder.FullName), await chromium.Open());
        await Say(served, "tickets", """{"title":"VPN drops"}""");
        await tab.Go(await Link(served));
        await tab.Go($"{served.Url}/tickets/1");
        await tab.Press("/", 191);
        await tab.Type("escalate");
        await tab.Get("document.querySelector('#form-escalate').isOfBefore = true");
        await Say(served, "tickets/1/start", "{}");
        await tab.Until("!document.querySelector('#form-escalate').isOfBefore");
        await tab.Enter();
        await tab.Until("document.activeElement.closest('form')?.id === 'form-escalate'");

        await tab.Press("Escape", 27);
        await tab.Get("document.activeElement.blur()");
        await tab.Press("/", 191);
        await tab.Type("resolve");
        Assert.Equal("Resolve", await tab.Text("#palette li[aria-selected=true] span:nth-child(2)"));
        await Say(served, "tickets/1/resolve", """{"code":"fixed"}""");
        await tab.Until("!document.querySelector('#form-resolve')");
        await tab.Enter();
        Assert.True((await tab.Get("document.querySelector('#palette').open")).GetBoolean());
        Assert.DoesNotContain("Resolve", await tab.Text("#palette-list"), StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
        await served.Kill();
    }

    [Fact]
    public async Task The_number_of_an_entry_opens_the_form_that_corrects_its_time_and_is_no_ticket_to_the_palette()
    {
        var (served, tab) = (await Served.Start(folder.FullName), await chromium.Open());
        await Say(served, "tickets", """{"title":"VPN drops"}""");
        await tab.Go(await Link(served));
        await tab.Go($"{served.Url}/tickets/1");
        await tab.Press("/", 191);
        await tab.Until("document.activeElement.id === 'palette-words'");
        await tab.Type("1");
        await tab.Until("document.querySelector('#palette li').innerText.includes('Ticket 1')");
        await tab.Press("Escape", 27);

        await tab.Get("document.querySelector('.events a.number').click(), null");
        await tab.Until("document.activeElement.id === 'correct-number'");
        Assert.Equal("1", (await tab.Get("document.activeElement.value")).GetString());
        await tab.Get("document.querySelector('#correct-happenedAt').focus()");
        await tab.Type("10m");
        await tab.Get("document.querySelector('#correct-reason').focus()");
        await tab.Type("the radio log");
        await tab.Press("Enter", 13, control: true);
        await tab.Until("document.querySelector('.events .stated')?.innerText.startsWith('happened ')");
        Assert.Contains("the radio log", await tab.Text("#timeline .events li:first-child"));
        Assert.Empty(tab.Complaints);
        await served.Kill();
    }

    [Fact]
    public async Task The_keyboard_keeps_its_place_while_what_it_stands_on_is_drawn_anew()
    {
        var (served, tab) = (await Served.Start(folder.FullName), await chromium.Open());
        await Say(served, "majors", """{"title":"Checkout is down"}""");
        await Say(served, "majors/1/task", """{"text":"look at the disks"}""");
        await tab.Go(await Link(served));
        await tab.Go($"{served.Url}/majors/1");
        await tab.Get("document.querySelector('#form-task-1-done button').focus()");
        await Say(served, "majors/1/task", """{"text":"look at the net"}""");
        await tab.Until("document.querySelector('#tasks').innerText.includes('look at the net')");
        Assert.Equal("form-task-1-done", (await tab.Get("document.activeElement.form.id")).GetString());
        await tab.Enter();
        await tab.Until("document.querySelector('#tasks .ended') !== null");
        Assert.True((await tab.Get("document.querySelector('#tasks').contains(document.activeElement)")).GetBoolean());

        await tab.PressWithAlt('t');
        await tab.Until("document.querySelector('#verb-task').open");
        await tab.Press("Tab", 9);
        Assert.Equal("task-text", (await tab.Get("document.activeElement.id")).GetString());
        await tab.PressWithAlt('n');
        Assert.Equal("note-text", (await tab.Get("document.activeElement.id")).GetString());
        await served.Kill();
    }

    [Fact]
    public async Task An_update_that_is_being_written_stays_while_news_comes_in_and_the_draft_can_be_taken_again()
    {
        var (served, tab) = (await Served.Start(folder.FullName), await chromium.Open());
        await Say(served, "majors", """{"title":"Checkout is down"}""");
        await tab.Go(await Link(served));
        await tab.Go($"{served.Url}/majors/1");
        await tab.Get("document.querySelector('#post-text').focus()");
        await tab.Type("Half a sentence. ");
        await Say(served, "majors/1/note", """{"text":"The disks are full"}""");
        await tab.Until("document.querySelector('#news').innerText.includes('The disks are full.')");
        Assert.Contains("Half a sentence.", (await tab.Get("document.querySelector('#post-text').value")).GetString());
        Assert.Equal("post-text", (await tab.Get("document.activeElement.id")).GetString());
        await tab.Get("document.querySelector('#form-post button[type=reset]').focus()");
        await tab.Enter();
        await tab.Until("document.querySelector('#post-text').value.includes('The disks are full.')");
        Assert.DoesNotContain("Half", (await tab.Get("document.querySelector('#post-text').value")).GetString());
        await served.Kill();
    }

    [Fact]
    public async Task A_ticket_that_becomes_a_major_incident_gets_its_room_in_front_of_whoever_looks()
    {
        var (served, tab) = (await Served.Start(folder.FullName), await chromium.Open());
        await Say(served, "tickets", """{"title":"Checkout is slow"}""");
        await tab.Go(await Link(served));
        await tab.Go($"{served.Url}/majors/1");
        await tab.Get("window.wasHere = true; document.querySelector('#note-text').focus()");
        await tab.Type("as I was saying");
        await Say(served, "majors/1/declare", """{"severity":"SEV-2"}""");
        await tab.Until("document.querySelector('#post-text') && document.querySelector('#roles')");
        Assert.Equal("as I was saying", (await tab.Get("document.querySelector('#note-text').value")).GetString());
        Assert.Equal("note-text", (await tab.Get("document.activeElement.id")).GetString());
        Assert.True((await tab.Get("window.wasHere === true")).GetBoolean());
        await served.Kill();
    }

    public void Dispose()
    {
        client.Dispose();
        folder.Delete(recursive: true);
    }

    private static async Task Pick(Tab tab, string words)
    {
        await tab.Press("k", 75, control: true);
        await tab.Until("document.querySelector('#palette')?.open && document.activeElement.id === 'palette-words'");
        await tab.Type(words);
        await tab.Enter();
    }

    private static async Task Write(Tab tab, string verb, string field, string words)
    {
        await Pick(tab, verb);
        await tab.Until($"document.activeElement.id === '{field}'");
        await tab.Type(words);
        await tab.Press("Enter", 13, control: true);
    }

    private async Task<string> Link(Served served)
    {
        var answer = await Say(served, "tokens/self/link", "{}");
        return System.Text.Json.JsonDocument.Parse(answer).RootElement.GetProperty("link").GetString()!;
    }

    private async Task<string> Say(Served served, string path, string body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{served.Url}/api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? served.Token);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
