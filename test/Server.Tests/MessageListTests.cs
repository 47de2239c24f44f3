using Muster.Engine.Delivery;
using Muster.Storage;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>Lists of messages and of majors: filters, pages, and what is wrong with either.</summary>
public sealed class MessageListTests
{
    private const string Messages = "/api/v1/messages";

    [Fact]
    public async Task Messages_are_listed_by_whom_they_go_to_page_by_page()
    {
        await using var server = await RunningServer.Start();
        var house = server.House;
        string[] told = ["ana", "dee", "ana", "dee", "ana", "dee"];
        await house.Epoch.Append(epoch => new Batch
        {
            Epoch = epoch,
            RecordedAt = house.Now,
            Messages = [.. told.Select((to, number) => MessageFormat.Trial(to, $"{number}", house.Now))],
        });
        Assert.Equal(6, (await Page(server, "")).To.Length);
        var (first, next) = await Page(server, "?to=dee&limit=1");
        Assert.Equal(["dee"], first);
        var (rest, last) = await Page(server, $"?to=dee&limit=2&cursor={next}");
        Assert.Equal(["dee", "dee"], rest);
        Assert.Null(last);
        Assert.Empty((await Page(server, "?to=nobody")).To);
        Assert.Equal(6, (await Page(server, "?state=waiting,delivered,dropped,failed")).To.Length);
    }

    [Theory]
    [InlineData(Messages, "foo=1", "foo")]
    [InlineData(Messages, "limit=0", "limit")]
    [InlineData(Messages, "limit=501", "limit")]
    [InlineData(Messages, "cursor=x", "cursor")]
    [InlineData(Messages, "state=gone", "state")]
    [InlineData("/api/v1/majors", "foo=1", "foo")]
    [InlineData("/api/v1/majors", "limit=501", "limit")]
    [InlineData("/api/v1/majors", "state=gone", "state")]
    public async Task What_a_list_does_not_know_is_refused_by_name(string path, string query, string field)
    {
        await using var server = await RunningServer.Start();
        var answer = await server.Get($"{path}?{query}", server.Admin);
        Assert.Equal(422, answer.Code);
        Assert.Equal(field, answer.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    private static async Task<(string[] To, string? Next)> Page(RunningServer server, string query)
    {
        var json = (await server.Get(Messages + query, server.Admin)).Json;
        return (
            [.. json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("to").GetString()!)],
            json.TryGetProperty("next", out var next) ? next.GetString() : null);
    }
}
