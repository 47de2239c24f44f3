using Microsoft.AspNetCore.Http;

namespace Muster.Server.Access;

/// <summary>Links that sign in, as they are printed and sent.</summary>
internal static class Links
{
    public static Uri Of(Uri address, string code) => new(address, $"{PageRules.SignIn[1..]}/{code}");

    /// <summary>Where a browser on this machine finds the server; for an address that stands for all, localhost.
    /// </summary>
    public static Uri BaseOf(string url)
    {
        var first = url.Replace("//*", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal);
        return new Uri(first.TrimEnd('/') + "/");
    }

    /// <summary>Where whoever asks found the server.</summary>
    public static Uri BaseOf(HttpContext http) =>
        new($"{(SessionCookie.IsHttps(http) ? "https" : "http")}://"
            + $"{(http.Request.Host.HasValue ? http.Request.Host.Value : "localhost")}/");
}
