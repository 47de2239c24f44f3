using Muster.Server;
using Muster.Server.Demo;
using Muster.Storage.Sqlite;
using Xunit;

namespace Muster.Browser.Tests;

/// <summary>
/// The demonstration in a browser: its outage becomes a major incident while somebody looks. The pictures of the README
/// are taken here; docs/pictures.sh keeps them.
/// </summary>
public sealed class DemoPictureTests(Chromium chromium)
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("MUSTER_PICTURES")
        ?? Path.Combine(PictureTests.Root(), ".build", "pictures");

    [Fact]
    public async Task The_outage_of_the_demonstration_comes_up_by_itself_and_its_room_fills()
    {
        var tab = await chromium.Open();
        var folder = Directory.CreateTempSubdirectory("muster-");
        await using var output = new StringWriter();
        var policy = DemoPolicy.Read();
        await using (var server = await MusterServer.Start(new ServeOptions
        {
            Urls = ["http://127.0.0.1:0"],
            OpenStore = () => SqliteStore.Open(folder.FullName),
            StatusFolder = Path.Combine(folder.FullName, "status"),
            Policy = policy.Policy!,
            PolicyText = policy.MergedYaml,
            Time = TimeProvider.System,
            Output = output,
            IsDemo = true,
        }))
        {
            await tab.Prefer("light");
            await tab.Resize(1280, 860);
            await tab.Go(output.ToString().Split(['\n', ' ']).First(
                word => word.Contains("/sign-in/", StringComparison.Ordinal)).Trim());
            await tab.Until("document.querySelector('main').innerText.includes('Production application server down')");
            await tab.Picture(Path.Combine(Folder, "demo-now.png"));
            await tab.Go($"{server.Urls.Single()}/majors");
            await tab.Until("document.querySelector('#active .major-head a')");
            await tab.Click("#active .major-head a");
            await tab.Until("document.querySelectorAll('.roles .who-has b').length === 4");
            await tab.Picture(Path.Combine(Folder, "demo-war-room.png"));
            await tab.Go($"{server.Urls.Single()}/status");
            await tab.Until("document.body.innerText.includes('Checkout')");
            await tab.Picture(Path.Combine(Folder, "demo-status.png"));
        }
        folder.Delete(recursive: true);
        Assert.Empty(tab.Complaints);
    }
}
