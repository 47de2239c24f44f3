using System.Text.Json;
using Xunit;

namespace Muster.Browser.Tests;

/// <summary>What people, senders and policies write is shown as it was written, and never run.</summary>
public sealed class HostileTextTests(Chromium chromium)
{
    private static readonly string[] Payloads =
    [
        "<script>window.hacked=1</script>",
        "<img src=x onerror=window.hacked=1>",
        "\"><svg onload=window.hacked=1>",
        "'\" autofocus onfocus=window.hacked=1 x='",
        "</textarea></title></noscript><script>window.hacked=1</script>",
        "javascript:window.hacked=1",
        "{{constructor.constructor('window.hacked=1')()}}\u202e\u0000&lt;script&gt;",
    ];

    [Fact]
    public async Task Scripts_in_every_field_are_text_on_every_page()
    {
        var tab = await chromium.Open();
        await using var desk = new ShownDesk();
        await desk.At(TimeSpan.FromHours(5));
        foreach (var payload in Payloads)
            await Tell(desk, payload);
        await desk.At(TimeSpan.Zero);
        await tab.Go(await desk.Link());
        var named = await desk.Say("tokens", new { name = "wall", role = "manager", person = Payloads[1] });
        Assert.StartsWith("mst_", named.GetProperty("token").GetString());
        var link = await desk.Say($"tokens/{named.GetProperty("id").GetString()}/link");
        await tab.Go(link.GetProperty("link").GetString()!);
        await Harmless(tab, "/");

        for (var ticket = 1; ticket <= Payloads.Length; ticket++)
        {
            await tab.Go($"{desk.Address}/tickets/{2 * ticket - 1}");
            Assert.Contains(Payloads[ticket - 1][..12], await tab.Text("#timeline"));
            await Harmless(tab, $"ticket {ticket}");
            var said = Uri.EscapeDataString(Payloads[ticket - 1]);
            await tab.Go($"{desk.Address}/tickets?q={said}&team={said}");
            await Harmless(tab, "list");
            await tab.Go($"{desk.Address}/?team={said}&priority={said}");
            await Harmless(tab, "now");
            await tab.Go($"{desk.Address}/tickets/{Uri.EscapeDataString(Payloads[ticket - 1].Replace('\0', '0'))}");
            await Harmless(tab, "no ticket");
        }
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task A_script_that_comes_in_while_the_page_is_open_and_in_a_refused_form_is_text_too()
    {
        var tab = await chromium.Open();
        await using var desk = new ShownDesk();
        await desk.At(TimeSpan.Zero);
        await tab.Go(await desk.Link());
        await tab.Until("document.querySelector('h1')?.innerText === 'Now'");
        await Tell(desk, Payloads[1]);
        await tab.Until("document.querySelector('#latest').innerText.includes('onerror')");
        await Harmless(tab, "live");
        await tab.Go($"{desk.Address}/tickets/1");
        await tab.Get("document.querySelector('#verb-prioritise').open = true");
        await tab.Get("document.querySelector('#prioritise-reason').focus()");
        await tab.Type(Payloads[3] + Payloads[4]);
        await tab.Get("document.querySelector('#form-prioritise').noValidate = true");
        await tab.Click("#form-prioritise button");
        await tab.Until("document.querySelector('.refusal') !== null");
        Assert.Equal(Payloads[3] + Payloads[4],
            (await tab.Get("document.querySelector('#prioritise-reason').value")).GetString());
        await Harmless(tab, "refused");
    }

    private static async Task Tell(ShownDesk desk, string text)
    {
        var opened = await desk.Say("tickets", new
        {
            title = text,
            description = text,
            category = text,
            service = text,
            source = text,
            priority = "P1",
            requester = new { name = text },
            tags = new Dictionary<string, string> { [text] = text },
            aliases = new[] { text },
            by = text,
            text,
        });
        var other = await desk.Say("tickets", new { title = text });
        var path = $"tickets/{opened.GetProperty("id").GetString()}";
        await desk.Say($"{path}/triage", new { category = text, service = text, team = text, by = text });
        await desk.Say($"{path}/assign", new { team = text + "2", to = text, by = text });
        await desk.Say($"{path}/update", new { text, by = text, @public = true });
        await desk.Say($"{path}/ask", new { text, by = text });
        await desk.Say($"{path}/reply", new { text, by = text });
        await desk.Say($"{path}/prioritise", new { priority = "P2", reason = text, by = text });
        await desk.Say($"{path}/escalate", new { reason = text, by = text });
        await desk.Say($"{path}/snooze", new { until = "2100-01-01T00:00:00Z", reason = text, by = text });
        await desk.Say($"{path}/link", new { to = text, kind = "in-problem", by = text });
        await desk.Say($"{path}/link", new { to = other.GetProperty("id").GetString(), by = text });
        await desk.Say($"{path}/impact", new { affectedUsers = 3, systems = new[] { text }, dataLoss = text });
        await desk.Say($"{path}/acknowledge", new { by = text });
        await desk.Say($"{path}/resolve", new { code = text, text, by = text });
        await desk.Say($"{path}/reopen", new { reason = text, by = text });
        await desk.Say($"{path}/declare", new { severity = "SEV-1", by = text });
    }

    internal static async Task Harmless(Tab tab, string where)
    {
        var found = await tab.Get("""
            ({
              hacked: window.hacked === undefined,
              foreign: document.querySelectorAll("main script, main img, main iframe, main object, main style").length,
              handlers: [...document.querySelectorAll("*")].flatMap(element => element.getAttributeNames())
                .filter(name => name.startsWith("on") || name === "style" || name === "srcdoc").length,
              links: [...document.querySelectorAll("[href], [action], [src]")]
                .filter(element => !["http:", "https:", "about:"].includes(new URL(
                  element.getAttribute("href") ?? element.getAttribute("action") ?? element.getAttribute("src"),
                  location.href).protocol)).length,
            })
            """);
        Assert.True(
            JsonSerializer.Serialize(found) == """{"hacked":true,"foreign":0,"handlers":0,"links":0}""",
            $"{where}: {found}");
    }
}
