using static Muster.Core.Tickets.Priority;

namespace Muster.Support;

/// <summary>
/// The original's example 1, as people say it: declared at 14:00, restored at 14:48, stood down at 15:00 of day 1.
/// </summary>
public static class Outage
{
    public const string Ticket = "INC-2025-05678";

    public const string Policy =
        """
        people:
          ines: {name: Incident Commander, mail: ines@example.org, roles: [incident-commander]}
          ana: {name: On-call engineer, mail: ana@example.org}
          bo: {name: Communications, mail: bo@example.org}
          cy: {name: Scribe, mail: cy@example.org}
          dee: {name: Second engineer, mail: dee@example.org}
          cto: {name: CTO, mail: cto@example.org}
          director: {name: IT Director, mail: director@example.org}
        schedules:
          primary: {zone: UTC, layers: [{rotation: weekly, start: 2025-01-06T09:00, people: [ana]}]}
        teams:
          app: {tier: tier-1, members: [ana, bo, cy], schedule: primary, escalatesTo: platform, paging: primary}
          platform: {tier: tier-2, members: [dee]}
        paging:
          primary: {steps: [{notify: ["schedule:primary"]}], lastResort: ["person:ines"]}
        services:
          shop: {owner: app, critical: true, users: 1000}
        majors:
          roles: {commander: ["role:incident-commander"]}
          bridge: {link: "https://meet.example.org/{ticket}"}
        stakeholders:
          executives: {to: ["person:cto", "person:director"]}
        """;

    /// <summary>A second ticket, which the status updates are told on, too.</summary>
    private const string Users =
        """
        {"at":"2025-10-20T14:00:00Z","do":"open","ticket":"U1","priority":"P3","title":"I cannot log in"}
        {"at":"2025-10-20T14:00:00Z","do":"link","ticket":"INC-2025-05678","to":"U1","kind":"parent"}

        """;

    /// <summary>All that is said, as a replay log, with a ticket of those who cannot work meanwhile.</summary>
    public static string Log
    {
        get
        {
            var log = ToTheEnd().Log;
            var second = log.IndexOf('\n') + 1;
            return log[..second] + Users + log[second..];
        }
    }

    public static Desk Declared() => new Desk(Policy, withMajors: true)
        .At("14:00").Open(
            Ticket, P1, "Production application server down. All users affected.", """  "service":"shop" """);

    public static Desk WithItsTeam() => Declared()
        .At("14:01").Line("accept-role", Ticket, """ "role":"commander","by":"ines" """)
        .Line("accept-role", Ticket, """ "role":"technical-lead","by":"ana" """)
        .At("14:02").Line("accept-role", Ticket, """ "role":"communications-lead","by":"bo" """)
        .Line("accept-role", Ticket, """ "role":"scribe","by":"cy" """);

    public static Desk ToTheEnd() => WithItsTeam()
        .Line("milestone", Ticket, """ "milestone":"started","happenedAt":"2025-10-20T13:58:00Z","by":"cy" """)
        .Line("impact", Ticket, """ "affectedUsers":1000,"affectedShare":"100%","by":"cy" """)
        .At("14:05").Start(Ticket, by: "ana")
        .At("14:08").Line("note", Ticket,
            """ "text":"Application server process crashed, out of memory","by":"ana" """)
        .Line("task", Ticket, """ "task":0,"state":"done","by":"ana" """)
        .At("14:15").Line("post", Ticket,
            """ "text":"Root cause identified: memory leak. Restarting service.","phase":"identified","by":"bo" """)
        .At("14:30").Line("post", Ticket,
            """ "text":"Service restarted. Monitoring stability.","phase":"monitoring","by":"bo" """)
        .At("14:43").Line("milestone", Ticket, """ "milestone":"mitigated","by":"ana" """)
        .At("14:45").Line("post", Ticket,
            """ "text":"Service stable. Users can access. Monitoring continues.","by":"bo" """)
        .At("14:50").Line("restore", Ticket,
            """ "confirmedBy":"probe shop-login","happenedAt":"2025-10-20T14:48:00Z","by":"ines" """)
        .At("15:00").Resolve(Ticket)
        .At("15:00").Line("stand-down", Ticket, """ "by":"ines" """);
}
