using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Server.Demo;

/// <summary>Something that somebody says in the demonstration.</summary>
/// <param name="Ticket">The alias of the ticket; it is opened under it.</param>
internal sealed record DemoLine(Instant At, string Ticket, TicketCommand Command);

/// <summary>
/// A week at an invented desk, the same for the same seed: what people and alerts say, in order. What the coordinator
/// makes of it is not in here.
/// </summary>
internal sealed class DemoScript(int seed)
{
    private static readonly (string Title, string Service, string Category, Priority Priority)[] Kinds =
    [
        ("VPN drops every few minutes", "vpn", "network", Priority.P3),
        ("No route to the office in Bonn", "vpn", "network", Priority.P2),
        ("Mail to customers bounces", "mail", "mail", Priority.P2),
        ("Mailbox is full", "mail", "mail", Priority.P4),
        ("Calendar shows the wrong hour", "mail", "mail", Priority.P4),
        ("Printer on floor 3 fails", "printing", "hardware", Priority.P4),
        ("Labels are printed twice", "printing", "hardware", Priority.P3),
        ("Payment page is slow", "checkout", "application", Priority.P2),
        ("Vouchers are not accepted", "checkout", "application", Priority.P3),
        ("Order mails come late", "checkout", "application", Priority.P3),
        ("Nightly backup failed", "database", "database", Priority.P2),
        ("Report takes an hour", "database", "database", Priority.P3),
    ];

    private static readonly string[] Requesters =
        ["Gus Ebert", "Hal Ortiz", "Ivy Chen", "Jon Bauer", "Lea Wirth", "Max Ode"];
    private static readonly string[] First = ["ana", "bo"];

    private readonly Random random = new(seed);
    private readonly List<DemoLine> lines = [];

    /// <summary>All that is said before the end, by time; the week begins seven days before it.</summary>
    public ImmutableArray<DemoLine> Until(Instant end)
    {
        var begin = end - Duration.FromDays(7);
        var number = 0;
        for (var at = begin; at < end; at += Duration.FromMinutes(40 + random.Next(100)))
            Ticket($"W{++number}", at, end);
        Major("W-major", begin + Duration.FromHours(55));
        return [.. lines.Where(line => line.At < end).Select((line, index) => (line, index))
            .OrderBy(each => each.line.At).ThenBy(each => each.index).Select(each => each.line)];
    }

    private void Ticket(string name, Instant at, Instant end)
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        Say(name, at, new OpenTicket
        {
            Title = kind.Title,
            Priority = random.Next(12) == 0 ? null : kind.Priority,
            Service = kind.Service,
            Category = kind.Category,
            Source = random.Next(3) == 0 ? "mail" : "portal",
            Requester = new Requester(Requesters[random.Next(Requesters.Length)], null),
        });
        var who = First[random.Next(First.Length)];
        at = Later(at, 4, 50);
        Say(name, at, new AssignTicket("tier-1", who) { By = "bo" });
        if (random.Next(9) == 0)
            return; // nobody takes it up: the clocks tell
        at = Later(at, 5, 80);
        Say(name, at, new StartWork { By = who });
        at = Later(at, 5, 60);
        Say(name, at, new UpdateTicket(Public: true, Auto: false, "We are looking into it.") { By = who });
        if (random.Next(4) == 0)
        {
            at = Later(at, 5, 30);
            Say(name, at, new AskRequester("Since when, and on which device?") { By = who });
            at = Later(at, 20, 300);
            Say(name, at, new ReplyToTicket(Auto: false, "Since this morning, on my notebook.") { By = "requester" });
        }
        if (random.Next(5) == 0)
        {
            at = Later(at, 5, 60);
            Say(name, at, new AssignTicket(kind.Service == "vpn" ? "network" : "app", null) { By = who });
        }
        if (random.Next(7) == 0)
        {
            at = Later(at, 5, 30);
            Say(name, at, new HoldTicket("vendor", at + Duration.FromHours(4 + random.Next(20))) { By = who });
        }
        if (end - at < Duration.FromHours(5) && random.Next(2) == 0)
            return; // still worked on
        at = Later(at, 20, 400);
        Say(name, at, new ResolveTicket("fixed", "Restarted, and seen to work.") { By = who });
        if (random.Next(12) == 0)
            Say(name, Later(at, 30, 200), new ReplyToTicket(Auto: false, "It is back.") { By = "requester" });
        else if (random.Next(2) == 0)
            Say(name, Later(at, 10, 200), new CloseTicket(null, "Seen to work by whoever reported it") { By = who });
    }

    /// <summary>A major of that week, from its alert to what was learned.</summary>
    private void Major(string name, Instant at)
    {
        Say(name, at, new OpenTicket
        {
            Title = "Complete outage of the checkout",
            Priority = Priority.P1,
            Service = "checkout",
            Source = "alertmanager",
            AffectedUsers = 1000,
        });
        Say(name, Minutes(1), new AcknowledgeTicket { By = "ana" });
        Say(name, Minutes(1), new AcceptRole(MajorWords.TechnicalLead, null) { By = "ana" });
        Say(name, Minutes(2), new AcceptRole(MajorWords.Commander, null) { By = "ines" });
        Say(name, Minutes(2), new AcceptRole(MajorWords.CommunicationsLead, null) { By = "bo" });
        Say(name, Minutes(3), new AcceptRole(MajorWords.Scribe, null) { By = "cy" });
        Say(name, Minutes(3), new StateMilestone(Milestone.Started, null) { By = "cy", HappenedAt = Minutes(-3) });
        Say(name, Minutes(4), new StartWork { By = "ana" });
        Say(name, Minutes(9), new NoteOnTimeline("The certificate of the payment gateway ran out") { By = "ana" });
        Say(name, Minutes(9), new EndTask(MajorTask.Diagnosis, Cancelled: false) { By = "ana" });
        Say(name, Minutes(12), new PostStatus(
            "identified", "A certificate ran out; we are renewing it.", null)
        { By = "bo" });
        Say(name, Minutes(14), new Decide(
            "Renew by hand", ["Renew by hand", "Switch the provider"], "It is quicker", "Payments in 10 minutes",
            Minutes(30), null)
        { By = "ines" });
        Say(name, Minutes(24), new StateMilestone(Milestone.Mitigated, null) { By = "ana" });
        Say(name, Minutes(25), new PostStatus(
            "monitoring", "Payments work again. We are watching.", null)
        { By = "bo" });
        Say(name, Minutes(27), new Restore("probe checkout-pay", "Orders come in") { By = "ines" });
        Say(name, Minutes(40), new ResolveTicket("fixed", "Certificate renewed") { By = "ana" });
        Say(name, Minutes(41), new StandDown { By = "ines" });
        Say(name, Minutes(42), new PostStatus("resolved", "The checkout works. A report follows.", null) { By = "bo" });
        Report(name, at + Duration.FromHours(20));

        Instant Minutes(int minutes) => at + Duration.FromMinutes(minutes);
    }

    private void Report(string name, Instant at)
    {
        Say(name, at, new StateImpact(
            [new ImpactFact("revenue", "\"4,000 EUR\""), new ImpactFact("dataLoss", "false")])
        { By = "ines" });
        Say(name, Minutes(1), new AskWhy(
            "The certificate ran out", null, "openssl s_client", Confidence.High)
        { By = "cy" });
        Say(name, Minutes(2), new AskWhy(
            "Nobody was told 30 days ahead", 1, null, Confidence.High)
        { By = "cy" });
        Say(name, Minutes(3), new AskWhy(
            "The gateway stands in no inventory", 2, null, Confidence.Medium)
        { By = "cy" });
        Say(name, Minutes(4), new AddLesson(true, "The war room stood after two minutes") { By = "ines" });
        Say(name, Minutes(5), new AddLesson(false, "Certificates are watched by nobody") { By = "ines" });
        Say(name, Minutes(6), new AddAction(
            "Watch the days left of every certificate", "ana", at + Duration.FromDays(10), Priority.P2, "prevent",
            Horizon.Short)
        { By = "ines" });
        Say(name, Minutes(7), new AddAction(
            "Put every endpoint into the inventory", "cy", at + Duration.FromDays(40), Priority.P3, "prevent",
            Horizon.Medium)
        { By = "ines" });

        Instant Minutes(int minutes) => at + Duration.FromMinutes(minutes);
    }

    private Instant Later(Instant at, int least, int most) =>
        at + Duration.FromSeconds(random.Next(least * 60, most * 60));

    private void Say(string ticket, Instant at, TicketCommand command) => lines.Add(new DemoLine(at, ticket, command));
}
