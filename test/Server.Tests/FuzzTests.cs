using System.Text;
using System.Text.Json;
using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>Every route of the server's own description, asked with what nobody should ask with.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Ids =
    [
        new('x', 5_000), "%00", "%ff%fe", "..%2F..%2Fetc", "%F0%9F%98%80", "99999999999999999999999999", "-1", "%20",
    ];

    private static readonly string[] QueryValues =
    [
        "", "%ff%fe", "%00", "-1", "99999999999999999999999", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z",
        new('9', 3_000), "priority%3DP1%409999-12-31T23:59:59Z", "holiday%3D9999-12-31", "*", "%22", "%22*",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "-1", "1e400", "123456789012345678901234567890", "\"\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"9999-12-31T23:59:59.999Z\"", "\"P9999999999DT1S\"", "[]", "[null]", "{}", """{"":""}""",
        """{"name":1,"vip":"x"}""", $"\"{new string('y', 20_000)}\"",
    ];

    private static readonly byte[][] Bodies =
    [
        [], "null"u8.ToArray(), "[]"u8.ToArray(), "{"u8.ToArray(), "{}{}"u8.ToArray(), "{\"a\":}"u8.ToArray(),
        [0xff, 0xfe, 0x00], [0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d],
        [.. "{\"text\":\""u8, 0xff, .. "\"}"u8], "\ufeff{}"u8.ToArray(),
        """{"text":"a","text":"b","key":"k","key":"l"}"""u8.ToArray(),
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000))),
    ];

    /// <summary>Large ones, which are read the same way on every route of a kind.</summary>
    private static readonly byte[][] LargeBodies =
    [
        Encoding.ASCII.GetBytes(new string('[', 100_000)),
        Encoding.ASCII.GetBytes(
            "{\"tags\":{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"k{i}\":\"v\"")) + "}}"),
        new byte[(1 << 20) + 1],
    ];

    [Fact]
    public async Task No_route_breaks_whatever_it_is_asked()
    {
        await using var server = await RunningServer.Start();
        await server.Post(Permissions.Tickets, """{"title":"a"}""", server.Admin);
        await server.Post(Permissions.Tickets, """{"title":"b"}""", server.Admin);
        var document = (await server.Get(Permissions.OpenApi, server.Admin)).Json;
        var (asked, broken) = (0, new List<string>());
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                foreach (var request in Requests(server, path.Name, operation))
                {
                    using (request)
                    {
                        asked++;
                        using var response = await Answered(server, request, broken);
                        if (response is null)
                            continue;
                        if ((int)response.StatusCode < 500 || IsOnlyNotReady(path.Name))
                            continue;
                        var said = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                        broken.Add($"{request.Method} {Short(request.RequestUri!.PathAndQuery)} {Short(said)}");
                    }
                }
            }
        }
        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(40)));
        Assert.True(asked > 1_500, $"{asked}");
        Assert.Equal(200, (await server.Get(Permissions.Tickets, server.Admin)).Code);
    }

    /// <summary>
    /// Null where the server hung up on a body that is larger than it takes, which HTTP allows; all else is told.
    /// </summary>
    private static async Task<HttpResponseMessage?> Answered(
        RunningServer server, HttpRequestMessage request, List<string> broken)
    {
        try
        {
            return await server.Open(request);
        }
        catch (HttpRequestException fault)
        {
            if (!(request.Content?.Headers.ContentLength > 1 << 20))
                broken.Add($"{request.Method} {Short(request.RequestUri!.PathAndQuery)} {fault.InnerException}");
            return null;
        }
    }

    // a health path says 503 by itself when a loop waits for the disk behind all this
    private static bool IsOnlyNotReady(string path) => path is "/health/engine" or "/readyz" or "/healthz";

    private static IEnumerable<HttpRequestMessage> Requests(
        RunningServer server, string path, JsonProperty operation)
    {
        var method = new HttpMethod(operation.Name.ToUpperInvariant());
        var plain = With(path, "1");
        if (path.Contains('{'))
        {
            foreach (var id in Ids)
                yield return Request(server, method, With(path, id), "{}"u8.ToArray());
        }
        foreach (var parameter in operation.Value.GetProperty("parameters").EnumerateArray())
        {
            var name = parameter.GetProperty("name").GetString()!;
            if (parameter.GetProperty("in").GetString() == "query")
            {
                yield return Request(server, method, $"{plain}?{name}=1&{name}=2", null);
                foreach (var value in QueryValues)
                    yield return Request(server, method, $"{plain}?{name}={value}", null);
            }
            else if (parameter.GetProperty("in").GetString() == "header")
            {
                foreach (var value in (string[])["\"", new('k', 5_000), "a, b", "W/\"1\"", "-1"])
                {
                    var request = Request(server, method, plain, "{}"u8.ToArray());
                    request.Headers.TryAddWithoutValidation(name, value);
                    yield return request;
                }
            }
        }
        yield return Request(server, method, $"{plain}?%ff=%ff&dry=2&unknown", null);
        if (!operation.Value.TryGetProperty("requestBody", out var body))
            yield break;
        var isSimple = path.StartsWith(Permissions.Ticket + "/", StringComparison.Ordinal);
        foreach (var bytes in isSimple ? Bodies : [.. Bodies, .. LargeBodies])
            yield return Request(server, method, plain, bytes);
        yield return Request(server, method, plain, "{}"u8.ToArray(), "text/plain; charset=\"");
        foreach (var field in FieldsOf(body))
        {
            foreach (var value in Values)
                yield return Request(
                    server, method, plain, Encoding.UTF8.GetBytes($"{{{JsonSerializer.Serialize(field)}:{value}}}"));
        }
    }

    private static IEnumerable<string> FieldsOf(JsonElement body)
    {
        var schema = body.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        return schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(field => field.Name)
            : [];
    }

    private static HttpRequestMessage Request(
        RunningServer server, HttpMethod method, string path, byte[]? body, string type = "application/json")
    {
        var request = server.Request(method, path, server.Admin);
        if (body is null || method == HttpMethod.Get)
            return request;
        request.Content = new ByteArrayContent(body);
        // an answer that comes before so much was read ends the connection, which none after it is to use
        request.Headers.ConnectionClose = body.Length > 1 << 20;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }

    private static string With(string path, string id) => string.Join(
        '/', path.Split('/').Select(part => part.StartsWith('{') ? id + part[(part.IndexOf('}') + 1)..] : part));

    private static string Short(string text) => text.Length <= 160 ? text : text[..160];
}
