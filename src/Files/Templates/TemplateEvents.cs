using System.Collections.Immutable;
using static Muster.Files.Templates.TemplateChannel;

namespace Muster.Files.Templates;

/// <summary>Every event that has words, and what its templates may name. The reference says the same.</summary>
public static class TemplateEvents
{
    private static readonly ImmutableArray<TemplateChannel> ToPeople = [Mail, Slack, Short];
    private static readonly ImmutableArray<TemplateChannel> ToAll = [Mail, Slack, Short, Status];

    private static readonly ImmutableArray<TemplateVariable> Person =
    [
        new("person", "who is told, by the key of the policy; empty for a channel or a list", "ana", IsOptional: true),
    ];

    private static readonly ImmutableArray<TemplateVariable> Ticket =
    [
        .. Person,
        new("id", "the ticket's number", "INC-2026-00042"),
        new("title", "the ticket's title; may be empty", "Checkout is down", IsOptional: true),
        new("priority", "P1 to P4", "P1"),
        new("provisional", "true where nobody has set the priority yet", false),
        new("what", "what happened, in one sentence", "Escalated from tier-1 to tier-2"),
        new("service", "the service it is about; may be empty", "checkout", IsOptional: true),
        new("requester", "who reported it; may be empty", "Rosa", IsOptional: true),
        new("tier", "the tier it stands in", "tier-2"),
        new("team", "the team that has it; may be empty", "payments", IsOptional: true),
        new("assignee", "the person who has it; may be empty", "bo", IsOptional: true),
        new("stands_in", "tier, team and assignee in one line", "tier-2, payments, bo"),
        new("response_due", "when the response is due, with what is left; empty where the clock runs no more",
            "2026-03-02T09:15:00Z, in 12 min", IsOptional: true),
        new("resolution_due", "when the resolution is due, with what is left; empty where the clock runs no more",
            "2026-03-02T13:00:00Z, in 3 h 57 min", IsOptional: true),
        new("ticket_url", "where the ticket is shown",
            new WebAddress("https://muster.example.org/tickets/INC-2026-00042")),
    ];

    private static readonly ImmutableArray<TemplateVariable> Major =
    [
        .. Person,
        new("id", "the ticket's number", "INC-2026-00042"),
        new("title", "the ticket's title; may be empty", "Checkout is down", IsOptional: true),
        new("severity", "SEV-1 to SEV-3", "SEV-1"),
        new("service", "the service it is about; may be empty", "checkout", IsOptional: true),
        new("by", "who did it; empty where the coordinator did", "ana", IsOptional: true),
        new("commander", "who commands; empty where nobody does yet", "ana", IsOptional: true),
        new("room_url", "where the war room is", new WebAddress("https://muster.example.org/majors/INC-2026-00042")),
        new("bridge_url", "where people talk; empty where there is no bridge",
            new WebAddress("https://meet.example.org/INC-2026-00042"), IsOptional: true),
        new("next_update", "when the next update is promised; may be empty", "2 March, 09:30 UTC", IsOptional: true),
        new("next_update_at", "the same for a program; may be empty", "2026-03-02T09:30:00Z", IsOptional: true),
    ];

    /// <summary>In the order in which they happen.</summary>
    public static ImmutableArray<TemplateEvent> All { get; } =
    [
        new("page", "somebody is to look at a ticket now, and to acknowledge", ToPeople,
        [
            .. Ticket,
            new("last_resort", "true where nobody else answered", false),
            new("answer_url", "one click here acknowledges",
                new WebAddress("https://muster.example.org/answer/MTc3.c2ln")),
        ]),
        new("notice", "somebody is to know what happened to a ticket", ToPeople, Ticket),
        new("digest", "several notices to one person at once", ToPeople,
        [
            .. Person,
            new("count", "how many there are", 3),
            new("messages", "the notices: each has id, priority, title, what and ticket_url", Rows)
            {
                Fields = ["id", "priority", "title", "what", "ticket_url"],
            },
        ]),
        new("test", "somebody tries out whether a person can be told", ToPeople,
        [
            .. Person,
            new("channel", "by which it goes", "mail"),
        ]),
        new("role-offer", "somebody is asked to take a role in a major incident", ToPeople,
        [
            .. Major,
            new("role", "commander, technical-lead, communications-lead, scribe or responder", "commander"),
            new("from", "who had the role; empty where nobody had", "bo", IsOptional: true),
        ]),
        new("declared", "a major incident is declared", ToAll,
        [
            .. Major,
            new("reason", "why; may be empty", "All users are affected", IsOptional: true),
        ]),
        new("severity-changed", "a major incident is graver, or less grave, than it was", ToAll,
        [
            .. Major,
            new("from", "the severity before", "SEV-2"),
            new("reason", "why; may be empty", "Payments fail, too", IsOptional: true),
        ]),
        new("status-update", "those who wait are told how it stands", ToAll,
        [
            .. Major,
            new("phase", "investigating, identified, monitoring or resolved; may be empty", "identified",
                IsOptional: true),
            new("text", "the update's words", "We found the cause and roll back the last release."),
        ]),
        new("update-due", "whoever leads the communication owes a status update", ToPeople,
        [
            .. Major,
            new("due", "when it is promised", "2 March, 09:30 UTC"),
            new("missed", "true where that has passed", false),
            new("draft", "what is new, as it could be posted; empty where nothing is",
                "The cause is known. We roll back the last release.", IsOptional: true),
        ]),
        new("restored", "users can work again; it is watched", ToAll,
        [
            .. Major,
            new("confirmed_by", "who, or which probe, confirmed it", "probe checkout-eu"),
            new("until", "until when it is watched", "2 March, 10:05 UTC"),
            new("text", "further words; may be empty", "Orders go through.", IsOptional: true),
        ]),
        new("relapsed", "it came back while it was watched", ToAll,
        [
            .. Major,
            new("reason", "why; may be empty", "The alert fires again", IsOptional: true),
        ]),
        new("stood-down", "the major incident is over", ToAll,
        [
            .. Major,
            new("review", "when the review is; may be empty", "3 March, 10:00 UTC", IsOptional: true),
        ]),
        new("subscriber-confirm", "somebody asked that an address be told what the status page says", [Mail],
        [
            new("page_name", "what the status page calls itself", "Example Ltd"),
            new("confirm_url", "where whoever has the address says that they meant it",
                new WebAddress("https://muster.example.org/status/confirm/MTc3.c2ln")),
            new("confirm_by", "until when they can", "3 March, 09:00 UTC"),
        ]),
        new("subscriber-update", "a subscriber of the status page is told what it says", [Mail],
        [
            new("page_name", "what the status page calls itself", "Example Ltd"),
            new("incident", "the incident in public words", "Checkout is down"),
            new("phase", "investigating, identified, monitoring or resolved; may be empty", "identified",
                IsOptional: true),
            new("text", "the update's words", "We found the cause and roll back the last release."),
            new("status_url", "where the page is", new WebAddress("https://status.example.org")),
            new("unsubscribe_url", "where they say that they want no more",
                new WebAddress("https://muster.example.org/status/unsubscribe/MTc3.c2ln")),
        ]),
    ];

    /// <summary>Null where there is no such event; case counts.</summary>
    public static TemplateEvent? Find(string name)
    {
        foreach (var known in All)
        {
            if (known.Name == name)
                return known;
        }
        return null;
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows =>
    [
        .. Enumerable.Range(40, 3).Select(number => new Dictionary<string, object?>
        {
            ["id"] = $"INC-2026-000{number}",
            ["priority"] = "P3",
            ["title"] = "Printer jams",
            ["what"] = "The requester replied: it jams again",
            ["ticket_url"] = new WebAddress($"https://muster.example.org/tickets/INC-2026-000{number}"),
        }),
    ];
}
