using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>Tokens: issued, listed, rotated, revoked. A secret is said once, to whoever asked for it.</summary>
internal static class TokenRoutes
{
    private const string IssueVerb = "token.create";
    private const string RotateVerb = "token.rotate";
    private const string RevokeVerb = "token.revoke";

    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.Tokens, List);
        routes.Map("POST", Permissions.Tokens, call => Issue(call, null));
        routes.Map("POST", Permissions.TokenRotation, Rotate);
        routes.Map("DELETE", Permissions.Token, Revoke);
    }

    private static Task List(Call call) => call.Answer(200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var token in call.House.Tokens.All)
            Write(json, call, token, null);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static Task Rotate(Call call) => call.House.Tokens.Find(call.Part("id")) is { } token
        ? Issue(call, token)
        : Repeatable(call);

    // A repeated rotation finds the token gone, as it was the first to take it away.
    private static Task Repeatable(Call call) => Issue(call, null, isRotation: true);

    private static async Task Issue(Call call, Token? replaced, bool isRotation = false)
    {
        isRotation |= replaced is not null;
        var (body, unread) = await Bodies.Read(call.Http).ConfigureAwait(false);
        var (order, wrong) = unread is null ? TokenOrder.Read(body, isRotation, call.House.Now) : (null, unread);
        var (key, wrongKey) = order is null ? (null, null) : Bodies.Key(call.Http, order.Key);
        if ((wrong ?? wrongKey) is { } problem)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var digest = Digest(call, body);
        if (key is not null && await Earlier(call, key).ConfigureAwait(false) is { } earlier)
            await Repeat(call, key, digest, earlier).ConfigureAwait(false);
        else if (isRotation && replaced is null)
            await call.Refuse(NoToken(call.Part("id"))).ConfigureAwait(false);
        else if (call.House.Tokens.All.Count() >= TokenBook.Most)
            await call.Refuse(new Problem(409, "not-allowed", "There are too many tokens",
                $"There are {TokenBook.Most} tokens; revoke those that nobody uses.")).ConfigureAwait(false);
        else
            await Issue(call, order!, replaced, key, digest).ConfigureAwait(false);
    }

    private static async Task Issue(Call call, TokenOrder order, Token? replaced, string? key, byte[] digest)
    {
        var id = TokenBook.NewId();
        var secret = key is null ? Secret.New() : Secret.For(Gate.SecretOf(call.Http), id);
        var token = new Token(id, replaced?.Actor ?? id, replaced?.Role ?? order.Role, Secret.HashOf(secret))
        {
            Name = replaced?.Name ?? order.Name!,
            Person = replaced is null ? order.Person : replaced.Person,
            Scope = replaced is null ? order.Scope : replaced.Scope,
            IssuedAt = call.House.Now,
            ExpiresAt = order.ExpiresAt ?? replaced?.ExpiresAt,
        };
        var record = Record(call, replaced is null ? IssueVerb : RotateVerb) with
        {
            Key = call.Scoped(key),
            BodyDigest = digest,
            Answer = Encoding.UTF8.GetBytes(id),
        };
        switch (await call.House.Tokens.Issue(token, replaced, call.Caller.Actor, record).ConfigureAwait(false))
        {
            case AppendResult.Appended:
                await Tell(call, token, secret).ConfigureAwait(false);
                break;
            case AppendResult.KeyUsed used:
                await Repeat(call, key!, digest, used.Earlier).ConfigureAwait(false);
                break;
            default:
                await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
                break;
        }
    }

    private static async Task Repeat(Call call, string key, byte[] digest, CommandRecord earlier)
    {
        var id = Encoding.UTF8.GetString(earlier.Answer.Span);
        if (!earlier.BodyDigest.Span.SequenceEqual(digest))
            await call.Refuse(Problem.KeyReused(key)).ConfigureAwait(false);
        else if (call.House.Tokens.Find(id) is { } token)
            await Tell(call, token, Secret.For(Gate.SecretOf(call.Http), id)).ConfigureAwait(false);
        else
            await call.Refuse(NoToken(id)).ConfigureAwait(false);
    }

    private static async Task Revoke(Call call)
    {
        var tokens = call.House.Tokens;
        if (tokens.Find(call.Part("id")) is not { } token)
        {
            await call.Refuse(NoToken(call.Part("id"))).ConfigureAwait(false);
            return;
        }
        var record = Record(call, RevokeVerb);
        if (!tokens.All.Any(other => other.Id != token.Id && IsLivingAdmin(other, call)) && IsLivingAdmin(token, call))
        {
            await tokens.Note(record with { Accepted = false, Code = "not-allowed" }).ConfigureAwait(false);
            await call.Refuse(new Problem(409, "not-allowed", "It is the last administrator's token",
                "Nobody could issue tokens any more; create another administrator's token first, or rotate this one."))
                .ConfigureAwait(false);
            return;
        }
        if (await tokens.Revoke(token, call.Caller.Actor, record).ConfigureAwait(false) is AppendResult.Appended)
            call.Http.Response.StatusCode = 204;
        else
            await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
    }

    private static bool IsLivingAdmin(Token token, Call call) =>
        token is { Role: Roles.Admin, Scope: null } && !token.IsExpired(call.House.Now);

    private static Task Tell(Call call, Token token, string secret)
    {
        call.Http.Response.Headers.Location = $"{Permissions.Tokens}/{token.Id}";
        return call.Answer(201, json => Write(json, call, token, secret));
    }

    private static void Write(Utf8JsonWriter json, Call call, Token token, string? secret)
    {
        json.WriteStartObject();
        json.WriteString("id", token.Id);
        json.WriteString("name", token.Name);
        json.WriteString("role", token.Role.Name());
        if (token.Person is { } person)
            json.WriteString("person", person);
        if (token.Scope is { } scope)
        {
            json.WriteStartObject("scope");
            json.WriteSome("teams", scope.Teams);
            json.WriteSome("services", scope.Services);
            json.WriteEndObject();
        }
        json.WriteString("issuedAt", Rfc3339.Format(token.IssuedAt));
        if (token.ExpiresAt is { } expires)
            json.WriteString("expiresAt", Rfc3339.Format(expires));
        if (token.IsExpired(call.House.Now))
            json.WriteBoolean("expired", true);
        if (call.House.Tokens.LastUse(token.Id) is { } used)
            json.WriteString("lastUsedAt", Rfc3339.Format(used));
        if (secret is not null)
            json.WriteString("token", secret);
        json.WriteEndObject();
    }

    private static Problem NoToken(string id) =>
        new(404, "unknown-token", "There is no such token", $"No token goes by {id}, or it was revoked.");

    private static Task<CommandRecord?> Earlier(Call call, string key) =>
        call.House.Store.FindCommand(call.Scoped(key)!, call.House.Now);

    /// <summary>What the key stands for: the path, and the body as it was written.</summary>
    private static byte[] Digest(Call call, byte[] body) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{call.Http.Request.Path}\n"), .. body])[..16];

    private static CommandRecord Record(Call call, string verb) => new()
    {
        At = call.House.Now,
        Actor = call.Caller.Actor,
        Verb = verb,
        Stream = new StreamId("access/tokens"),
        Accepted = true,
    };
}
