using Muster.Server.Access;
using Muster.Storage.Sqlite;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>Tokens from the first start to their end.</summary>
public sealed class TokenTests
{
    private const string Tokens = Permissions.Tokens;

    [Fact]
    public async Task The_administrators_token_is_printed_once_and_is_good_after_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        string token;
        await using (var first = await RunningServer.Start(folder))
        {
            token = first.Admin;
            Assert.Matches("^mst_[A-Za-z0-9_-]{43}$", token);
            Assert.Equal(200, (await first.Get(Tokens, token)).Code);
        }
        await using (var second = await RunningServer.Start(folder))
        {
            Assert.DoesNotContain("mst_", second.Output);
            Assert.Equal(200, (await second.Get(Tokens, token)).Code);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_store_holds_a_hash_and_no_secret()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        string secret;
        await using (var server = await RunningServer.Start(folder))
            secret = await server.TokenFor("responder", "bo");
        await using (var store = SqliteStore.Open(folder.FullName))
        {
            var events = await store.ReadAll(0, 500);
            var all = string.Concat(events.Select(stored => System.Text.Encoding.UTF8.GetString(stored.Body.Span)));
            Assert.Contains(Secret.HashOf(secret), all);
            Assert.DoesNotContain(secret[4..], all);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_revoked_token_is_not_taken_any_more()
    {
        await using var server = await RunningServer.Start();
        var issued = await server.Post(Tokens, """{"name":"desk","role":"observer"}""", server.Admin);
        Assert.Equal(201, issued.Code);
        var secret = issued.Said("token");
        Assert.Equal(200, (await server.Get("/api/v1/tickets", secret)).Code);
        var path = $"{Tokens}/{issued.Said("id")}";
        Assert.Equal(204, (await server.Send(HttpMethod.Delete, path, null, server.Admin)).Code);
        var refused = await server.Get("/api/v1/tickets", secret);
        Assert.Equal(401, refused.Code);
        Assert.Contains("invalid_token", refused.Headers.WwwAuthenticate.ToString());
        Assert.Equal(404, (await server.Send(HttpMethod.Delete, path, null, server.Admin)).Code);
    }

    [Fact]
    public async Task A_rotated_token_gives_way_to_a_new_one_of_the_same_role()
    {
        await using var server = await RunningServer.Start();
        var issued = await server.Post(Tokens, """{"name":"desk","role":"manager","person":"ana"}""", server.Admin);
        var rotated = await server.Post($"{Tokens}/{issued.Said("id")}/rotate", null, server.Admin);
        Assert.Equal(201, rotated.Code);
        Assert.Equal("manager", rotated.Said("role"));
        Assert.Equal("ana", rotated.Said("person"));
        Assert.Equal(401, (await server.Get("/api/v1/tickets", issued.Said("token"))).Code);
        Assert.Equal(200, (await server.Get("/api/v1/tickets", rotated.Said("token"))).Code);
    }

    [Fact]
    public async Task A_list_of_tokens_shows_their_last_use_and_no_secret()
    {
        await using var server = await RunningServer.Start();
        var secret = await server.TokenFor("observer");
        Assert.DoesNotContain("lastUsedAt", Last(await server.Get(Tokens, server.Admin)));
        await server.Get("/api/v1/tickets", secret);
        Assert.Contains("lastUsedAt", Last(await server.Get(Tokens, server.Admin)));
        Assert.DoesNotContain("mst_", (await server.Get(Tokens, server.Admin)).Text);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_token_and_another_body_under_it_is_refused()
    {
        await using var server = await RunningServer.Start();
        const string body = """{"name":"desk","role":"observer"}""";
        var first = await server.Post(Tokens, body, server.Admin, ("Idempotency-Key", "k1"));
        var again = await server.Post(Tokens, body, server.Admin, ("Idempotency-Key", "k1"));
        Assert.Equal(first.Said("token"), again.Said("token"));
        Assert.Equal(2, (await server.Get(Tokens, server.Admin)).Json.GetProperty("items").GetArrayLength());
        var other = await server.Post(
            Tokens, """{"name":"desk","role":"admin"}""", server.Admin, ("Idempotency-Key", "k1"));
        Assert.Equal(422, other.Code);
        Assert.Equal("key-reused", other.Problem);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var server = await RunningServer.Start();
        var id = (await server.Get(Tokens, server.Admin)).Json.GetProperty("items")[0].GetProperty("id").GetString();
        var refused = await server.Send(HttpMethod.Delete, $"{Tokens}/{id}", null, server.Admin);
        Assert.Equal(409, refused.Code);
        var second = await server.TokenFor("admin");
        Assert.Equal(204, (await server.Send(HttpMethod.Delete, $"{Tokens}/{id}", null, second)).Code);
        Assert.Equal(401, (await server.Get(Tokens, server.Admin)).Code);
    }

    [Theory]
    [InlineData("""{"role":"admin"}""", "name")]
    [InlineData("""{"name":"x"}""", "role")]
    [InlineData("""{"name":"x","role":"king"}""", "role")]
    [InlineData("""{"name":"x","role":"admin","power":1}""", "power")]
    [InlineData("""{"name":"x","role":"admin","expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"name":"x","role":"admin","expiresIn":"-1d"}""", "expiresIn")]
    public async Task What_is_wrong_in_an_order_is_named(string body, string field)
    {
        await using var server = await RunningServer.Start();
        var answer = await server.Post(Tokens, body, server.Admin);
        Assert.Equal(422, answer.Code);
        Assert.Equal(field, answer.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public void A_token_is_over_at_its_instant()
    {
        var at = NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0);
        var token = new Token("t", "t", Roles.Admin, "h") { Name = "x", IssuedAt = at, ExpiresAt = at };
        Assert.True(token.IsExpired(at));
        Assert.False(token.IsExpired(at - NodaTime.Duration.FromMilliseconds(1)));
    }

    private static string Last(Answer list) => list.Json.GetProperty("items").EnumerateArray().Last().GetRawText();
}
