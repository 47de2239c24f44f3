using System.Collections.Immutable;
using Muster.Channels;
using Muster.Core.Majors;
using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Files.Templates;
using NodaTime;

namespace Muster.Engine.Delivery;

/// <summary>A message about a ticket, and all that its words are made of.</summary>
/// <param name="Fact">What it tells of; null for a test.</param>
/// <param name="Ticket">As it stands now; null for a test.</param>
public sealed record Telltale(Message Message, string Key, TicketEvent? Fact, TicketState? Ticket)
{
    /// <summary>What the ticket was blocked by until the fact (L9); null for any other message.</summary>
    public Freed? Freed { get; init; }
}

/// <param name="From">The ticket that blocks it no more.</param>
/// <param name="StillBy">What still does; empty where nothing does.</param>
public sealed record Freed(string From, ImmutableArray<string> StillBy);

/// <summary>Where people come back to: the address that they reach this server under, and one click's answer.</summary>
public interface IReturnPath
{
    string TicketUrl(TicketId ticket);

    /// <summary>Where a major incident is led; its ticket's page where it has none of its own.</summary>
    string RoomUrl(TicketId ticket) => TicketUrl(ticket);

    /// <summary>
    /// One who has it may acknowledge the ticket as the person, for some days. What stands behind its last slash is the
    /// whole credential.
    /// </summary>
    string AnswerUrl(TicketId ticket, string person);
}

/// <summary>The words of a message for the channel that it goes by: a template, filled by the ticket.</summary>
public static class LetterWriting
{
    /// <summary>The button of a page.</summary>
    public const string Acknowledge = "acknowledge";

    public static Letter Of(Telltale told, Way way, IReturnPath back, MessageTemplates templates, Instant now)
    {
        if (told is not { Ticket: { } ticket, Fact: { } fact })
            return Trial(told, way, templates);
        if (MajorValues.AboutOf(fact) is { } about && ticket.Major is { } major)
            return OfMajor(about, told, major, way, back, templates);
        var isPage = told.Message.Kind == MessageKind.Page;
        var answer = isPage ? back.AnswerUrl(ticket.Id, told.Message.To) : null;
        var values = TicketValues.Of(ticket, fact, now);
        values["what"] = TicketValues.What(told);
        values["person"] = told.Message.To;
        values["ticket_url"] = new WebAddress(back.TicketUrl(ticket.Id));
        values["answer_url"] = answer is null ? null : new WebAddress(answer);
        var (subject, text) = Words(isPage ? "page" : "notice", way, templates, values);
        return new Letter(
            told.Key, way.Address, ticket.Id.Value, subject, text, TicketValues.Facts(told.Message, ticket))
        {
            AnswerUrl = answer,
            Buttons = answer is null ? []
                : [new LetterButton(Acknowledge, "Acknowledge", answer[(answer.LastIndexOf('/') + 1)..])],
        };
    }

    private static Letter OfMajor(
        string about, Telltale told, MajorState major, Way way, IReturnPath back, MessageTemplates templates)
    {
        var ticket = told.Ticket!;
        var values = MajorValues.Of(told.Fact!, ticket, major, back);
        values["person"] = told.Message.To;
        var (subject, text) = Words(about, way, templates, values);
        return new Letter(
            told.Key, way.Address, ticket.Id.Value, subject, text, TicketValues.Facts(told.Message, ticket))
        {
            Buttons = MajorValues.Buttons(told.Fact!, ticket, major),
        };
    }

    /// <summary>Several notices to one person as one message (S11).</summary>
    public static Letter Digest(
        IReadOnlyList<Telltale> told, Way way, IReturnPath back, MessageTemplates templates)
    {
        var (subject, text) = Words("digest", way, templates, new Dictionary<string, object?>
        {
            ["person"] = told[0].Message.To,
            ["count"] = told.Count,
            ["messages"] = (IReadOnlyList<IReadOnlyDictionary<string, object?>>)[.. told.Select(Row)],
        });
        return new Letter(
            "digest/" + told[0].Key, way.Address, null, subject, text,
            new Dictionary<string, string> { ["kind"] = "digest", ["messages"] = $"{told.Count}" });

        Dictionary<string, object?> Row(Telltale each) => new()
        {
            ["id"] = each.Ticket!.Id.Value,
            ["priority"] = each.Ticket.Priority.ToString(),
            ["title"] = each.Ticket.Title,
            ["what"] = TicketValues.What(each),
            ["ticket_url"] = new WebAddress(back.TicketUrl(each.Ticket.Id)),
        };
    }

    /// <summary>
    /// A line and a text as the way's channel takes them. Slack's line is what a notification shows, so it is the short
    /// words, in Slack's spelling.
    /// </summary>
    public static (string Subject, string Text) Words(
        string about, Way way, MessageTemplates templates, IReadOnlyDictionary<string, object?> values)
    {
        if (way.Channel.Name != SlackName)
        {
            var mail = templates.Write(about, TemplateChannel.Mail, values);
            return (mail.Subject!, mail.Text);
        }
        var line = templates.Write(about, TemplateChannel.Short, values).Text;
        return (MessageTemplates.Mrkdwn(line), templates.Write(about, TemplateChannel.Slack, values).Text);
    }

    private const string SlackName = "slack";

    private static Letter Trial(Telltale told, Way way, MessageTemplates templates)
    {
        var (subject, text) = Words("test", way, templates, new Dictionary<string, object?>
        {
            ["person"] = told.Message.To,
            ["channel"] = way.Channel.Name,
        });
        return new Letter(
            told.Key, way.Address, null, subject, text,
            new Dictionary<string, string> { ["kind"] = "test", ["person"] = told.Message.To });
    }
}
