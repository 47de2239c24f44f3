using Muster.Files.Policies;
using Muster.Storage.Memory;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>Health, the policy, and starts that cannot be.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Health_wants_no_token()
    {
        await using var server = await RunningServer.Start();
        foreach (var path in (string[])["/livez", "/readyz", "/healthz"])
            Assert.Equal("ok", (await server.Get(path, null)).Said("status"));
    }

    [Fact]
    public async Task The_policy_in_force_is_shown_whole_and_reads_as_itself()
    {
        await using var server = await RunningServer.Start();
        var answer = await server.Get("/api/v1/policies", server.Admin);
        var again = PolicyReader.Read([new PolicySource("muster.yaml", answer.Said("text"), null)]);
        Assert.Equal(answer.Said("version"), again.Policy?.Version);
    }

    [Fact]
    public void A_policy_of_ones_own_reads_as_itself_from_its_whole_text()
    {
        const string own = "sla: [{name: default, targets: {P2: {response: 30m}}}]\nlifecycle: {autoClose: 3d}\n";
        var first = PolicyReader.Read([new PolicySource("muster.yaml", own, null)]);
        var again = PolicyReader.Read([new PolicySource("muster.yaml", first.MergedYaml, null)]);
        Assert.Equal(first.Policy!.Version, again.Policy?.Version);
    }

    [Theory]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:0/path")]
    public async Task An_address_that_is_none_is_refused_in_words(string url)
    {
        var fault = await Assert.ThrowsAsync<ServeRefusedException>(() => Start(url));
        Assert.Contains("http://HOST:PORT", fault.Message);
    }

    [Fact]
    public async Task A_port_in_use_is_said()
    {
        await using var server = await RunningServer.Start();
        await Assert.ThrowsAsync<ServeRefusedException>(() => Start($"http://127.0.0.1:{server.Address.Port}"));
    }

    [Fact]
    public async Task A_data_directory_in_use_is_said()
    {
        await using var server = await RunningServer.Start();
        var fault = await Assert.ThrowsAsync<ServeRefusedException>(() => RunningServer.Start(server.Folder));
        Assert.Contains("in use", fault.Message);
    }

    private static async Task Start(string url)
    {
        var policy = PolicyReader.Read([]);
        await using var server = await MusterServer.Start(new ServeOptions
        {
            Urls = [url],
            OpenStore = () => new MemoryStore(),
            Policy = policy.Policy!,
            PolicyText = policy.MergedYaml,
            Time = TimeProvider.System,
            Output = TextWriter.Null,
        });
    }
}
