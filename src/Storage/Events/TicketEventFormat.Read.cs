using System.Collections.Immutable;
using Muster.Core.Escalation;
using Muster.Core.Sla;
using Muster.Core.Tickets;

namespace Muster.Storage;

public static partial class TicketEventFormat
{
    private static TicketEvent Fact(string type, FieldReader fields) => type switch
    {
        "ticket.opened.v1" => Opened(fields),
        "ticket.triaged.v1" => new TicketTriaged(
            fields.Text("category"), fields.Text("service"), fields.Name<Priority>("priority"), fields.Text("team")),
        "ticket.assigned.v1" => new TicketAssigned(
            fields.Text("team"), fields.Personal("to"), TierNames.Parse(fields.Text("tier"))),
        "ticket.started.v1" => new WorkStarted(),
        "ticket.updated.v1" => new TicketUpdated(
            fields.Flag("public"), fields.Flag("machine"), fields.Personal("text")),
        "ticket.asked.v1" => new RequesterAsked(fields.Personal("text")),
        "ticket.replied.v1" => new ReplyReceived(fields.Flag("machine"), fields.Personal("text")),
        "ticket.held.v1" => new TicketHeld(fields.Needed("reason"), fields.Moment("until")),
        "ticket.resumed.v1" => new TicketResumed(),
        "ticket.resolved.v1" => new TicketResolved(fields.Needed("code"), fields.Personal("text")),
        "ticket.closed.v1" => new TicketClosed(fields.Text("code"), fields.Personal("text")),
        "ticket.reopened.v1" => new TicketReopened(),
        "ticket.acknowledged.v1" => new TicketAcknowledged(),
        "ticket.reprioritised.v1" => new PriorityChanged(
            fields.NeededName<Priority>("from"), fields.NeededName<Priority>("to"), fields.Personal("reason")),
        "ticket.linked.v1" => new TicketLinked(new TicketId(fields.Needed("to")), KindOf(fields)),
        "ticket.unlinked.v1" => new TicketUnlinked(new TicketId(fields.Needed("to")), KindOf(fields)),
        "ticket.tagged.v1" => new TicketTagged(TagsOf(fields)),
        "ticket.snoozed.v1" => new TicketSnoozed(fields.NeededMoment("until"), fields.Personal("reason")),
        "ticket.impact-stated.v1" => new ImpactStated(
            [.. fields.Pairs("facts").Select((fact, index) =>
                new ImpactFact(fact.Name, fact.Value ?? fields.Personal($"fact{index}") ?? "\"\""))]),
        "ticket.declared.v1" => new MajorDeclared(
            fields.Text("severity"), fields.Text("reason"), fields.Personal("text")),
        "ticket.stood-down.v1" => new MajorStoodDown(fields.Moment("review")),
        "ticket.time-corrected.v1" => new TimeCorrected(fields.Int("number"), fields.Personal("reason")),
        "ticket.rebased.v1" => new ClocksRebased(fields.Needed("version"), fields.Needed("entry")),
        _ => Derived(type, fields),
    };

    private static ClockName ClockOf(FieldReader fields) => fields.Needed("clock") switch
    {
        nameof(ClockKind.Response) => ClockKind.Response,
        nameof(ClockKind.Resolution) => ClockKind.Resolution,
        var further => new ClockName(default, further),
    };

    private static TicketEvent Derived(string type, FieldReader fields) => type switch
    {
        "ticket.sla-met.v1" => new ClockMet(
            ClockOf(fields), fields.Int("cycle"), fields.Span("elapsed"), fields.Moment("due")),
        "ticket.sla-warned.v1" => new ClockWarned(
            ClockOf(fields), fields.Int("cycle"), fields.Int("level"), fields.Span("elapsed"),
            fields.Moment("due")),
        "ticket.sla-breached.v1" => new ClockBreached(
            ClockOf(fields), fields.Int("cycle"), fields.Span("elapsed"),
            fields.NeededMoment("due"), fields.Flag("retroactive")),
        "ticket.warned.v1" => new WarningGiven(
            fields.Name<Trigger>("trigger"), fields.Flag("proposed"), fields.Needed("reason")),
        "ticket.escalated.v1" => new TicketEscalated(
            fields.NeededName<Trigger>("trigger"), TierOf(fields, "from"), TierOf(fields, "to"),
            fields.Text("reason") ?? fields.Personal("reason")),
        "ticket.escalation-withheld.v1" => new EscalationWithheld(
            fields.NeededName<Trigger>("trigger"), fields.Needed("reason")),
        "ticket.paged.v1" => new TicketPaged(
            fields.Needed("plan"), fields.Int("round"), fields.Int("step"),
            People(fields), fields.Flag("lastResort"), fields.Personal("reason")),
        "ticket.people-asked.v1" => new PeopleAsked(People(fields), fields.Personal("reason") ?? ""),
        "ticket.snooze-ended.v1" => new SnoozeEnded(),
        "ticket.wait-lapsed.v1" => new WaitLapsed(),
        "ticket.retarget-judged.v1" => new RetargetJudged(),
        "ticket.rule-counted.v1" => new RuleCounted(fields.Flag("warning")),
        "ticket.rule-deferred.v1" => new RuleDeferred(),
        _ => MajorEventFormat.Read(type, fields) ?? throw new UnknownEventException(type),
    };

    private static TicketOpened Opened(FieldReader fields) => new()
    {
        Title = fields.Personal("title"),
        Description = fields.Personal("description"),
        Text = fields.Personal("text"),
        Priority = fields.Name<Priority>("priority"),
        Category = fields.Text("category"),
        Service = fields.Text("service"),
        Requester = fields.Flag("requested")
            ? new Requester(fields.Personal("requester"), fields.BoolOrNull("vip"))
            : null,
        Source = fields.Text("source"),
        Tags = TagsOf(fields),
        Aliases = fields.List("aliases"),
        AffectedUsers = fields.Has("affectedUsers") ? fields.Int("affectedUsers") : null,
        Status = fields.Name<TicketStatus>("status"),
        HoldReason = fields.Text("holdReason"),
    };

    private static ImmutableArray<string> People(FieldReader fields) =>
        [.. Enumerable.Range(0, fields.Int("people")).Select(index => fields.Personal($"to{index}") ?? "")];

    private static ImmutableArray<Tag> TagsOf(FieldReader fields) =>
        [.. fields.Pairs("tags").Select(tag => new Tag(tag.Name, tag.Value ?? ""))];

    private static LinkKind KindOf(FieldReader fields) =>
        LinkKinds.Parse(fields.Needed("kind")) ?? throw fields.Damaged("kind");

    private static Tier TierOf(FieldReader fields, string name) =>
        TierNames.Parse(fields.Needed(name)) ?? throw fields.Damaged(name);
}
