using System.Diagnostics;
using System.Text.Json;
using Muster.Core.Majors;
using Muster.Core.Tickets;

namespace Muster.Storage;

/// <summary>
/// Tickets' facts as they are stored: an explicit, versioned name, a body, and the personal text apart from it. A form
/// that was shipped is never changed: a new field is optional, anything else is a new version beside the old one.
/// What each form holds is in the other halves, <c>TicketEventFormat.Write.cs</c> and <c>TicketEventFormat.Read.cs</c>.
/// </summary>
public static partial class TicketEventFormat
{
    private static readonly Dictionary<Type, string> NamesByType = new()
    {
        [typeof(TicketOpened)] = "ticket.opened.v1",
        [typeof(TicketTriaged)] = "ticket.triaged.v1",
        [typeof(TicketAssigned)] = "ticket.assigned.v1",
        [typeof(WorkStarted)] = "ticket.started.v1",
        [typeof(TicketUpdated)] = "ticket.updated.v1",
        [typeof(RequesterAsked)] = "ticket.asked.v1",
        [typeof(ReplyReceived)] = "ticket.replied.v1",
        [typeof(TicketHeld)] = "ticket.held.v1",
        [typeof(TicketResumed)] = "ticket.resumed.v1",
        [typeof(TicketResolved)] = "ticket.resolved.v1",
        [typeof(TicketClosed)] = "ticket.closed.v1",
        [typeof(TicketReopened)] = "ticket.reopened.v1",
        [typeof(TicketAcknowledged)] = "ticket.acknowledged.v1",
        [typeof(PriorityChanged)] = "ticket.reprioritised.v1",
        [typeof(TicketLinked)] = "ticket.linked.v1",
        [typeof(TicketUnlinked)] = "ticket.unlinked.v1",
        [typeof(TicketTagged)] = "ticket.tagged.v1",
        [typeof(TicketSnoozed)] = "ticket.snoozed.v1",
        [typeof(ImpactStated)] = "ticket.impact-stated.v1",
        [typeof(MajorDeclared)] = "ticket.declared.v1",
        [typeof(MajorStoodDown)] = "ticket.stood-down.v1",
        [typeof(ClocksRebased)] = "ticket.rebased.v1",
        [typeof(TimeCorrected)] = "ticket.time-corrected.v1",
        [typeof(ClockMet)] = "ticket.sla-met.v1",
        [typeof(ClockWarned)] = "ticket.sla-warned.v1",
        [typeof(ClockBreached)] = "ticket.sla-breached.v1",
        [typeof(WarningGiven)] = "ticket.warned.v1",
        [typeof(TicketEscalated)] = "ticket.escalated.v1",
        [typeof(EscalationWithheld)] = "ticket.escalation-withheld.v1",
        [typeof(TicketPaged)] = "ticket.paged.v1",
        [typeof(PeopleAsked)] = "ticket.people-asked.v1",
        [typeof(SnoozeEnded)] = "ticket.snooze-ended.v1",
        [typeof(WaitLapsed)] = "ticket.wait-lapsed.v1",
        [typeof(RetargetJudged)] = "ticket.retarget-judged.v1",
        [typeof(RuleCounted)] = "ticket.rule-counted.v1",
        [typeof(RuleDeferred)] = "ticket.rule-deferred.v1",
    };

    /// <summary>Every name that can be read.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. NamesByType.Values, .. MajorEventFormat.Names];

    public static string NameOf(TicketEvent fact) => fact is MajorEvent major
        ? MajorEventFormat.NameOf(major)
        : NamesByType.TryGetValue(fact.GetType(), out var name)
        ? name
        : throw new UnreachableException($"{fact.GetType().Name} has no stored form");

    public static StoredForm Write(TicketEvent fact)
    {
        using var fields = new FieldWriter();
        Fields(fields, fact);
        fields.Personal("by", fact.By);
        if (fact.Rule != Rule.None)
            fields.Text("rule", fact.Rule.ToString());
        fields.Flag("auto", fact.Auto);
        fields.Flag("forced", fact.Forced);
        fields.Moment("happenedAt", fact.HappenedAt);
        return new StoredForm(NameOf(fact), fields.Body, fields.PersonalText);
    }

    public static TicketEvent Read(StoredEvent stored) => Read(stored.Type, stored.Body, stored.PersonalText);

    /// <param name="personalText">Empty where it was erased: what it said is absent then.</param>
    /// <exception cref="UnknownEventException">No form of that name is known here.</exception>
    /// <exception cref="JsonException">The body is damaged.</exception>
    public static TicketEvent Read(string type, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> personalText)
    {
        using var fields = new FieldReader(type, body, personalText);
        return Fact(type, fields) with
        {
            By = fields.Personal("by"),
            Rule = fields.Name<Rule>("rule") ?? Rule.None,
            Auto = fields.Flag("auto"),
            Forced = fields.Flag("forced"),
            HappenedAt = fields.Moment("happenedAt"),
        };
    }

    /// <summary>
    /// What may stand in for an erased text: the same fields, each name replaced by <paramref name="nameFor"/>, which
    /// answers one name always alike so that the ticket folds as before; everything else by nothing but "[erased]".
    /// </summary>
    public static ReadOnlyMemory<byte> StandIn(ReadOnlyMemory<byte> personalText, Func<string, string> nameFor)
    {
        if (personalText.IsEmpty)
            return default;
        using var said = JsonDocument.Parse(personalText);
        using var fields = new FieldWriter();
        foreach (var field in said.RootElement.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.String)
                fields.Personal(field.Name, field.Name is "by" or "to" or "from" or "confirmedBy" or "requester"
                    ? nameFor(field.Value.GetString()!)
                    : "[erased]");
        }
        return fields.PersonalText;
    }
}

/// <summary>A fact as it goes into a <see cref="NewEvent"/>.</summary>
/// <param name="PersonalText">Empty for none.</param>
public sealed record StoredForm(string Type, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> PersonalText);

/// <summary>An event of a form that this program does not know: a newer one wrote it.</summary>
public sealed class UnknownEventException(string type)
    : Exception($"This program does not know the event {type}; a newer one wrote it.");
