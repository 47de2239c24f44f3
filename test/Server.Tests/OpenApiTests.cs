using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The interface as it describes itself.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_route_is_described_with_its_fields()
    {
        await using var server = await RunningServer.Start();
        var document = (await server.Get(Permissions.OpenApi, server.Admin)).Json;
        var paths = document.GetProperty("paths");
        foreach (var route in Permissions.All.Where(route =>
            route.Path != Permissions.AnyVerb && !route.IsPage && !Permissions.LaterSenders.Contains(route.Path)))
        {
            var operation = paths.GetProperty(route.Path).GetProperty(route.Method.ToLowerInvariant());
            var takesBody = route.Method is "POST" or "PUT"
                && route.Path is not (Permissions.Rebase or Permissions.MessageTrial or Permissions.Answer);
            Assert.Equal(takesBody, operation.TryGetProperty("requestBody", out _));
        }
        var names = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        var hold = paths.GetProperty(Permissions.OfVerb("hold")).GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Assert.Equal("reason", hold.GetProperty("required")[0].GetString());
        Assert.True(hold.GetProperty("properties").TryGetProperty("happenedAt", out _));
        Assert.False(hold.GetProperty("additionalProperties").GetBoolean());
    }
}
