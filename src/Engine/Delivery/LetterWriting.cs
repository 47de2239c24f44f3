using System.Collections.Immutable;
using Muster.Channels;
using Muster.Core.Escalation;
using Muster.Core.Messages;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Files.Pages;
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

    /// <summary>One who has it may acknowledge the ticket as the person, for some days.</summary>
    string AnswerUrl(TicketId ticket, string person);
}

/// <summary>The words of a message: the ticket, what happened, when it is due, what to do.</summary>
public static class LetterWriting
{
    public static Letter Of(Telltale told, Way way, IReturnPath back, Instant now)
    {
        if (told is not { Ticket: { } ticket, Fact: { } fact })
            return Trial(told, way);
        var isPage = told.Message.Kind == MessageKind.Page;
        var answer = isPage ? back.AnswerUrl(ticket.Id, told.Message.To) : null;
        string?[] lines =
        [
            $"{ticket.Id}  {ticket.Priority}{(ticket.IsProvisional ? " (provisional)" : "")}  {ticket.Title}",
            "",
            What(told),
            "",
            Line("Service", ticket.Service),
            Line("Reported by", ticket.Requester?.Name),
            Line("Stands in", Join(ticket.Tier.Name(), ticket.Team, ticket.Person)),
            Line("Response", Due(ticket, ClockKind.Response, now)),
            Line("Resolution", Due(ticket, ClockKind.Resolution, now)),
            "",
            answer is null ? null : $"Acknowledge: {answer}",
            $"Ticket: {back.TicketUrl(ticket.Id)}",
        ];
        return new Letter(
            told.Key, way.Address, ticket.Id.Value, Subject(ticket, told, isPage),
            string.Join('\n', lines.OfType<string>()) + "\n", Facts(told, ticket))
        {
            AnswerUrl = answer,
        };
    }

    /// <summary>Several notices to one person as one message (S11).</summary>
    public static Letter Digest(IReadOnlyList<Telltale> told, Way way, IReturnPath back)
    {
        var lines = told.Select(each =>
            $"{each.Ticket!.Id}  {each.Ticket.Priority}  {each.Ticket.Title}\n    {What(each)}\n    "
            + back.TicketUrl(each.Ticket.Id));
        return new Letter(
            "digest/" + told[0].Key, way.Address, null, $"{told.Count} messages from Muster",
            string.Join("\n\n", lines) + "\n",
            new Dictionary<string, string> { ["kind"] = "digest", ["messages"] = $"{told.Count}" });
    }

    private static Letter Trial(Telltale told, Way way) => new(
        told.Key, way.Address, null, "Muster: a test",
        $"This is a test: Muster can tell {told.Message.To} something by {way.Channel.Name}.\n",
        new Dictionary<string, string> { ["kind"] = "test", ["person"] = told.Message.To });

    private static string Subject(TicketState ticket, Telltale told, bool isPage)
    {
        var title = OneLine(ticket.Title ?? "");
        return isPage
            ? $"[{ticket.Id}] {ticket.Priority} needs you: {title}"
            : $"[{ticket.Id}] {OneLine(What(told))}";
    }

    private static string What(Telltale told) => told.Freed is not { } freed ? What(told.Fact!)
        : freed.StillBy.IsEmpty ? $"Blocked no more: {freed.From} was the last that blocked it."
        : $"{freed.From} blocks it no more; {string.Join(", ", freed.StillBy)} still "
            + (freed.StillBy.Length == 1 ? "does." : "do.");

    private static string What(TicketEvent fact) => fact is TicketPaged paged
        ? paged.LastResort ? "Nobody has answered, and you are the last who is told."
            : $"You are paged: step {paged.Step} of {paged.Plan}"
                + (paged.Round > 1 ? $", for the {paged.Round}. time." : ".")
        : EventWords.Of(fact) ?? "";

    private static string? Due(TicketState ticket, ClockKind kind, Instant now)
    {
        var reading = ClockReading.Of(ticket, kind, now);
        return reading.Due is not { } due
            ? null
            : $"{Rfc3339.Format(due)}{(due > now ? $", in {DurationWords.Spell(Whole(due - now))}" : ", past")}";
    }

    private static Duration Whole(Duration left) => left < Duration.FromMinutes(1)
        ? Duration.FromSeconds((long)left.TotalSeconds)
        : Duration.FromMinutes((long)left.TotalMinutes);

    private static Dictionary<string, string> Facts(Telltale told, TicketState ticket)
    {
        var facts = new Dictionary<string, string>
        {
            ["kind"] = MessageFormat.NameOf(told.Message.Kind),
            ["person"] = told.Message.To,
            ["ticket"] = ticket.Id.Value,
            ["priority"] = ticket.Priority.ToString(),
            ["tier"] = ticket.Tier.Name(),
        };
        Add("title", ticket.Title);
        Add("service", ticket.Service);
        Add("team", ticket.Team);
        return facts;

        void Add(string name, string? value)
        {
            if (value is not null)
                facts[name] = value;
        }
    }

    private static string? Line(string name, string? value) => value is null ? null : $"{name + ":",-13}{value}";

    private static string Join(params ReadOnlySpan<string?> parts)
    {
        var known = new List<string>();
        foreach (var part in parts)
        {
            if (part is not null && !known.Contains(part))
                known.Add(part);
        }
        return string.Join(", ", known);
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
