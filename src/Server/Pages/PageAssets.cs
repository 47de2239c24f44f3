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
        // the sheet of the whole comes first, and each component's own adds to it
        var style = string.Join('\n', assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("pages/", StringComparison.Ordinal)
                && name.EndsWith(".css", StringComparison.Ordinal))
            .OrderBy(name => name != "pages/muster.css").ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => Encoding.UTF8.GetString(Read(assembly, name))));
        var (sheet, script) = (Encoding.UTF8.GetBytes(style), Read(assembly, "pages/muster.js"));
        var icon = Read(assembly, "pages/muster.svg");
        byte[] whole = [.. sheet, .. script, .. icon];
        return (sheet, script, icon, Convert.ToHexStringLower(SHA256.HashData(whole))[..12]);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
