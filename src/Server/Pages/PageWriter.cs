using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Server.Api;

namespace Muster.Server.Pages;

/// <summary>
/// Pages as HTML, rendered whole on the server and static: what is live in them the browser reads anew. So a page
/// needs nothing of the process that made it, and comes back by itself when another one takes its place.
/// </summary>
internal static class PageWriter
{
    /// <summary>Nothing runs or loads but our own files: markup that slipped through could do nothing.</summary>
    public const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static async Task Write<TPage>(HttpContext http, int status, Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        var html = await Render<TPage>(http, parameters).ConfigureAwait(false);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.Vary = "Cookie";
        await Answers.Write(http, status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html))
            .ConfigureAwait(false);
    }

    private static async Task<string> Render<TPage>(HttpContext http, Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        var log = http.RequestServices.GetRequiredService<ILoggerFactory>();
        var renderer = new HtmlRenderer(http.RequestServices, log);
        await using (renderer.ConfigureAwait(false))
        {
            return await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var page = await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))
                    .ConfigureAwait(true);
                return page.ToHtmlString();
            }).ConfigureAwait(false);
        }
    }
}
