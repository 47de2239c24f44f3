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
    ];

    [Fact]
    public async Task Every_page_of_a_major_is_whole_labelled_and_legible_at_every_width_and_in_both_themes()
    {
        var tab = await chromium.Open();
        await using var desk = await ToldMajor.Tell();
        await tab.Go(await desk.Link());
        Directory.CreateDirectory(Folder);
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
                    var found = (await tab.Get(PictureTests.Checks)).EnumerateArray()
                        .Concat((await Axe.Look(tab)).EnumerateArray());
                    faults.AddRange(found.Select(fault => $"{name} {width} {theme}: {fault.GetString()}"));
                    await tab.Picture(Path.Combine(
                        Folder, string.Create(CultureInfo.InvariantCulture, $"page-{name}-{width}-{theme}.png")));
                }
            }
        }
        Assert.Empty(faults);
        Assert.Empty(tab.Complaints);
    }
}
