using System.Collections.Immutable;
using System.Diagnostics;
using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Tickets;

namespace Muster.Storage;

public static partial class TicketEventFormat
{
    private static void Fields(FieldWriter fields, TicketEvent fact)
    {
        switch (fact)
        {
            case TicketOpened opened: Opened(fields, opened); break;
            case TicketTriaged triaged:
                fields.Text("category", triaged.Category);
                fields.Text("service", triaged.Service);
                fields.Text("priority", triaged.Priority?.ToString());
                fields.Text("team", triaged.Team);
                break;
            case TicketAssigned assigned:
                fields.Text("team", assigned.Team);
                fields.Personal("to", assigned.To);
                fields.Text("tier", assigned.Tier?.Name());
                break;
            case TicketUpdated updated:
                fields.Flag("public", updated.Public);
                fields.Flag("machine", updated.Machine);
                fields.Personal("text", updated.Text);
                break;
            case RequesterAsked asked: fields.Personal("text", asked.Text); break;
            case ReplyReceived reply:
                fields.Flag("machine", reply.Machine);
                fields.Personal("text", reply.Text);
                break;
            case TicketHeld held:
                fields.Text("reason", held.Reason);
                fields.Moment("until", held.Until);
                break;
            case TicketResolved resolved:
                fields.Text("code", resolved.Code);
                fields.Personal("text", resolved.Text);
                break;
            case TicketClosed closed:
                fields.Text("code", closed.Code);
                fields.Personal("text", closed.Text);
                break;
            case PriorityChanged changed:
                fields.Text("from", changed.From.ToString());
                fields.Text("to", changed.To.ToString());
                fields.Personal("reason", changed.Reason);
                break;
            case TicketLinked linked: Linked(fields, linked.To, linked.Kind); break;
            case TicketUnlinked unlinked: Linked(fields, unlinked.To, unlinked.Kind); break;
            case TicketTagged tagged: Tags(fields, tagged.Tags); break;
            case TicketSnoozed snoozed:
                fields.Moment("until", snoozed.Until);
                fields.Personal("reason", snoozed.Reason);
                break;
            case ImpactStated stated: Impact(fields, stated); break;
            case MajorDeclared declared:
                fields.Text("severity", declared.Severity);
                fields.Text("reason", declared.Reason);
                fields.Personal("text", declared.Text);
                break;
            case MajorStoodDown stood: fields.Moment("review", stood.Review); break;
            case MajorEvent major: MajorEventFormat.Write(fields, major); break;
            case ClocksRebased rebased:
                fields.Text("version", rebased.Policy);
                fields.Text("entry", rebased.Entry);
                break;
            case TimeCorrected corrected:
                fields.Number("number", corrected.Number);
                fields.Personal("reason", corrected.Reason);
                break;
            default: Derived(fields, fact); break;
        }
    }

    /// <summary>What the coordinator finds by itself, and what has no field of its own.</summary>
    private static void Derived(FieldWriter fields, TicketEvent fact)
    {
        switch (fact)
        {
            case ClockMet met:
                Clock(fields, met.Clock, met.Cycle, met.Elapsed);
                fields.Moment("due", met.Due);
                break;
            case ClockWarned warned:
                Clock(fields, warned.Clock, warned.Cycle, warned.Elapsed);
                fields.Number("level", warned.Level);
                fields.Moment("due", warned.Due);
                break;
            case ClockBreached breached:
                Clock(fields, breached.Clock, breached.Cycle, breached.Elapsed);
                fields.Moment("due", breached.Due);
                fields.Flag("retroactive", breached.Retroactive);
                break;
            case WarningGiven warned:
                fields.Text("trigger", warned.Trigger?.ToString());
                fields.Flag("proposed", warned.Proposed);
                fields.Text("reason", warned.Reason);
                break;
            case TicketEscalated escalated:
                fields.Text("trigger", escalated.Trigger.ToString());
                fields.Text("from", escalated.From.Name());
                fields.Text("to", escalated.To.Name());
                // a person's words where a person escalates, else the coordinator's own
                if (escalated.Auto)
                    fields.Text("reason", escalated.Reason);
                else
                    fields.Personal("reason", escalated.Reason);
                break;
            case EscalationWithheld withheld:
                fields.Text("trigger", withheld.Trigger.ToString());
                fields.Text("reason", withheld.Reason);
                break;
            case TicketPaged paged:
                fields.Text("plan", paged.Plan);
                fields.Number("round", paged.Round);
                fields.Number("step", paged.Step);
                fields.Number("people", paged.To.Length);
                for (var index = 0; index < paged.To.Length; index++)
                    fields.Personal($"to{index}", paged.To[index]);
                fields.Flag("lastResort", paged.LastResort);
                fields.Personal("reason", paged.Reason);
                break;
            case PeopleAsked asked:
                fields.Number("people", asked.To.Length);
                for (var index = 0; index < asked.To.Length; index++)
                    fields.Personal($"to{index}", asked.To[index]);
                fields.Personal("reason", asked.Reason);
                break;
            case RuleCounted counted: fields.Flag("warning", counted.Warning); break;
            case WorkStarted or TicketResumed or TicketReopened or TicketAcknowledged
                or SnoozeEnded or WaitLapsed or RetargetJudged or RuleDeferred:
                break;
            default: throw new UnreachableException($"{fact.GetType().Name} has no stored form");
        }
    }

    private static void Opened(FieldWriter fields, TicketOpened opened)
    {
        fields.Personal("title", opened.Title);
        fields.Personal("description", opened.Description);
        fields.Personal("text", opened.Text);
        fields.Text("priority", opened.Priority?.ToString());
        fields.Text("category", opened.Category);
        fields.Text("service", opened.Service);
        fields.Flag("requested", opened.Requester is not null);
        fields.Personal("requester", opened.Requester?.Name);
        if (opened.Requester?.Vip is { } vip)
            fields.Bool("vip", vip);
        fields.Text("source", opened.Source);
        Tags(fields, opened.Tags);
        fields.List("aliases", opened.Aliases);
        if (opened.AffectedUsers is { } users)
            fields.Number("affectedUsers", users);
        fields.Text("status", opened.Status?.ToString());
        fields.Text("holdReason", opened.HoldReason);
    }

    private static void Tags(FieldWriter fields, ImmutableArray<Tag> tags) =>
        fields.Pairs("tags", tags.Select(tag => (tag.Name, (string?)tag.Value)));

    private static void Linked(FieldWriter fields, TicketId to, LinkKind kind)
    {
        fields.Text("to", to.Value);
        fields.Text("kind", kind.Name());
    }

    // Numbers are figures; a text is what somebody wrote. The list in the body keeps the order.
    private static void Impact(FieldWriter fields, ImpactStated stated)
    {
        fields.Pairs("facts", stated.Facts.Select(fact => (fact.Name, fact.Json.StartsWith('"') ? null : fact.Json)));
        for (var index = 0; index < stated.Facts.Length; index++)
        {
            if (stated.Facts[index].Json.StartsWith('"'))
                fields.Personal($"fact{index}", stated.Facts[index].Json);
        }
    }

    private static void Clock(FieldWriter fields, Core.Sla.ClockName clock, int cycle, NodaTime.Duration elapsed)
    {
        // a policy's own names begin with a small letter, those of the two with a capital one
        fields.Text("clock", clock.Further ?? clock.Kind.ToString());
        fields.Number("cycle", cycle);
        fields.Number("elapsed", (long)elapsed.TotalMilliseconds);
    }
}
