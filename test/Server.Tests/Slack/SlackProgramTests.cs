using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Muster.Support.Slack;
using Xunit;

namespace Muster.Server.Tests.Slack;

/// <summary>The program with a workspace beside it, killed while Slack has a message and has not said so.</summary>
public sealed class SlackProgramTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly SlackPeer peer = new();

    public void Dispose()
    {
        http.Dispose();
        peer.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_page_that_Slack_took_before_a_kill_is_known_again_and_comes_once_and_its_button_answers()
    {
        peer.Workspace.KnowsAgain = false; // what Slack itself would do is not relied on
        peer.DoAndHang("chat.postMessage");
        var served = await Served.Start(Data, Configuration());
        SignIn(served);
        var ticket = await Open(served);
        await SlackHouse.Until(() => peer.Workspace.Messages.FirstOrDefault());
        await served.Kill();

        served = await Served.Start(Data, Configuration());
        await Delivered(served, ticket);
        var page = Assert.Single(peer.Workspace.Messages);
        using var slack = new SlackSender(new Uri(served.Url));
        Assert.Equal(200, (await slack.Press("UANA", page, page.Buttons[0])).Code);
        Assert.Contains("\"event\":\"acknowledged\",\"by\":\"ana\"", await http.GetStringAsync(
            new Uri($"{served.Url}/api/v1/tickets/{ticket}/timeline"), TestContext.Current.CancellationToken));
        await served.Kill();
    }

    private string Data => Path.Combine(folder.FullName, "data");

    private string Configuration()
    {
        Secret("token", SlackWorkspace.Token);
        Secret("signing", SlackSender.Secret);
        Directory.CreateDirectory(Path.Combine(folder.FullName, "words", "messages"));
        File.WriteAllText(
            Path.Combine(folder.FullName, "words", "messages", "page.short.liquid"), "Up, {{ person }}: {{ title }}");
        var file = Path.Combine(folder.FullName, "muster.yaml");
        File.WriteAllText(file, $$"""
            limits: {requestsPerSecond: 1000000}
            templates: words
            channels:
              slack: {tokenFile: token, signingSecretFile: signing, baseUrl: "{{peer.BaseUrl}}"}
            people: {ana: {slack: UANA} }
            paging: {standard: {steps: [{notify: [person:ana]}], lastResort: [person:ana]} }
            teams: {tier-1: {members: [ana], paging: standard} }
            """);
        return file;
    }

    private void Secret(string name, string text)
    {
        var file = Path.Combine(folder.FullName, name);
        File.WriteAllText(file, text + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private void SignIn(Served served) =>
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", served.Token);

    private async Task<string> Open(Served served)
    {
        using var body = new StringContent(
            """{"title":"Checkout down","priority":"P1"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(
            new Uri($"{served.Url}/api/v1/tickets"), body, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Asks until it is; the test's own time-out ends a wait that is in vain.</summary>
    private async Task Delivered(Served served, string ticket)
    {
        var path = new Uri($"{served.Url}/api/v1/messages?ticket={ticket}");
        while (true)
        {
            using var json = JsonDocument.Parse(
                await http.GetStringAsync(path, TestContext.Current.CancellationToken));
            var items = json.RootElement.GetProperty("items");
            if (items.GetArrayLength() > 0 && items[0].GetProperty("state").GetString() == "delivered")
            {
                Assert.Equal("Up, ana: Checkout down", peer.Workspace.Messages[0].Line);
                return;
            }
        }
    }
}
