using Microsoft.AspNetCore.Http;
using Muster.Server.Access;
using Muster.Server.Api;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>Refusals on routes that a person reads: the same problems, in words on a page.</summary>
internal static class PageProblems
{
    public static bool AreFor(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<RouteRule>() is { IsPage: true };

    public static Task Write(HttpContext http, Problem problem)
    {
        if (problem.Challenge is { } challenge)
            http.Response.Headers.WWWAuthenticate = challenge;
        var frame = new Frame(Instant.MinValue, null) { Who = Gate.CallerOf(http)?.Speaker };
        if (problem.Status == 401)
            return SignIn(http, frame, problem);
        return PageWriter.Write<ProblemPage>(http, problem.Status, new()
        {
            [nameof(ProblemPage.Frame)] = frame,
            [nameof(ProblemPage.Problem)] = new ProblemWords(problem.Title, problem.Detail),
        });
    }

    private static Task SignIn(HttpContext http, Frame frame, Problem problem)
    {
        var wasShown = SessionCookie.Read(http) is not null;
        var isRead = HttpMethods.IsGet(http.Request.Method);
        var comesFromElsewhere = http.Request.Headers["Sec-Fetch-Site"].ToString() == "cross-site";
        return PageWriter.Write<SignInPage>(http, 401, new()
        {
            [nameof(SignInPage.Frame)] = frame,
            [nameof(SignInPage.Again)] = isRead && comesFromElsewhere && !wasShown,
            [nameof(SignInPage.To)] = isRead ? Frame.AddressOf(http) : PageRules.Now,
            [nameof(SignInPage.Words)] = wasShown ? problem.Detail : null,
            [nameof(SignInPage.Form)] = SessionCookie.FormOf(http),
        });
    }
}
