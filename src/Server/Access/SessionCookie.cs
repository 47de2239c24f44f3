using Microsoft.AspNetCore.Http;

namespace Muster.Server.Access;

/// <summary>The cookie by which a browser shows its session. No script reads it and no other site sends it.</summary>
internal static class SessionCookie
{
    public const string Name = "muster_session";

    /// <summary>Ties a form that asks for a token to the browser that got it.</summary>
    public const string FormName = "muster_form";

    public static string? Read(HttpContext http) =>
        http.Request.Cookies.TryGetValue(Name, out var secret) && secret.Length > 0 ? secret : null;

    public static void Write(HttpContext http, string secret) => http.Response.Cookies.Append(
        Name, secret, Options(http, SessionBook.SessionLasts.ToTimeSpan()));

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http, null));

    /// <summary>What the form of this browser carries; made where there is none.</summary>
    public static string FormOf(HttpContext http)
    {
        if (http.Request.Cookies.TryGetValue(FormName, out var known) && known.Length == 43)
            return SessionBook.FormProof(known);
        var secret = SessionBook.NewSecret();
        http.Response.Cookies.Append(FormName, secret, Options(http, null));
        return SessionBook.FormProof(secret);
    }

    public static bool IsOfForm(HttpContext http, string? proof) =>
        proof is not null && http.Request.Cookies.TryGetValue(FormName, out var known) && known.Length > 0
        && proof == SessionBook.FormProof(known);

    /// <summary>The browser came by https; in front of a proxy that says so, too.</summary>
    public static bool IsHttps(HttpContext http) => http.Request.IsHttps
        || http.Request.Headers["X-Forwarded-Proto"].ToString().Equals("https", StringComparison.OrdinalIgnoreCase);

    private static CookieOptions Options(HttpContext http, TimeSpan? lasts) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = IsHttps(http),
        Path = "/",
        MaxAge = lasts,
        IsEssential = true,
    };
}
