using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Storage.Sqlite;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>Killed while many send the same alerts: each is one ticket, whatever got no answer.</summary>
public sealed class AlertCrashTests
{
    private const int Kills = 5;
    private const int Senders = 8;

    [Fact]
    public async Task Killed_while_a_burst_comes_in_each_alert_of_it_is_one_ticket()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        var served = await Served.Start(folder.FullName);
        var path = await Integration(served);
        var random = new Random(3);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var gone = new CancellationTokenSource();
            var answered = new SemaphoreSlim(0);
            var address = new Uri(served.Url + path);
            var keys = (string[])[$"{kill}-a", $"{kill}-b", "always"];
            var senders = Enumerable.Range(0, Senders)
                .Select(number => Send(address, keys[number % keys.Length], answered, gone.Token)).ToList();
            for (var answers = random.Next(1, 40); answers > 0; answers--)
                await answered.WaitAsync(TestContext.Current.CancellationToken);
            await served.Kill();
            await gone.CancelAsync();
            await Task.WhenAll(senders);
            served = await Served.Start(folder.FullName);
            using var http = new HttpClient();
            foreach (var key in keys) // what got no answer is sent again
                Assert.True(await Post(http, new Uri(served.Url + path), key));
        }
        await served.Kill();
        await using (var store = SqliteStore.Open(folder.FullName))
        {
            var report = await store.Verify(TicketFolding.Under(await PolicyBook.Load(store)));
            Assert.True(report.IsSound, string.Join('\n', report.Faults));
            var tickets = (await store.ListTickets(new Storage.TicketFilter { Limit = 500 })).Items;
            Assert.Equal(2 * Kills + 1, tickets.Count);
            Assert.Equal(tickets.Count, tickets.Select(ticket => ticket.Title).Distinct().Count());
        }
        folder.Delete(recursive: true);
    }

    private static async Task Send(Uri address, string key, SemaphoreSlim answered, CancellationToken gone)
    {
        using var http = new HttpClient();
        while (!gone.IsCancellationRequested)
        {
            try
            {
                Assert.True(await Post(http, address, key));
                answered.Release();
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                return; // killed
            }
        }
    }

    private static async Task<bool> Post(HttpClient http, Uri address, string key)
    {
        var body = $$"""{"title":"{{key}}","id":"{{key}}","startsAt":"2026-01-01T00:00:00Z"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(address, content);
        return answer.IsSuccessStatusCode;
    }

    private static async Task<string> Integration(Served served)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", served.Token);
        using var order = new StringContent("""{"kind":"json"}""", Encoding.UTF8, "application/json");
        using var made = await http.PostAsync(new Uri(served.Url + Permissions.Integrations), order);
        using var json = JsonDocument.Parse(await made.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("path").GetString()!;
    }
}
