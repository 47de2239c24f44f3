using System.Text;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>A link that signs a browser in once, in the place of a token.</summary>
internal static class TokenLinkRoute
{
    /// <summary>Stands for the token of whoever asks.</summary>
    public const string Self = "self";

    private const string Verb = "token.link";

    public static void Map(Routes routes) => routes.Map("POST", Permissions.TokenLink, Make);

    private static async Task Make(Call call)
    {
        var (body, problem) = await Bodies.Read(call.Http).ConfigureAwait(false);
        var (key, wrongKey) = Bodies.Key(call.Http, null);
        problem ??= wrongKey ?? (Encoding.UTF8.GetString(body).Trim() is "" or "{}" ? null
            : Problem.Invalid(new BodyFault("body", "a link takes no fields; send no body")));
        var named = call.Part("id");
        var token = named == Self ? call.Caller : call.House.Tokens.Find(named);
        if (problem is null && (token is null || token.IsExpired(call.House.Now)))
            problem = new Problem(404, "unknown-token", "There is no such token",
                $"No token goes by {named}, or it is over.");
        if (problem is not null)
            await call.Refuse(problem).ConfigureAwait(false);
        else
            await Make(call, token!, key).ConfigureAwait(false);
    }

    private static async Task Make(Call call, Token token, string? key)
    {
        var digest = Encoding.UTF8.GetBytes($"{Verb} {token.Id}");
        var nonce = SessionBook.NewSecret();
        var record = new CommandRecord
        {
            At = call.House.Now,
            Actor = call.Caller.Actor,
            Verb = Verb,
            Stream = new StreamId("access/sessions"),
            Accepted = true,
            Key = call.Scoped(key),
            BodyDigest = digest,
            Answer = Encoding.UTF8.GetBytes(nonce),
        };
        var code = SessionBook.CodeFor(Gate.SecretOf(call.Http), nonce);
        switch (await call.House.Sessions.Link(token, code, call.Caller.Actor, record).ConfigureAwait(false))
        {
            case AppendResult.Appended:
                await Tell(call, code).ConfigureAwait(false);
                break;
            case AppendResult.KeyUsed { Earlier: var earlier }
                when earlier.Verb == Verb && earlier.BodyDigest.Span.SequenceEqual(digest):
                var first = Encoding.UTF8.GetString(earlier.Answer.Span);
                await Tell(call, SessionBook.CodeFor(Gate.SecretOf(call.Http), first)).ConfigureAwait(false);
                break;
            case AppendResult.KeyUsed:
                await call.Refuse(Problem.KeyReused(key!)).ConfigureAwait(false);
                break;
            default:
                await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
                break;
        }
    }

    private static Task Tell(Call call, string code) => call.Answer(201, json =>
    {
        json.WriteStartObject();
        json.WriteString("link", Links.Of(Links.BaseOf(call.Http), code).AbsoluteUri);
        json.WriteString("expiresIn", Files.Durations.Iso(SessionBook.LinkLasts));
        json.WriteEndObject();
    });
}
