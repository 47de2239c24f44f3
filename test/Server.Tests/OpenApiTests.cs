using System.Text.Json.Nodes;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Description;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The interface as it describes itself.</summary>
public sealed class OpenApiTests
{
    private static readonly Described Interface = new(OpenApiRoute.Document());

    [Fact]
    public async Task Every_route_is_described_with_its_fields()
    {
        await using var server = await RunningServer.Start();
        var document = (await server.Get(Permissions.OpenApi, server.Admin)).Json;
        var paths = document.GetProperty("paths");
        foreach (var route in Permissions.All.Where(RouteDescriptions.Tells))
        {
            var operation = paths.GetProperty(route.Path).GetProperty(route.Method.ToLowerInvariant());
            var takesBody = route.Method is "POST" or "PUT"
                && route.Path is not (Permissions.Rebase or Permissions.MessageTrial or Permissions.Answer
                    or Permissions.Heartbeat);
            Assert.True(takesBody == operation.TryGetProperty("requestBody", out _), $"{route.Method} {route.Path}");
        }
        var names = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal(Permissions.All.Count(RouteDescriptions.Tells), names.Count);
        var hold = paths.GetProperty(Permissions.OfVerb("hold")).GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Assert.Equal("reason", hold.GetProperty("required")[0].GetString());
        Assert.True(hold.GetProperty("properties").TryGetProperty("happenedAt", out _));
        Assert.False(hold.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public void Every_example_is_as_its_schema_says()
    {
        var faults = new List<string>();
        foreach (var (method, path, operation) in Interface.Operations)
        {
            foreach (var parameter in operation["parameters"]!.AsArray())
            {
                if (parameter!["schema"]!["examples"] is JsonArray { Count: > 0 } shown)
                    Judge($"{method} {path} {parameter["name"]}", parameter["schema"]!, shown[0]);
            }
            if (Described.Body(operation) is { } body)
                Judge($"{method} {path} body", body["schema"]!, body["example"]);
            var (_, type, answer) = Described.Answer(operation);
            if (answer is not null)
                Judge($"{method} {path} answer", answer["schema"]!, answer["example"]);
            else if (type is not null || method != "DELETE")
                faults.Add($"{method} {path} has no answer");
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        void Judge(string what, JsonNode schema, JsonNode? example)
        {
            if (example is null)
                faults.Add($"{what} has no example");
            else
                faults.AddRange(Interface.Faults(schema, example).Select(fault => $"{what}: {fault}"));
        }
    }

    [Fact]
    public void What_is_not_described_is_found()
    {
        var ticket = new JsonObject { ["$ref"] = $"{Schemas.Where}{Components.Ticket}" };
        var example = Schemas.ExampleOf(Components.All[Components.Ticket])!.AsObject();
        Assert.Empty(Interface.Faults(ticket, example));
        example["colour"] = "red";
        Assert.NotEmpty(Interface.Faults(ticket, example));
        example.Remove("colour");
        example["state"] = "Lost";
        Assert.NotEmpty(Interface.Faults(ticket, example));
    }
}
