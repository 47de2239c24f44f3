using System.Collections.Immutable;
using System.Diagnostics;
using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Files.Journals;

/// <summary>
/// Facts as journal lines (CONTRACT, "Journal"). Silent facts write nothing. Bounded: it keeps one buffer of 64 KiB
/// beside the longest line.
/// </summary>
public sealed class JournalWriter(Stream output) : IDisposable
{
    private const int FlushAt = 1 << 16;

    private static readonly string[] TriggerNames =
        ["threshold", "stagnation", "bounced", "customer", "related", "manual", "breach"];

    // ToString of an enum makes an object each time
    private static readonly string[] RuleNames = Enum.GetNames<Rule>();
    private static readonly string[] PriorityNames = Enum.GetNames<Priority>();

    private readonly JsonLine line = new();

    /// <summary>
    /// Writes what a replay's journal and an export's leave out: <c>happenedAt</c> of other facts than majors' where
    /// somebody stated it, and the text of a declaration.
    /// </summary>
    public bool IsTimeline { get; init; }

    /// <summary>The name of an event in the journal; null for a silent one.</summary>
    public static string? NameOf(TicketEvent fact) => fact switch
    {
        TicketOpened => "opened",
        TicketTriaged => "triaged",
        TicketAssigned => "assigned",
        WorkStarted => "started",
        TicketUpdated => "updated",
        RequesterAsked => "asked",
        ReplyReceived => "replied",
        TicketHeld => "held",
        TicketResumed => "resumed",
        TicketResolved => "resolved",
        TicketClosed => "closed",
        TicketReopened => "reopened",
        TicketAcknowledged => "acknowledged",
        PriorityChanged => "reprioritised",
        TicketLinked => "linked",
        TicketUnlinked => "unlinked",
        TicketTagged => "tagged",
        TicketSnoozed => "snoozed",
        ImpactStated => "impact-stated",
        MajorDeclared => "declared",
        MajorStoodDown => "stood-down",
        ClocksRebased => "rebased",
        TimeCorrected => "time-corrected",
        ClockMet => "sla-met",
        ClockWarned => "sla-warned",
        ClockBreached => "sla-breached",
        WarningGiven => "warned",
        TicketEscalated => "escalated",
        EscalationWithheld => "escalation-withheld",
        TicketPaged => "paged",
        PeopleAsked => "people-asked",
        { IsSilent: true } => null,
        MajorEvent major => MajorFields.NameOf(major),
        _ => throw new UnreachableException($"{fact.GetType().Name} has no journal line"),
    };

    public void Write(Instant at, TicketId ticket, TicketEvent fact)
    {
        if (NameOf(fact) is not { } name)
            return;
        line.Moment("{\"at\":"u8, at);
        line.Text(",\"ticket\":"u8, ticket.Value);
        line.Text(",\"event\":"u8, name);
        if (fact.Rule != Rule.None)
            line.Text(",\"rule\":"u8, RuleNames[(int)fact.Rule]);
        WriteFields(fact);
        if (IsTimeline || fact is MajorEvent)
            line.Moment(",\"happenedAt\":"u8, fact.HappenedAt);
        line.Flag(",\"forced\":"u8, fact.Forced);
        line.Flag(",\"auto\":"u8, fact.Auto);
        line.Text(",\"by\":"u8, fact.Auto ? Ticket.Coordinator : fact.By);
        line.Raw("}\n"u8);
        if (line.Written.Length >= FlushAt)
            Flush();
    }

    public void Flush()
    {
        output.Write(line.Written);
        line.Clear();
    }

    public void Dispose() => Flush();

    private void WriteFields(TicketEvent fact)
    {
        switch (fact)
        {
            case TicketOpened opened: WriteOpened(opened); break;
            case TicketTriaged triaged:
                line.Text(",\"category\":"u8, triaged.Category);
                line.Text(",\"service\":"u8, triaged.Service);
                line.Text(",\"priority\":"u8, NameOf(triaged.Priority));
                line.Text(",\"team\":"u8, triaged.Team);
                break;
            case TicketAssigned assigned:
                line.Text(",\"team\":"u8, assigned.Team);
                line.Text(",\"to\":"u8, assigned.To);
                line.Text(",\"tier\":"u8, assigned.Tier?.Name());
                break;
            case TicketUpdated updated:
                line.Flag(",\"public\":"u8, updated.Public);
                line.Flag(",\"machine\":"u8, updated.Machine);
                line.Text(",\"text\":"u8, updated.Text);
                break;
            case RequesterAsked asked: line.Text(",\"text\":"u8, asked.Text); break;
            case ReplyReceived reply:
                line.Flag(",\"machine\":"u8, reply.Machine);
                line.Text(",\"text\":"u8, reply.Text);
                break;
            case TicketHeld held:
                line.Text(",\"reason\":"u8, held.Reason);
                line.Moment(",\"until\":"u8, held.Until);
                break;
            case TicketResolved resolved: WriteEnding(resolved.Code, resolved.Text); break;
            case TicketClosed closed: WriteEnding(closed.Code, closed.Text); break;
            case PriorityChanged changed:
                line.Text(",\"from\":"u8, NameOf(changed.From));
                line.Text(",\"to\":"u8, NameOf(changed.To));
                line.Text(",\"reason\":"u8, changed.Reason);
                break;
            case TicketLinked linked: WriteLink(linked.To, linked.Kind); break;
            case TicketUnlinked unlinked: WriteLink(unlinked.To, unlinked.Kind); break;
            case TicketTagged tagged: WriteTags(tagged.Tags); break;
            case TicketSnoozed snoozed:
                line.Moment(",\"until\":"u8, snoozed.Until);
                line.Text(",\"reason\":"u8, snoozed.Reason);
                break;
            case ImpactStated stated: WriteImpact(stated.Facts); break;
            case MajorDeclared declared:
                line.Text(",\"severity\":"u8, declared.Severity);
                line.Text(",\"reason\":"u8, declared.Reason);
                line.Text(",\"text\":"u8, IsTimeline ? declared.Text : null);
                break;
            case MajorStoodDown stood: line.Moment(",\"review\":"u8, stood.Review); break;
            case MajorEvent major: WriteMajor(major); break;
            case ClocksRebased rebased:
                line.Text(",\"policy\":"u8, rebased.Policy);
                line.Text(",\"entry\":"u8, rebased.Entry);
                break;
            case TimeCorrected corrected:
                line.Number(",\"corrects\":"u8, corrected.Number);
                line.Text(",\"reason\":"u8, corrected.Reason);
                break;
            default: WriteJudged(fact); break;
        }
    }

    private void WriteJudged(TicketEvent fact)
    {
        switch (fact)
        {
            case ClockMet met: WriteClock(met.Clock, met.Cycle, null, met.Elapsed, met.Due, false); break;
            case ClockWarned warned:
                WriteClock(warned.Clock, warned.Cycle, warned.Level, warned.Elapsed, warned.Due, false);
                break;
            case ClockBreached breached:
                WriteClock(breached.Clock, breached.Cycle, null, breached.Elapsed, breached.Due, breached.Retroactive);
                break;
            case WarningGiven warning:
                line.Text(",\"trigger\":"u8, Name(warning.Trigger));
                line.Flag(",\"proposed\":"u8, warning.Proposed);
                line.Text(",\"reason\":"u8, warning.Reason);
                break;
            case TicketEscalated escalated:
                line.Text(",\"trigger\":"u8, Name(escalated.Trigger));
                line.Text(",\"from\":"u8, escalated.From.Name());
                line.Text(",\"to\":"u8, escalated.To.Name());
                line.Text(",\"reason\":"u8, escalated.Reason);
                break;
            case EscalationWithheld withheld:
                line.Text(",\"trigger\":"u8, Name(withheld.Trigger));
                line.Text(",\"reason\":"u8, withheld.Reason);
                break;
            case TicketPaged paged: WritePaged(paged); break;
            case PeopleAsked asked:
                WriteList(",\"to\":["u8, asked.To);
                line.Text(",\"reason\":"u8, asked.Reason);
                break;
            default: break; // started, resumed, reopened, acknowledged say no more than that
        }
    }

    private void WriteMajor(MajorEvent fact)
    {
        foreach (var field in MajorFields.Of(fact))
        {
            if (field.Value is null or ImmutableArray<string> { IsEmpty: true })
                continue;
            line.Raw(","u8);
            line.Quote(field.Name);
            switch (field.Value)
            {
                case string text: line.Text(":"u8, text); break;
                case int number: line.Number(":"u8, number); break;
                case Instant at: line.Moment(":"u8, at); break;
                case ImmutableArray<string> list: WriteList(":["u8, list); break;
                default: throw new UnreachableException($"{field.Name} is a {field.Value.GetType().Name}");
            }
        }
    }

    private void WriteList(ReadOnlySpan<byte> before, ImmutableArray<string> list)
    {
        for (var index = 0; index < list.Length; index++)
        {
            line.Raw(index == 0 ? before : ","u8);
            line.Quote(list[index]);
        }
        line.Raw(list.IsEmpty ? ""u8 : "]"u8);
    }

    private void WritePaged(TicketPaged paged)
    {
        line.Text(",\"paging\":"u8, paged.Plan);
        line.Number(",\"step\":"u8, paged.Step);
        line.Number(",\"round\":"u8, paged.Round);
        WriteList(",\"to\":["u8, paged.To);
        line.Flag(",\"lastResort\":"u8, paged.LastResort);
        line.Text(",\"reason\":"u8, paged.Reason);
    }

    private void WriteOpened(TicketOpened opened)
    {
        line.Text(",\"priority\":"u8, NameOf(opened.Priority));
        line.Text(",\"title\":"u8, opened.Title);
        line.Text(",\"service\":"u8, opened.Service);
        line.Text(",\"category\":"u8, opened.Category);
        if (opened.Requester is { } requester)
            WriteRequester(requester);
        line.Text(",\"source\":"u8, opened.Source);
        line.Text(",\"state\":"u8, opened.Status?.ToString());
        if (!opened.Tags.IsEmpty)
            WriteTags(opened.Tags);
    }

    private void WriteRequester(Requester requester)
    {
        line.Raw(",\"requester\":{"u8);
        line.Text("\"name\":"u8, requester.Name);
        if (requester.Vip is { } vip)
        {
            line.Raw(requester.Name is null ? "\"vip\":"u8 : ",\"vip\":"u8);
            line.Raw(vip ? "true"u8 : "false"u8);
        }
        line.Raw("}"u8);
    }

    private void WriteTags(ImmutableArray<Tag> tags)
    {
        line.Raw(",\"tags\":{"u8);
        for (var index = 0; index < tags.Length; index++)
        {
            if (index > 0)
                line.Raw(","u8);
            line.Quote(tags[index].Name);
            line.Text(":"u8, tags[index].Value);
        }
        line.Raw("}"u8);
    }

    private void WriteImpact(ImmutableArray<ImpactFact> facts)
    {
        foreach (var fact in facts)
        {
            line.Raw(","u8);
            line.Quote(fact.Name);
            line.Raw(":"u8);
            line.Raw(System.Text.Encoding.UTF8.GetBytes(fact.Json));
        }
    }

    private void WriteEnding(string? code, string? text)
    {
        line.Text(",\"code\":"u8, code);
        line.Text(",\"text\":"u8, text);
    }

    private void WriteLink(TicketId to, LinkKind kind)
    {
        line.Text(",\"to\":"u8, to.Value);
        line.Text(",\"kind\":"u8, kind.Name());
    }

    private void WriteClock(ClockName clock, int cycle, int? level, Duration elapsed, Instant? due, bool retroactive)
    {
        if (clock.Further is { } further)
            line.Text(",\"clock\":"u8, further);
        else
            line.Raw(clock.Kind == ClockKind.Response ? ",\"clock\":\"response\""u8 : ",\"clock\":\"resolution\""u8);
        line.Number(",\"cycle\":"u8, cycle);
        if (level is { } hundredths)
            line.Number(",\"level\":"u8, hundredths);
        line.Span(",\"elapsed\":"u8, elapsed);
        line.Moment(",\"due\":"u8, due);
        line.Flag(",\"retroactive\":"u8, retroactive);
    }

    private static string? NameOf(Priority? priority) => priority is { } known ? PriorityNames[(int)known - 1] : null;

    private static string? Name(Trigger? trigger) => trigger is { } known ? TriggerNames[(int)known] : null;
}
