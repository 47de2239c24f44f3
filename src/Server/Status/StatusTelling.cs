using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Policies;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Files.Templates;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>A major incident's facts as the public page tells them.</summary>
internal static class StatusTelling
{
    private const string Investigating = "investigating";
    private const string Monitoring = "monitoring";
    private const string Resolved = "resolved";

    /// <summary>Bound: the latest of one incident; the rest is in its report.</summary>
    private const int MostUpdates = 200;

    /// <summary>What those who run the incident know and nobody else needs.</summary>
    private static readonly ImmutableArray<string> Inner =
        ["by", "commander", "confirmed_by", "room_url", "bridge_url"];

    /// <summary>Null where it was never declared.</summary>
    public static StatusIncident? Of(MajorAccount account, Policy policy, MessageTemplates templates, IReturnPath back)
    {
        var (ticket, major) = (account.Ticket, account.Major);
        var spells = Spells(account);
        if (spells.IsEmpty)
            return null;
        var (updates, phase) = Updates(account, templates, back);
        var isOpen = major.IsActive;
        return new StatusIncident(
            ticket.Id.Value, PublicWords.Title(ticket, policy), ticket.Service, HealthWords.OfSeverity(major.Severity),
            isOpen ? phase : Resolved, spells[0].From,
            account.Of<ServiceRestored>().Select(restored => (Instant?)restored.Entry.At).LastOrDefault(),
            isOpen ? null : spells[^1].To, isOpen ? major.NextUpdateAt : null, updates, spells);
    }

    /// <summary>The HTML of one fact; null where the page has no words for it.</summary>
    public static string? Html(
        TicketEvent fact, TicketState ticket, MajorState major, MessageTemplates templates, IReturnPath back)
    {
        if (MajorValues.AboutOf(fact) is not { } about || templates.Find(about, TemplateChannel.Status) is null)
            return null;
        var values = MajorValues.Of(fact, ticket, major, back);
        foreach (var inner in Inner)
            values[inner] = null;
        return PublicWords.Clean(templates.Write(about, TemplateChannel.Status, values).Text.Trim());
    }

    /// <summary>The phase that begins with a fact; null where it is the one before.</summary>
    public static string? PhaseOf(TicketEvent fact) => fact switch
    {
        MajorDeclared or Relapsed => Investigating,
        StatusPosted posted => posted.Phase,
        ServiceRestored => Monitoring,
        MajorStoodDown => Resolved,
        _ => null,
    };

    private static (ImmutableArray<StatusUpdate> Updates, string Phase) Updates(
        MajorAccount account, MessageTemplates templates, IReturnPath back)
    {
        var phase = Investigating;
        var updates = new List<StatusUpdate>();
        foreach (var entry in account.Recorded)
        {
            phase = PhaseOf(entry.Fact) ?? phase;
            if (Html(entry.Fact, account.Ticket, account.Major, templates, back) is { } html)
                updates.Add(new StatusUpdate($"{account.Ticket.Id}-{entry.Number}", phase, entry.RecordedAt, html));
        }
        updates.Reverse();
        return ([.. updates.Take(MostUpdates)], phase);
    }

    private static ImmutableArray<Spell> Spells(MajorAccount account)
    {
        var spells = new List<Spell>();
        var severity = MajorWords.Highest;
        foreach (var entry in account.Recorded)
        {
            var isOpen = spells is [.., { To: null }];
            switch (entry.Fact)
            {
                case CandidateRaised raised:
                    severity = raised.Severity;
                    break;
                case MajorDeclared declared:
                    severity = declared.Severity ?? severity;
                    Turn(entry.At);
                    break;
                case SeverityChanged changed:
                    severity = changed.To;
                    if (isOpen)
                        Turn(entry.At);
                    break;
                case MajorStoodDown when isOpen:
                    spells[^1] = spells[^1] with { To = Later(spells[^1].From, entry.At) };
                    break;
            }
        }
        return [.. spells];

        void Turn(Instant at)
        {
            if (spells is [.., { To: null } last])
                spells[^1] = last with { To = Later(last.From, at) };
            spells.Add(new Spell(at, null, HealthWords.OfSeverity(severity)));
        }

        static Instant Later(Instant from, Instant at) => at < from ? from : at;
    }
}
