using System.Security.Cryptography;
using System.Text;

namespace Muster.Server.Status;

/// <summary>The page's style, which stands in the page.</summary>
internal static class StatusStyle
{
    /// <summary>Nothing runs; the one style that counts is named by its digest.</summary>
    public static string ContentPolicy { get; }

    /// <summary>The same as far as a page may say it of itself, whichever server hands it out.</summary>
    public static string ContentPolicyInPage { get; }

    public static string Text { get; }

    static StatusStyle()
    {
        using var stream = typeof(StatusStyle).Assembly.GetManifestResourceStream("status/status.css")!;
        using var reader = new StreamReader(stream);
        Text = reader.ReadToEnd().ReplaceLineEndings("\n");
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
        ContentPolicyInPage = $"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'";
        ContentPolicy = $"{ContentPolicyInPage}; form-action 'self'; frame-ancestors 'none'";
    }
}
