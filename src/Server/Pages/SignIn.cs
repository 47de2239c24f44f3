using Microsoft.AspNetCore.Http;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;

namespace Muster.Server.Pages;

/// <summary>The way in and out: a link followed once, a form that takes a token, the end of a session.</summary>
internal sealed class SignIn(House house)
{
    public static void Map(Routes routes)
    {
        var way = new SignIn(routes.House);
        routes.MapPublic(PageRules.SignIn, http => way.Ask(http, 200, null, PageRules.Now));
        routes.MapPublic("POST", PageRules.SignIn, way.Take);
        routes.MapPublic(PageRules.SignInLink, way.Follow);
        routes.Map("GET", PageRules.SignOut, call => PageWriter.Write<SignOutPage>(
            call.Http, 200, new() { [nameof(SignOutPage.Frame)] = Frame.Of(call, null) }));
        routes.Map("POST", PageRules.SignOut, Leave);
    }

    private Task Ask(HttpContext http, int status, string? words, string to) =>
        PageWriter.Write<SignInPage>(http, status, new()
        {
            [nameof(SignInPage.Frame)] = new Frame(house.Now, null),
            [nameof(SignInPage.Words)] = words,
            [nameof(SignInPage.To)] = to,
            [nameof(SignInPage.Form)] = SessionCookie.FormOf(http),
        });

    private async Task Follow(HttpContext http)
    {
        await house.Tokens.Opened.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        var code = $"{http.Request.RouteValues["code"]}";
        if (await house.Sessions.Follow(code).ConfigureAwait(false) is not { } opened)
            await Ask(
                http, 410, "The link was used already, or its 10 minutes are over. muster token link makes another.",
                PageRules.Now).ConfigureAwait(false);
        else
            Enter(http, opened.Secret, PageRules.Now);
    }

    private async Task Take(HttpContext http)
    {
        await house.Tokens.Opened.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        var (form, problem) = await FormBody.Read(http, proof => SessionCookie.IsOfForm(http, proof))
            .ConfigureAwait(false);
        if (problem is not null)
        {
            await ProblemWriter.Write(http, problem).ConfigureAwait(false);
            return;
        }
        var to = Local(form!["to"]);
        if (house.Tokens.Recognise(form["token"].ToString().Trim()) is not { } token || token.IsExpired(house.Now))
            await Ask(http, 401, "The token is not known, was revoked, or has expired.", to).ConfigureAwait(false);
        else if (await house.Sessions.Open(token).ConfigureAwait(false) is { } secret)
            Enter(http, secret, to);
        else
            await ProblemWriter.Write(http, Problem.Overloaded()).ConfigureAwait(false);
    }

    private static async Task Leave(Call call)
    {
        var (_, problem) = await FormBody.Read(call).ConfigureAwait(false);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        if (Gate.IsSession(call.Http))
            await call.House.Sessions.Close(Gate.SecretOf(call.Http)).ConfigureAwait(false);
        SessionCookie.Forget(call.Http);
        See(call.Http, PageRules.SignIn);
    }

    private static void Enter(HttpContext http, string secret, string to)
    {
        SessionCookie.Write(http, secret);
        See(http, to);
    }

    /// <summary>Sends the browser on; what it sent is not sent again when it goes back.</summary>
    public static void See(HttpContext http, string to)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = to;
        http.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>A path of ours; anything else leads to Now, so that no link can send people elsewhere.</summary>
    private static string Local(string? to) =>
        to is ['/', ..] && to.Length <= 2_000 && !to.Contains('\\', StringComparison.Ordinal)
        && !to.StartsWith("//", StringComparison.Ordinal) && !to.Any(char.IsControl)
        && Uri.IsWellFormedUriString(to, UriKind.Relative)
            ? to
            : PageRules.Now;
}
