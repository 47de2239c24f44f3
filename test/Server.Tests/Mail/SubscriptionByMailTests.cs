using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Muster.Support;
using Xunit;

namespace Muster.Server.Tests.Mail;

/// <summary>A reader of the status page is asked, told and let go by a real mail server, through kill -9.</summary>
public sealed partial class SubscriptionByMailTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public void Dispose()
    {
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_update_comes_once_from_the_confirmation_to_the_end_through_kill_9()
    {
        Assert.SkipWhen(Debian.Missing(MailServer.Package) is not null, Debian.Missing(MailServer.Package) ?? "");
        using var mail = await MailServer.Start();
        var served = await Start(mail.Port);
        var token = served.Token;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await Send(
            served, "/status/subscribe",
            new FormUrlEncodedContent([KeyValuePair.Create("mail", "eva@example.org")]));
        var asked = Whole(await Letter(mail, 1));
        Assert.Contains("To: eva@example.org", asked);
        Assert.DoesNotContain("List-Unsubscribe", asked);

        await served.Kill();
        served = await Start(mail.Port);
        await Send(served, Link().Match(asked).Value, null);
        var id = JsonDocument.Parse(await Send(served, "/api/v1/majors", Json("""{"title":"Checkout is down"}""")))
            .RootElement.GetProperty("id").GetString()!;
        await Told(served, id, 1);
        await served.Kill();
        served = await Start(mail.Port);
        await Send(served, $"/api/v1/majors/{id}/post", Json("""{"text":"We roll back.","phase":"identified"}"""));
        await Told(served, id, 2);
        Assert.Equal(3, Letters(mail).Count);
        Assert.Contains("We are looking into a problem", Whole(Letters(mail)[1]));
        var update = Whole(await Letter(mail, 3));
        Assert.Contains("Subject: Example Ltd: Checkout is down (identified)", update);
        Assert.Contains("We roll back.", update);
        Assert.Matches(@"Next update: \d+ \w+, \d\d:\d\d UTC", update);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", update);
        var end = Unsubscribe().Match(update).Groups[1].Value;
        Assert.Contains(end, update[update.IndexOf("\n\n", StringComparison.Ordinal)..]);

        // as a mail program does it by itself (RFC 8058)
        await Send(served, end, new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]));
        await Send(served, $"/api/v1/majors/{id}/post", Json("""{"text":"It works again.","phase":"monitoring"}"""));
        await Told(served, id, 2, planned: 3);
        Assert.Equal(3, Letters(mail).Count);
        await served.Kill();
    }

    private Task<Served> Start(int port)
    {
        var file = Path.Combine(folder.FullName, "muster.yaml");
        File.WriteAllText(file, $$"""
            channels: {mail: {host: 127.0.0.1, port: {{port}}, from: muster@example.org, tls: none} }
            status: {name: Example Ltd}
            """);
        return Served.Start(Path.Combine(folder.FullName, "data"), file);
    }

    /// <summary>Ends when so many facts were planned for subscribers, and so many messages to one were delivered.
    /// </summary>
    private async Task Told(Served served, string ticket, int delivered, int? planned = null)
    {
        while (true)
        {
            var text = await http.GetStringAsync(
                new Uri($"{served.Url}/api/v1/messages?ticket={ticket}"), TestContext.Current.CancellationToken);
            using var messages = JsonDocument.Parse(text);
            var done = messages.RootElement.GetProperty("items").EnumerateArray()
                .Where(message => message.GetProperty("state").GetString() == "delivered")
                .Select(message => message.GetProperty("kind").GetString()).ToList();
            if (done.Count(kind => kind == "subscribers") >= (planned ?? delivered)
                && done.Count(kind => kind == "subscriber") >= delivered)
            {
                Assert.Equal(delivered, done.Count(kind => kind == "subscriber"));
                return;
            }
        }
    }

    private static async Task<string> Letter(MailServer mail, int number)
    {
        while (Letters(mail).Count < number)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        return Letters(mail)[number - 1];
    }

    /// <summary>One that was under way when the process died may come again under its key, which is its id.</summary>
    private static List<string> Letters(MailServer mail) =>
        [.. mail.Taken().DistinctBy(letter => MessageId().Match(letter).Value)];

    private async Task<string> Send(Served served, string path, HttpContent? content)
    {
        using (content)
        {
            using var answer = await http.PostAsync(
                new Uri(new Uri(served.Url), path), content, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, text);
            return text;
        }
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    /// <summary>Lines of a mail end in = where they were folded, and long headers go on in the next.</summary>
    private static string Whole(string letter) => letter.Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace("=\n", "", StringComparison.Ordinal).Replace("\n ", " ", StringComparison.Ordinal)
        .Replace("\n\t", " ", StringComparison.Ordinal);

    [GeneratedRegex("(?<=Message-Id: *)<[^>]+>", RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();

    [GeneratedRegex("/status/confirm/[A-Za-z0-9_.-]+")]
    private static partial Regex Link();

    [GeneratedRegex("List-Unsubscribe: *<http://[^/]+(/status/unsubscribe/[A-Za-z0-9_.-]+)>")]
    private static partial Regex Unsubscribe();
}
