using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using Muster.Core.Policies;
using Muster.Core.Tickets;

namespace Muster.Server.Status;

/// <summary>What of a ticket's words everybody may read.</summary>
internal static partial class PublicWords
{
    private const int LongestTitle = 200;

    /// <summary>
    /// The title as updates tell it. One that names a person of the policy, the requester or an address is not told:
    /// where it happens stands in its place.
    /// </summary>
    public static string Title(TicketState ticket, Policy policy)
    {
        var title = Clean(string.Join(' ', (ticket.Title ?? "").Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries)));
        if (title.Length > 0 && !Address().IsMatch(title) && !Names(ticket, policy).Any(name => IsNamed(name, title)))
            return title.Length <= LongestTitle ? title : title[..(LongestTitle - 1)] + "…";
        return ticket.Service is { } service ? $"A problem with {Clean(service)}" : "A problem";
    }

    /// <summary>A template's HTML as plain words, a paragraph a line.</summary>
    public static string Plain(string html) => WebUtility.HtmlDecode(
        Tag().Replace(LineEnd().Replace(html.Replace('\n', ' '), "\n"), "")).Trim();

    /// <summary>Without what no XML may hold, escaped or not, and what turns the direction of the words that follow.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new System.Text.StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
                clean.Append(text[at]).Append(text[++at]);
            else if (XmlConvert.IsXmlChar(text[at])
                && text[at] is not ((>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')))
                clean.Append(text[at]);
        }
        return clean.ToString();
    }

    private static IEnumerable<string?> Names(TicketState ticket, Policy policy) =>
        [
            ticket.Requester?.Name, ticket.Person, .. policy.People.Keys,
            .. policy.People.Values.Select(person => person.Name),
        ];

    private static bool IsNamed(string? name, string title)
    {
        if (string.IsNullOrWhiteSpace(name))
            return false;
        var at = title.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        for (; at >= 0; at = title.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if ((at == 0 || !char.IsLetterOrDigit(title[at - 1]))
                && (end == title.Length || !char.IsLetterOrDigit(title[end])))
                return true;
        }
        return false;
    }

    [GeneratedRegex(@"\S@\S|\b\d{1,3}(\.\d{1,3}){3}\b|://|\+?\d[\d /()-]{8,}\d", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("</p>|<br ?/?>|</li>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LineEnd();
}
