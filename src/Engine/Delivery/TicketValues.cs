using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Messages;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Files.Pages;
using NodaTime;

namespace Muster.Engine.Delivery;

/// <summary>What the words about a ticket are made of, by the names that templates and programs know.</summary>
internal static class TicketValues
{
    /// <summary>For templates of a page and a notice; where people come back to is added by who knows it.</summary>
    public static Dictionary<string, object?> Of(TicketState ticket, TicketEvent fact, Instant now) => new()
    {
        ["id"] = ticket.Id.Value,
        ["title"] = ticket.Title,
        ["priority"] = ticket.Priority.ToString(),
        ["provisional"] = ticket.IsProvisional,
        ["what"] = What(fact),
        ["last_resort"] = fact is TicketPaged { LastResort: true },
        ["service"] = ticket.Service,
        ["requester"] = ticket.Requester?.Name,
        ["tier"] = ticket.Tier.Name(),
        ["team"] = ticket.Team,
        ["assignee"] = ticket.Person,
        ["stands_in"] = Join(ticket.Tier.Name(), ticket.Team, ticket.Person),
        ["response_due"] = Due(ticket, ClockKind.Response, now),
        ["resolution_due"] = Due(ticket, ClockKind.Resolution, now),
    };

    /// <summary>The same for a program.</summary>
    public static Dictionary<string, string> Facts(Message message, TicketState ticket)
    {
        var facts = new Dictionary<string, string>
        {
            ["kind"] = MessageFormat.NameOf(message.Kind),
            ["person"] = message.To,
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

    /// <summary>In one sentence.</summary>
    public static string What(Telltale told) => told.Freed is not { } freed
        ? told is { Fact: ActionDue due, Ticket.Major: { } major } ? Overdue(due, major) : What(told.Fact!)
        : freed.StillBy.IsEmpty ? $"Blocked no more: {freed.From} was the last that blocked it."
        : $"{freed.From} blocks it no more; {string.Join(", ", freed.StillBy)} still "
            + (freed.StillBy.Length == 1 ? "does." : "do.");

    // R4
    private static string Overdue(ActionDue due, MajorState major)
    {
        if (due.Number < 1 || due.Number > major.Actions.Length)
            return What(due);
        var action = major.Actions[due.Number - 1];
        var owner = action.To is { } to ? $", of {to}," : "";
        var since = action.Until is { } until ? $" since {Rfc3339.Format(until)}" : "";
        return $"Action {due.Number}{owner} is overdue{since}: {action.Text}";
    }

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
}
