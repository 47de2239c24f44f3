using System.Net;
using System.Net.Mail;
using System.Text;
using Microsoft.AspNetCore.Http;
using Muster.Server.Access;
using Muster.Server.Answering;
using Muster.Server.Api;
using Muster.Server.Composition;

namespace Muster.Server.Status.Subscriptions;

/// <summary>
/// What a reader of the status page does to be told of updates, and to be told no more. Looking at a link changes
/// nothing, for mail programs follow links by themselves; its button does, and so does a mail program's own (RFC 8058).
/// </summary>
internal static class SubscriptionRoutes
{
    private const int LongestMail = 254;
    private const int LongestUrl = 2_000;

    public static void Map(Routes routes)
    {
        routes.MapPublic("POST", PageRules.StatusSubscribe, http => Ask(http, routes.House));
        routes.MapPublic("GET", PageRules.StatusConfirm, http => ShowConfirm(http, routes.House));
        routes.MapPublic("POST", PageRules.StatusConfirm, http => Confirm(http, routes.House));
        routes.MapPublic("GET", PageRules.StatusUnsubscribe, http => ShowUnsubscribe(http, routes.House));
        routes.MapPublic("POST", PageRules.StatusUnsubscribe, http => Unsubscribe(http, routes.House));
    }

    private static async Task Ask(HttpContext http, House house)
    {
        if (!house.Settings.Status.Subscriptions || !http.Request.HasFormContentType)
        {
            await Page(http, house, 404, "There is nothing here", "<p>The status page has a form.</p>")
                .ConfigureAwait(false);
            return;
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        var (mail, webhook) = (form["mail"].ToString().Trim(), form["webhook"].ToString().Trim());
        var kind = mail.Length > 0 ? SubscriptionKind.Mail : SubscriptionKind.Webhook;
        var isGood = kind == SubscriptionKind.Mail ? IsMail(mail) && house.SendsMail : IsWebhook(webhook, house);
        if (!isGood)
            await Page(http, house, 422, "That is no address", kind == SubscriptionKind.Mail
                ? "<p>A mail address looks like <code>ana@example.org</code>.</p>"
                : "<p>A receiver's address begins with <code>https://</code>.</p>").ConfigureAwait(false);
        else if (await house.Subscriptions.Ask(kind, kind == SubscriptionKind.Mail ? mail : webhook)
            .ConfigureAwait(false))
        {
            house.MessagesWait.Beat();
            await Page(http, house, 200, "One more step", """
                <p>If the address can be reached, a message with a link is on its way to it. Updates come once that link
                was followed. It is good for 24 hours; an address gets one such message an hour at most.</p>
                """).ConfigureAwait(false);
        }
        else
        {
            http.Response.Headers.RetryAfter = "60";
            await Page(http, house, 429, "Too many ask just now", "<p>Come again in a minute, please.</p>")
                .ConfigureAwait(false);
        }
    }

    private static Task ShowConfirm(HttpContext http, House house) => Confirms(http, house) is { } id
        && house.Subscriptions.Find(id) is { } one && (one.ConfirmedAt is not null || one.IsPending(house.Now))
            ? Page(http, house, 200, "Be told of updates?", """
                <p>Each update of an incident comes to the address that got this link.</p>
                <form method="post"><button>Confirm</button></form>
                """)
            : NotGood(http, house);

    private static async Task Confirm(HttpContext http, House house)
    {
        if (Confirms(http, house) is { } id && await house.Subscriptions.Confirm(id).ConfigureAwait(false))
            await Page(http, house, 200, "Confirmed", "<p>Updates come from now on. Each says how to end that.</p>")
                .ConfigureAwait(false);
        else
            await NotGood(http, house).ConfigureAwait(false);
    }

    private static Task ShowUnsubscribe(HttpContext http, House house) => Unsubscribes(http, house) is null
        ? NotGood(http, house)
        : Page(http, house, 200, "Be told no more?",
            "<form method=\"post\"><button>Unsubscribe</button></form>");

    private static async Task Unsubscribe(HttpContext http, House house)
    {
        if (Unsubscribes(http, house) is not { } id)
            await NotGood(http, house).ConfigureAwait(false);
        else if (await house.Subscriptions.End(id, "unsubscribed").ConfigureAwait(false))
            await Page(http, house, 200, "Done", "<p>Nothing more comes. The address is erased here.</p>")
                .ConfigureAwait(false);
        else
            await Page(http, house, 503, "That could not be written just now", "<p>Try again in a moment.</p>")
                .ConfigureAwait(false);
    }

    private static Task NotGood(HttpContext http, House house) => Page(http, house, 404, "This link is not good",
        "<p>Its time is over, another one took its place, or it was not copied whole. The page has a form.</p>");

    private static string? Confirms(HttpContext http, House house) => house.SubscriptionLinks.Confirms(Code(http));

    private static string? Unsubscribes(HttpContext http, House house) =>
        house.SubscriptionLinks.Unsubscribes(Code(http));

    private static string Code(HttpContext http) => (string?)http.Request.RouteValues["code"] ?? "";

    private static bool IsMail(string text) => text.Length is > 0 and <= LongestMail
        && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
        && MailAddress.TryCreate(text, out var address) && address.Address == text
        && address.Host.Contains('.', StringComparison.Ordinal);

    /// <summary>What lies behind the name is looked at when it is called (OutsideOnly).</summary>
    private static bool IsWebhook(string text, House house) => text.Length is > 0 and <= LongestUrl
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps
            || (url.Scheme == Uri.UriSchemeHttp && house.TrustedHosts.Contains(url.Host)));

    private static Task Page(HttpContext http, House house, int status, string title, string body)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = StatusStyle.ContentPolicy;
        headers["Referrer-Policy"] = "no-referrer"; // an address may be a credential
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        var name = WebUtility.HtmlEncode(house.Status.Name);
        var html = $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>{title} · {name}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
            <style>{StatusStyle.Text}</style></head>
            <body class="subscribe"><header><p class="name"><bdi>{name}</bdi></p></header>
            <main id="main"><h1>{title}</h1>
            {body}
            <p><a href="{WebUtility.HtmlEncode(house.Status.Url)}">Status page</a></p></main></body></html>
            """;
        return Answers.Write(http, status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));
    }
}
