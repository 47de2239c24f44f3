using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Muster.Server.Access;
using Muster.Server.Api;

namespace Muster.Server.Status;

/// <summary>The files of the status page over HTTP; they need neither the store nor anything that runs.</summary>
internal static partial class StatusRoutes
{
    public static void Map(Routes routes)
    {
        Show(routes, PageRules.Status, StatusFiles.Page, "text/html; charset=utf-8");
        Show(routes, PageRules.StatusJson, StatusFiles.Summary, "application/json; charset=utf-8");
        Show(routes, PageRules.StatusAtom, StatusFiles.Atom, "application/atom+xml; charset=utf-8");
        Show(routes, PageRules.StatusRss, StatusFiles.Rss, "application/rss+xml; charset=utf-8");
        StatusComponentRoutes.Map(routes);
        Subscriptions.SubscriptionRoutes.Map(routes);
        Subscriptions.SubscriberRoutes.Map(routes);
    }

    private static void Show(Routes routes, string path, string file, string type) =>
        routes.MapPublic(path, http => Show(http, routes.House.Status.Files, file, type));

    private static async Task Show(HttpContext http, StatusFiles files, string file, string type)
    {
        if (files.Read(file) is not { } bytes)
        {
            await ProblemWriter.Write(http, Problem.OfStatus(503) with
            {
                Detail = $"The file {file} is not written yet, or cannot be read. Ask again in a moment.",
            }).ConfigureAwait(false);
            return;
        }
        if (file == StatusFiles.Page)
            bytes = Here(bytes);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"";
        var headers = http.Response.Headers;
        headers.ETag = tag;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = StatusStyle.ContentPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        if (file == StatusFiles.Summary)
            headers.AccessControlAllowOrigin = "*"; // it is public, and other pages show it
        if (http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = 304;
            return;
        }
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>
    /// The links of the file are good wherever its folder is served; here the page stands beside the folder, not in it.
    /// </summary>
    private static byte[] Here(byte[] page) => Encoding.UTF8.GetBytes(Form().Replace(
        ((string[])[StatusFiles.Atom, StatusFiles.Rss, StatusFiles.Summary]).Aggregate(
            Encoding.UTF8.GetString(page),
            (html, file) => html.Replace($"href=\"{file}\"", $"href=\"status/{file}\"", StringComparison.Ordinal)),
        "action=\"status/subscribe\""));

    [GeneratedRegex("action=\"[^\"]*/status/subscribe\"", RegexOptions.None, 1000)]
    private static partial Regex Form();
}
