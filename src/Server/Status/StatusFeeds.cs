using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>The incidents as feeds: an entry for each, which says all of its updates, the newest first.</summary>
internal static class StatusFeeds
{
    /// <summary>Bound: a feed reader asks often.</summary>
    private const int MostEntries = 50;

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
    };

    public static byte[] Atom(StatusView view, string url) => Write(xml =>
    {
        xml.WriteStartElement("feed", "http://www.w3.org/2005/Atom");
        xml.WriteElementString("id", $"{url}/feed.atom");
        xml.WriteElementString("title", $"{view.Name}: status");
        xml.WriteElementString("updated", Rfc3339.Format(UpdatedAt(view)));
        xml.WriteStartElement("author");
        xml.WriteElementString("name", view.Name);
        xml.WriteEndElement();
        WriteLink(xml, url, "alternate");
        WriteLink(xml, $"{url}/feed.atom", "self");
        foreach (var incident in view.Incidents.Take(MostEntries))
        {
            xml.WriteStartElement("entry");
            xml.WriteElementString("id", $"urn:muster:status:{Uri.EscapeDataString(incident.Id)}");
            xml.WriteElementString("title", incident.Title);
            xml.WriteElementString("published", Rfc3339.Format(incident.StartedAt));
            xml.WriteElementString("updated", Rfc3339.Format(incident.UpdatedAt));
            WriteLink(xml, AddressOf(incident, url), "alternate");
            xml.WriteStartElement("content");
            xml.WriteAttributeString("type", "html");
            xml.WriteString(Content(incident));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    });

    public static byte[] Rss(StatusView view, string url) => Write(xml =>
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", $"{view.Name}: status");
        xml.WriteElementString("link", url);
        xml.WriteElementString("description", "Incidents and their updates");
        xml.WriteElementString("lastBuildDate", Rfc822(UpdatedAt(view)));
        foreach (var incident in view.Incidents.Take(MostEntries))
        {
            xml.WriteStartElement("item");
            // a reader may take a title for HTML
            xml.WriteElementString("title", WebUtility.HtmlEncode(incident.Title));
            xml.WriteElementString("description", Content(incident));
            xml.WriteElementString("pubDate", Rfc822(incident.UpdatedAt));
            xml.WriteElementString("link", AddressOf(incident, url));
            xml.WriteStartElement("guid");
            xml.WriteAttributeString("isPermaLink", "false");
            xml.WriteString($"urn:muster:status:{Uri.EscapeDataString(incident.Id)}");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    /// <summary>It changes when an incident does, and not each minute.</summary>
    private static Instant UpdatedAt(StatusView view) => view.Incidents
        .Select(incident => incident.UpdatedAt).DefaultIfEmpty(Instant.FromUnixTimeSeconds(0)).Max();

    private static string Content(StatusIncident incident)
    {
        var content = new StringBuilder();
        foreach (var update in incident.Updates)
        {
            var at = Rfc3339.Format(update.At);
            content.Append(CultureInfo.InvariantCulture, $"<p><time datetime=\"{at}\">{StatusTimes.Full(update.At)}")
                .Append(CultureInfo.InvariantCulture, $"</time> {update.Phase}</p>\n{update.Html}\n");
        }
        return content.ToString();
    }

    private static string AddressOf(StatusIncident incident, string url) =>
        $"{url}#{Uri.EscapeDataString(incident.Id)}";

    private static string Rfc822(Instant at) =>
        at.ToDateTimeUtc().ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture);

    private static void WriteLink(XmlWriter xml, string to, string rel)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("href", to);
        xml.WriteEndElement();
    }

    private static byte[] Write(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
            write(xml);
        return bytes.ToArray();
    }
}
