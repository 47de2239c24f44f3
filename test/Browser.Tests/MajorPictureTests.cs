using System.Globalization;
using Xunit;

namespace Muster.Browser.Tests;

/// <summary>The pages of a major incident, narrow and wide, light and dark: checked, and kept to look at.</summary>
public sealed class MajorPictureTests(Chromium chromium)
{
    private static readonly string Folder = Path.Combine(PictureTests.Root(), ".build", "pictures");

    private static readonly (string Name, string Path)[] Pages =
    [
        ("majors", "/majors"), ("room", "/majors/2"), ("room-over", "/majors/1"), ("room-candidate", "/majors/3"),
        ("report-editor", "/majors/1/report"), ("now-major", "/"),
        ("on-call", "/on-call"), ("reports", "/reports"), ("status", "/status"),
    ];

    [Fact]
    public async Task Every_page_of_a_major_is_whole_labelled_and_legible_at_every_width_and_in_both_themes()
    {
        var tab = await chromium.Open();
        await using var desk = await ToldMajor.Tell();
        await tab.Go(await desk.Link());
        var faults = new List<string>();
        foreach (var (name, path) in Pages)
        {
            foreach (var theme in (string[])["light", "dark"])
            {
                foreach (var width in (int[])[360, 1280])
                {
                    await tab.Prefer(theme);
                    await tab.Resize(width, 900);
                    await tab.Go(desk.Address + path);
                    if (theme == "dark")
                        await tab.Get("document.querySelectorAll('main details').forEach(part => part.open = true)");
                    faults.AddRange((await Faults(tab)).Select(fault => $"{name} {width} {theme}: {fault}"));
                    await tab.Picture(Path.Combine(
                        Folder, string.Create(CultureInfo.InvariantCulture, $"page-{name}-{width}-{theme}.png")));
                }
            }
        }
        Assert.Empty(faults);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task What_the_end_of_the_box_asks_and_a_room_for_who_only_reads_are_whole_too()
    {
        var tab = await chromium.Open();
        await using var desk = new ShownDesk();
        await desk.At(TimeSpan.FromMinutes(16));
        await desk.Say("majors", new { title = "Checkout is down", service = "checkout", severity = "SEV-2" });
        await desk.At(TimeSpan.Zero);
        await tab.Go(await desk.Link());
        await tab.Resize(1280, 900);
        await tab.Go($"{desk.Address}/majors/1");
        Assert.Contains("What now?", await tab.Text("#ask"));
        Assert.Equal("Go on\nWiden the team\nRaise the severity", await tab.Text("#ask .one-click"));
        var faults = new List<string>(await Faults(tab));
        await tab.Picture(Path.Combine(Folder, "page-room-asked-1280-light.png"));
        await tab.Click("#form-box-raise button");
        await tab.Until("document.querySelector('#room-head').innerText.includes('SEV-1')");
        await tab.Until("document.querySelector('#ask').innerText.trim() === ''");

        var named = await desk.Say("tokens", new { name = "wall", role = "observer" });
        var link = await desk.Say($"tokens/{named.GetProperty("id").GetString()}/link");
        await tab.Go($"{desk.Address}/sign-out");
        await tab.Go(link.GetProperty("link").GetString()!);
        await tab.Go($"{desk.Address}/majors/1");
        Assert.Equal(0, (await tab.Get("document.querySelectorAll('main form').length")).GetInt32());
        faults.AddRange(await Faults(tab));
        await tab.Picture(Path.Combine(Folder, "page-room-observer-1280-light.png"));
        Assert.Empty(faults);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task The_list_of_pages_and_verbs_is_whole_labelled_and_legible_too()
    {
        var tab = await chromium.Open();
        await using var desk = await ToldMajor.Tell();
        await tab.Go(await desk.Link());
        var faults = new List<string>();
        foreach (var (theme, width) in ((string, int)[])[("light", 1280), ("dark", 360)])
        {
            await tab.Prefer(theme);
            await tab.Resize(width, 900);
            await tab.Go($"{desk.Address}/majors/2");
            await tab.Press("k", 75, control: true);
            await tab.Until("document.querySelector('#palette').open");
            await tab.Type("de");
            faults.AddRange((await Faults(tab)).Where(fault => !fault.StartsWith("lies on", StringComparison.Ordinal)));
            await tab.Picture(Path.Combine(
                Folder, string.Create(CultureInfo.InvariantCulture, $"page-palette-{width}-{theme}.png")));
        }
        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_fault_that_is_put_on_a_page_is_found_by_both_checks()
    {
        var tab = await chromium.Open();
        await using var desk = new ShownDesk();
        await desk.At(TimeSpan.Zero);
        await tab.Go(await desk.Link());
        await tab.Until("document.querySelector('h1')?.innerText === 'Now'");
        await tab.Get("""document.querySelector("main").insertAdjacentHTML("beforeend", "<input><ul><p>x</p></ul>")""");
        var found = await Faults(tab);
        Assert.Contains(found, fault => fault.StartsWith("has no label", StringComparison.Ordinal));
        Assert.Contains(found, fault => fault.StartsWith("list: ", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> Faults(Tab tab) =>
    [
        .. (await tab.Get(PictureTests.Checks)).EnumerateArray().Concat((await Axe.Look(tab)).EnumerateArray())
            .Select(fault => fault.GetString()!),
    ];
}
