using System.Text.Json;
using Xunit;

namespace Muster.Browser.Tests;

/// <summary>Three hundred ways to smuggle a script into a major incident: each is shown as text, and none runs.
/// </summary>
public sealed class HostileMajorTests(Chromium chromium)
{
    // X is what the script does
    private static readonly string[] Shapes =
    [
        "<script>X</script>", "<ScRiPt >X</sCrIpT >", "</script><script>X</script>", "<img src=x onerror=X>",
        "<img src=x onerror=\"X\"//", "<svg onload=X>", "<svg/onload=X//", "<svg><script>X</script></svg>",
        "<svg><animate onbegin=X attributeName=x dur=1s>", "<body onload=X>", "<input autofocus onfocus=X>",
        "<details open ontoggle=X>", "<video><source onerror=X></video>", "<iframe srcdoc='<script>parent.X</script>'>",
        "<iframe src=\"javascript:parent.X\">", "<object data=\"javascript:X\">", "<a href=\"javascript:X\">x</a>",
        "<math><mtext><table><mglyph><style><img src=x onerror=X>", "<style>@import 'javascript:X'</style>",
        "<base href=\"javascript:X//\">", "<meta http-equiv=refresh content=\"0;url=javascript:X\">",
        "\" autofocus onfocus=X x=\"", "' autofocus onfocus=X x='", "\"><script>X</script>", "'><script>X</script>",
        "</textarea><script>X</script>", "</title></bdi></noscript><script>X</script>", "<!--><script>X</script>-->",
        "javascript:X", "{{constructor.constructor('X')()}}${X}&lt;script&gt;X&lt;/script&gt;",
    ];

    private static readonly string[] Acts =
    [
        "window.hacked=1", "hacked=1", "self['hac'+'ked']=1", "globalThis.hacked=1", "top.hacked=1",
        "eval('hacked=1')", "Function('hacked=1')()", "setTimeout('hacked=1')", "[1].map(x=>window.hacked=x)",
        "Object.assign(window,{hacked:1})",
    ];

    [Fact]
    public async Task Three_hundred_scripts_in_every_field_of_a_major_are_text_in_its_room_its_report_and_its_ticket()
    {
        var tab = await chromium.Open();
        await using var desk = new ShownDesk();
        await desk.At(TimeSpan.FromMinutes(5));
        await Parallel.ForAsync(0, Shapes.Length, async (shape, _) =>
            await Tell(desk, [.. Acts.Select(act => Shapes[shape].Replace("X", act, StringComparison.Ordinal))]));
        await tab.Go(await desk.Link());
        await tab.Until("document.querySelector('h1')?.innerText === 'Now'");
        var shown = new HashSet<string>();
        for (var major = 1; major <= Shapes.Length; major++)
        {
            foreach (var page in (string[])[
                $"majors/{major}", $"majors/{major}/report", $"tickets/{major}",
                $"api/v1/tickets/{major}/report?format=html"])
            {
                await tab.Go($"{desk.Address}/{page}");
                await tab.Get("document.querySelectorAll('details').forEach(part => part.open = true)");
                await tab.Press("k", 75, control: true);
                await tab.Press("Escape", 27);
                if (page == $"majors/{major}")
                {
                    var text = await tab.Text("#timeline");
                    shown.UnionWith(from shape in Shapes
                                    from act in Acts
                                    let payload = shape.Replace("X", act, StringComparison.Ordinal)
                                    where text.Contains(payload, StringComparison.Ordinal)
                                    select payload);
                }
                await HostileTextTests.Harmless(tab, page);
            }
        }
        foreach (var page in (string[])["majors", "tickets", "on-call", "reports", "status", ""])
        {
            await tab.Go($"{desk.Address}/{page}");
            await HostileTextTests.Harmless(tab, page);
        }
        Assert.Equal(Shapes.Length * Acts.Length, shown.Count);
        Assert.Empty(tab.Complaints);
    }

    private static async Task Tell(ShownDesk desk, string[] payloads)
    {
        var all = string.Join(' ', payloads);
        var declared = await desk.Say("majors", new
        {
            title = all,
            description = all,
            service = payloads[0],
            severity = "SEV-2",
            by = payloads[1],
        });
        var path = $"majors/{declared.GetProperty("id").GetString()}";
        await desk.Say($"{path}/accept-role", new { role = "commander", to = payloads[2], by = payloads[3] });
        await desk.Say($"{path}/role", new { role = "scribe", to = payloads[4] });
        await desk.Say($"{path}/bridge", new
        {
            link = "https://meet.example.org/" + payloads[5],
            channel = payloads[6],
        });
        await desk.Say($"{path}/severity", new { severity = "SEV-1", reason = all });
        await desk.Say($"{path}/impact", new { business = payloads, systems = payloads, dataLoss = payloads[7] });
        await desk.Say($"{path}/restore", new { confirmedBy = payloads[8], text = all });
        await desk.Say($"{path}/milestone", new
        {
            milestone = "mitigated",
            happenedAt = ToldMajor.In(TimeSpan.FromMinutes(-6)),
            reason = all,
        });
        foreach (var text in payloads)
        {
            await desk.Say($"{path}/note", new { text, by = text });
            await desk.Say($"{path}/decide", new { text, options = new[] { text }, reason = text, effect = text });
            await desk.Say($"{path}/task", new { text, to = text });
            await desk.Say($"{path}/post", new { text, by = text });
            await desk.Say($"{path}/why", new { text, evidence = text });
            await desk.Say($"{path}/lesson", new { kind = "improve", text });
            await desk.Say($"{path}/action", new { text, to = text, @class = text });
        }
        await desk.Say($"{path}/action", new { action = 1, state = "done", verification = all });
        await desk.Say($"{path}/stand-down", new { by = payloads[9] });
    }
}
