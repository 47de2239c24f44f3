using System.Security.Cryptography;
using System.Text;
using Muster.Files.Pages;

namespace Muster.Files.Reports;

/// <summary>The style of a page that stands alone, and the head of such a page: nothing but this style is ever taken.
/// </summary>
internal sealed class PageStyle(string style)
{
    /// <summary>No browser runs or loads anything for the page, whatever stands in it.</summary>
    public string ContentPolicy { get; } = "default-src 'none'; style-src 'sha256-"
        + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style))) + "'";

    /// <summary>Writes up to the body, which is for the caller to begin; <c>html</c> stays open.</summary>
    public void WriteHead(Html html, string title)
    {
        html.Raw("<!doctype html>\n");
        html.Begin("html", ("lang", "en"));
        html.Begin("head");
        html.Empty("meta", ("charset", "utf-8"));
        html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ContentPolicy));
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Leaf("title", title);
        html.Raw($"<style>{style}</style>\n");
        html.End();
    }
}
