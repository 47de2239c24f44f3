using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The program is told to stop (SIGTERM) while people are in the middle of something.</summary>
public sealed class DrainTests : IDisposable
{
    private const string Body = """{"title":"VPN drops"}""";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_begun_is_finished_streams_end_and_the_exit_code_is_0()
    {
        var stop = TestContext.Current.CancellationToken;
        var served = await Served.Start(folder.FullName);
        var address = new Uri(served.Url);
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", served.Token);
        using var journal = await http.GetAsync(
            new Uri("/api/v1/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop);
        using var lines = new StreamReader(await journal.Content.ReadAsStreamAsync(stop));

        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, stop);
        await using var wire = client.GetStream();
        await wire.WriteAsync(Head(address, served.Token, Body.Length), stop);
        using var answer = new StreamReader(wire);
        // the server asks for the body: the request has begun
        Assert.Equal("HTTP/1.1 100 Continue", await answer.ReadLineAsync(stop));

        await served.Terminate();
        while (await lines.ReadLineAsync(stop) is not null)
        {
            // the stream ends when the server begins to stop
        }
        await wire.WriteAsync(Encoding.ASCII.GetBytes(Body), stop);
        Assert.Equal("", await answer.ReadLineAsync(stop));
        Assert.Equal("HTTP/1.1 201 Created", await answer.ReadLineAsync(stop));
        Assert.Equal(0, (await served.End()).Code);

        var again = await Served.Start(folder.FullName);
        http.Dispose();
        using var later = new HttpClient { BaseAddress = new Uri(again.Url) };
        later.DefaultRequestHeaders.Authorization = new("Bearer", served.Token);
        Assert.Contains(
            "VPN drops", await later.GetStringAsync(new Uri("/api/v1/tickets", UriKind.Relative), stop),
            StringComparison.Ordinal);
        await again.Kill();
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_hold_up_the_stop()
    {
        var stop = TestContext.Current.CancellationToken;
        var served = await Served.Start(folder.FullName, null, new() { ["MUSTER_TIME__DRAIN"] = "PT0.2S" });
        var address = new Uri(served.Url);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, stop);
        await using var wire = client.GetStream();
        await wire.WriteAsync(Head(address, served.Token, 100), stop);
        using var answer = new StreamReader(wire);
        Assert.Equal("HTTP/1.1 100 Continue", await answer.ReadLineAsync(stop));
        Assert.Equal(0, (await served.Stop()).Code);
    }

    private static byte[] Head(Uri address, string token, int length) => Encoding.ASCII.GetBytes(
        $"POST /api/v1/tickets HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n");
}
