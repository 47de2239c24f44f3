using System.Globalization;
using Xunit;

namespace Muster.Browser.Tests;

/// <summary>The pages of a desk with a day behind it, narrow and wide, light and dark: checked, and kept to look at.
/// </summary>
public sealed class PictureTests(Chromium chromium)
{
    private static readonly string Folder = Path.Combine(Root(), ".build", "pictures");

    private const string Opened =
        "document.querySelectorAll('#clocks details, #verb-hold, #verb-correct, #verb-open, .route, .figures details')"
        + ".forEach(part => part.open = true)";

    internal static readonly string Checks = Resource("checks.js");

    [Fact]
    public async Task Every_page_is_whole_labelled_and_legible_at_every_width_and_in_both_themes()
    {
        var tab = await chromium.Open();
        await using var desk = await Told();
        await tab.Go(await desk.Link());
        var faults = new List<string>();
        (string Name, string Path)[] pages =
        [
            ("now", "/"), ("list", "/tickets?state=open"), ("ticket", "/tickets/1"), ("ticket-office", "/tickets/4"),
            ("ticket-new", "/tickets/9"), ("figures", "/reports/figures"),
            ("none", "/tickets/none"), ("sign-out", "/sign-out"), ("docs", "/docs"),
        ];
        foreach (var (name, path) in pages)
        {
            foreach (var theme in (string[])["light", "dark"])
            {
                foreach (var width in (int[])[360, 1280])
                {
                    await tab.Prefer(theme);
                    await tab.Resize(width, 900);
                    await tab.Go(desk.Address + path);
                    if (theme == "dark")
                        await tab.Get(Opened);
                    var found = await tab.Get(Checks);
                    faults.AddRange(found.EnumerateArray()
                        .Select(fault => $"{name} {width} {theme}: {fault.GetString()}"));
                    await tab.Picture(Path.Combine(
                        Folder, string.Create(CultureInfo.InvariantCulture, $"page-{name}-{width}-{theme}.png")));
                }
            }
        }
        await tab.Print();
        await tab.Resize(760, 1000);
        await tab.Go($"{desk.Address}/tickets/1");
        await tab.Picture(Path.Combine(Folder, "page-ticket-print.png"));
        foreach (var part in (string[])["#act", "#say", "nav", ".who"])
            Assert.False((await tab.Get($"document.querySelector('{part}').checkVisibility()")).GetBoolean(), part);
        Assert.Empty(faults);
        Assert.Empty(tab.Complaints);
    }

    private static async Task<ShownDesk> Told()
    {
        var desk = new ShownDesk();
        await desk.At(TimeSpan.FromHours(26));
        await desk.Say("tickets", new
        {
            title = "Checkout answers slowly, and some payments are taken twice",
            priority = "P2",
            service = "checkout",
            requester = new { name = "Mira Vogel", vip = true },
            tags = new Dictionary<string, string> { ["region"] = "eu-central", ["os"] = "macOS Sonoma" },
            description = "Since this morning every third payment takes half a minute.\n"
                + "Two customers were charged twice.",
        });
        await desk.Say("tickets/1/assign", new { team = "database", to = "dee", by = "ana" });
        await desk.Say("tickets/1/start", new { by = "dee" });
        await Open(desk, "P4", "Laptop does not wake up");
        await Open(desk, "P4", "New badge for the visitors' entrance");
        await desk.Say("tickets/3/resolve", new { code = "fixed", text = "printed", by = "bo" });
        await Open(desk, "P3", "Payroll shows last month's figures", "payroll");
        await desk.Say("tickets/4/assign", new { team = "service-desk", to = "bo", by = "ana" });
        await desk.At(TimeSpan.FromHours(20));
        await desk.Say("tickets/1/hold", new { reason = "vendor", by = "dee" });
        await desk.At(TimeSpan.FromHours(17));
        await desk.Say("tickets/1/resume", new { by = "dee" });
        await desk.Say("tickets/1/update", new { text = "The vendor sees a lock on the ledger table.", by = "dee" });
        await desk.At(TimeSpan.FromHours(6.6));
        await Open(desk, "P2", "Mail to the outside waits for minutes");
        await desk.Say("tickets/5/assign", new { team = "network", to = "cy", by = "ana" });
        await desk.Say("tickets/5/start", new { by = "cy" });
        await desk.At(TimeSpan.FromHours(3.4));
        await Open(desk, "P1", "VPN drops for everybody in Lisbon", "vpn");
        await desk.Say("tickets/6/assign", new { team = "network", to = "cy", by = "ana" });
        await desk.Say("tickets/6/start", new { by = "cy" });
        await Open(desk, "P3", "Two screens flicker in the open office on the second floor");
        await desk.At(TimeSpan.FromMinutes(13));
        await desk.Say("tickets/5/update", new { text = "The queue grows again.", by = "cy" });
        await Open(desk, "P1", "Production database refuses connections", "checkout");
        await desk.Say("tickets/8/assign", new { team = "database", by = "ana" });
        await desk.At(TimeSpan.Zero);
        await Open(desk, "P1", "Certificate of the shop ends tonight", "checkout");
        await desk.Say("tickets/9/link", new { to = "8", kind = "relates", by = "bo" });
        return desk;
    }

    private static async Task Open(ShownDesk desk, string priority, string title, string service = "office") =>
        await desk.Say("tickets", new { title, priority, service });

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(PictureTests).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Muster.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
