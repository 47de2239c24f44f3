using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Muster.Server.Access;
using Muster.Server.Api;

namespace Muster.Server.Pages;

/// <summary>Style, script and icon, out of the assembly; each page names them by their digest.</summary>
internal static class PageAssets
{
    private static readonly Lazy<(byte[] Style, byte[] Script, byte[] Icon, string Version)> All = new(Read);

    /// <summary>Changes when any of them does.</summary>
    public static string Version => All.Value.Version;

    public static void Map(Routes routes)
    {
        routes.MapPublic(PageRules.Style, http => Write(http, "text/css; charset=utf-8", All.Value.Style));
        routes.MapPublic(PageRules.Script, http => Write(http, "text/javascript; charset=utf-8", All.Value.Script));
        routes.MapPublic(PageRules.Icon, http => Write(http, "image/svg+xml", All.Value.Icon));
    }

    private static async Task Write(HttpContext http, string type, byte[] bytes)
    {
        var response = http.Response;
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = http.Request.Query["v"] == Version
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        await response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }

    private static (byte[], byte[], byte[], string) Read()
    {
        var assembly = typeof(PageAssets).Assembly;
        // what is of the whole comes first, and each part's own adds to it
        var (sheet, script) = (Joined(assembly, ".css"), Joined(assembly, ".js"));
        var icon = Read(assembly, "pages/muster.svg");
        byte[] whole = [.. sheet, .. script, .. icon];
        return (sheet, script, icon, Convert.ToHexStringLower(SHA256.HashData(whole))[..12]);
    }

    private static byte[] Joined(Assembly assembly, string ending)
    {
        var parts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("pages/", StringComparison.Ordinal)
                && name.EndsWith(ending, StringComparison.Ordinal))
            .OrderBy(name => name != $"pages/muster{ending}").ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => Encoding.UTF8.GetString(Read(assembly, name)));
        return Encoding.UTF8.GetBytes(string.Join('\n', parts));
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
