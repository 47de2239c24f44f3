using System.Text.Json;

namespace Muster.Edge.Samples;

/// <summary>The table of BEHAVIOUR 2 with the rules that move a ticket by themselves (L2 to L5, L10, L11), written from
/// the specification: which lines of a log that is not imported would be refused.</summary>
internal static class StateRules
{
    private sealed class Ticket
    {
        public string State = "New", Before = "New", Reason = "";
        public string? Team, Person, Parent;
        public DateTimeOffset? Ask, Until, Rest, Closed;
        public bool IsOpen => State is not ("Resolved" or "Closed");
    }

    public static IEnumerable<string> Forbidden(IEnumerable<string> lines)
    {
        var tickets = new Dictionary<string, Ticket>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines)
        {
            JsonElement root = JsonDocument.Parse(line).RootElement;
            string? Field(string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
            DateTimeOffset at = root.GetProperty("at").GetDateTimeOffset();
            string verb = Field("do")!, key = Field("ticket")!;
            if (verb == "open")
                tickets.Add(key, new Ticket());
            Ticket ticket = tickets[key];
            Pass(ticket, at);
            if (!Allows(ticket, verb, Field("code")) || (verb is "close" or "merge" && tickets.Values.Any(
                    other => other.Parent == key && other.IsOpen)))
                yield return $"{verb} while {ticket.State}: {line}";
            if (verb == "reply" && ticket.State == "Closed" && at - ticket.Closed > TimeSpan.FromDays(30))
                tickets.Add($"{key}/2", new Ticket());
            else
                Apply(ticket, verb, at, Field);
        }
    }

    private static bool Allows(Ticket ticket, string verb, string? code) => verb switch
    {
        "open" or "update" or "reply" => true,
        "triage" => ticket.State == "New",
        "start" => ticket.State is "New" or "Triaged" or "Assigned" or "Reopened" or "InProgress",
        "assign" or "hold" or "resolve" or "merge" => ticket.IsOpen,
        "resume" => ticket.State == "Pending",
        "close" => ticket.State == "Resolved" || (ticket.IsOpen && code is "cancelled" or "duplicate"),
        "reopen" => !ticket.IsOpen,
        _ => ticket.State != "Closed",
    };

    private static void Pass(Ticket ticket, DateTimeOffset at)
    {
        if (ticket.Until < at && ticket.State == "Pending")
            (ticket.State, ticket.Until) = (ticket.Before, null);
        if (ticket.Ask?.AddDays(1) < at)
        {
            if (ticket.State == "InProgress")
                (ticket.Before, ticket.State, ticket.Reason) = ("InProgress", "Pending", "user");
            ticket.Ask = null;
        }

        if (ticket.State == "Resolved" && ticket.Rest?.AddDays(7) < at)
            (ticket.State, ticket.Closed) = ("Closed", ticket.Rest?.AddDays(7));
    }

    private static void Apply(Ticket ticket, string verb, DateTimeOffset at, Func<string, string?> field)
    {
        ticket.Rest = at;
        switch (verb)
        {
            case "triage":
                (ticket.State, ticket.Team) = ("Triaged", field("team") ?? ticket.Team);
                break;
            case "assign":
                bool other = field("team") is { } team && team != ticket.Team;
                ticket.Person = other ? field("to") : field("to") ?? ticket.Person;
                ticket.Team = field("team") ?? ticket.Team;
                string now = ticket.State == "Pending" ? ticket.Before : ticket.State;
                now = now == "InProgress" && !other ? now : "Assigned";
                (ticket.State, ticket.Before) = ticket.State == "Pending" ? ("Pending", now) : (now, now);
                break;
            case "start":
                ticket.State = "InProgress";
                break;
            case "ask":
                ticket.Ask = at;
                break;
            case "hold":
                ticket.Before = ticket.State == "Pending" ? ticket.Before : ticket.State;
                (ticket.State, ticket.Reason, ticket.Ask) = ("Pending", field("reason")!, null);
                ticket.Until = field("until") is { } until ? DateTimeOffset.Parse(until) : null;
                break;
            case "resume":
                (ticket.State, ticket.Until) = (ticket.Before, null);
                break;
            case "resolve":
                (ticket.State, ticket.Ask, ticket.Until) = ("Resolved", null, null);
                break;
            case "close" or "merge":
                (ticket.State, ticket.Closed) = ("Closed", at);
                break;
            case "link" when field("kind") == "parent":
                ticket.Parent = field("to");
                break;
            case "reply":
                Reply(ticket, field("text") ?? "");
                break;
        }
    }

    private static void Reply(Ticket ticket, string text)
    {
        ticket.Ask = null;
        string letters = new string([.. text.ToLowerInvariant().Where(c => char.IsLetter(c) || c == ' ')]).Trim();
        if (letters is "thanks" or "thank you" or "many thanks" or "danke" or "vielen dank")
            return;
        if (ticket.State == "Pending" && ticket.Reason == "user")
            (ticket.State, ticket.Until) = (ticket.Before, null);
        else if (!ticket.IsOpen)
            ticket.State = "Reopened";
    }
}
