using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Escalation;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Replay;

/// <summary>
/// Closed tickets as bytes, some hundred each, so that a replay's memory grows with what is open. Instants are kept to
/// the millisecond, which is all that a log has; nothing else is lost. A new field of a ticket is packed here, too: a
/// test goes through every one.
/// </summary>
public sealed class PackedTickets
{
    // Bound: as many as the policies in force have.
    private readonly List<SlaEntry> agreements = [];
    private readonly List<BusinessCalendar> calendars = [];
    private readonly List<PagingPolicy> plans = [];
    private readonly List<ClockDefinition> definitions = [];
    private readonly PackWriter writer = new();

    public byte[] Pack(TicketState ticket)
    {
        writer.Begin(ticket.OpenedAt);
        Pack(ticket.Subject);
        writer.Number((int)ticket.Priority);
        writer.Number((int)ticket.Status);
        writer.Flags(ticket.IsProvisional);
        writer.Text(ticket.Team);
        writer.Text(ticket.Person);
        Pack(ticket.Waiting);
        Pack(ticket.Ending);
        writer.Number(PlaceOf(agreements, ticket.Agreement));
        Pack(ticket.Response);
        Pack(ticket.Resolution);
        Pack(ticket.Further);
        writer.Moment(ticket.RetargetedAt);
        writer.Moment(ticket.LastActivityAt);
        Pack(ticket.AcknowledgedBy);
        Pack(ticket.Escalation);
        writer.Number(ticket.Assignments);
        Pack(ticket.Paging);
        return writer.End();
    }

    public TicketState Unpack(TicketId id, byte[] bytes)
    {
        var reader = new PackReader(bytes);
        return new TicketState
        {
            Subject = Subject(id, ref reader),
            Priority = (Priority)reader.Number(),
            Status = (TicketStatus)reader.Number(),
            IsProvisional = reader.Flags(out _, 1),
            Team = reader.Text(),
            Person = reader.Text(),
            Waiting = Waiting(ref reader),
            Ending = Ending(ref reader),
            Agreement = agreements[(int)reader.Number()],
            Response = Clock(ref reader),
            Resolution = Clock(ref reader),
            Further = Several(ref reader, FurtherClock),
            RetargetedAt = reader.Moment(),
            LastActivityAt = reader.Moment()!.Value,
            AcknowledgedBy = Texts(ref reader),
            Escalation = Memory(ref reader),
            Assignments = (int)reader.Number(),
            Paging = Paging(ref reader),
        };
    }

    private void Pack(Subject subject)
    {
        Pack(subject.Opening);
        writer.Text(subject.Category);
        writer.Text(subject.Service);
        Pack(subject.Tags.Tags);
        writer.Number(subject.Impact.Length);
        foreach (var fact in subject.Impact)
        {
            writer.Text(fact.Name);
            writer.Text(fact.Json);
        }
        writer.Number(subject.Links.Length);
        foreach (var link in subject.Links)
        {
            writer.Number((int)link.Kind);
            writer.Text(link.To.Value);
        }
        writer.Flags(subject.IsMajor);
        writer.Text(subject.Severity);
    }

    private static Subject Subject(TicketId id, ref PackReader reader) => new()
    {
        Id = id,
        OpenedAt = reader.Origin,
        Opening = Opening(ref reader),
        Category = reader.Text(),
        Service = reader.Text(),
        Tags = new TagSet(Tags(ref reader)),
        Impact = Several(ref reader, (ref PackReader r) => new ImpactFact(r.Text()!, r.Text()!)),
        Links = Several(ref reader, (ref PackReader r) => new Link((LinkKind)r.Number(), new TicketId(r.Text()!))),
        IsMajor = reader.Flags(out _, 1),
        Severity = reader.Text(),
    };

    private void Pack(TicketOpened opening)
    {
        writer.Text(opening.By);
        writer.Number((int)opening.Rule);
        writer.Flags(opening.Auto, opening.Forced);
        writer.Text(opening.Title);
        writer.Text(opening.Description);
        writer.Number(opening.Priority is { } priority ? (int)priority : -1);
        writer.Text(opening.Category);
        writer.Text(opening.Service);
        writer.Number(opening.Requester switch { null => 0, { Vip: null } => 1, { Vip: false } => 2, _ => 3 });
        writer.Text(opening.Requester?.Name);
        writer.Text(opening.Source);
        Pack(opening.Tags);
        Pack(opening.Aliases);
        writer.Number(opening.AffectedUsers ?? -1L);
        writer.Number(opening.Status is { } status ? (int)status : -1);
        writer.Text(opening.HoldReason);
        writer.Text(opening.Text);
        writer.Moment(opening.HappenedAt);
    }

    private static TicketOpened Opening(ref PackReader reader)
    {
        var by = reader.Text();
        var rule = (Rule)reader.Number();
        var auto = reader.Flags(out var flags, 1);
        var opening = new TicketOpened
        {
            By = by,
            Rule = rule,
            Auto = auto,
            Forced = (flags & 2) != 0,
            Title = reader.Text(),
            Description = reader.Text(),
            Priority = reader.Number() is >= 0 and var priority ? (Priority)priority : null,
            Category = reader.Text(),
            Service = reader.Text(),
            Requester = Requester(ref reader),
            Source = reader.Text(),
            Tags = Tags(ref reader),
            Aliases = Texts(ref reader),
            AffectedUsers = reader.Number() is >= 0 and var users ? (int)users : null,
            Status = reader.Number() is >= 0 and var status ? (TicketStatus)status : null,
            HoldReason = reader.Text(),
            Text = reader.Text(),
            HappenedAt = reader.Moment(),
        };
        return opening;
    }

    private static Requester? Requester(ref PackReader reader)
    {
        var vip = reader.Number();
        var name = reader.Text();
        return vip == 0 ? null : new Requester(name, vip == 1 ? null : vip == 3);
    }

    private void Pack(Waiting waiting)
    {
        writer.Flags(waiting != Tickets.Waiting.Never, false);
        if (waiting == Tickets.Waiting.Never)
            return;
        writer.Number((int)waiting.HeldFrom);
        writer.Text(waiting.HoldReason);
        writer.Moment(waiting.HoldUntil);
        writer.Moment(waiting.SnoozedUntil);
        writer.Text(waiting.SnoozeReason);
        writer.Moment(waiting.AskedAt);
        writer.Moment(waiting.LeftPendingAt);
        writer.Moment(waiting.SnoozeEndedAt);
    }

    private static Waiting Waiting(ref PackReader reader) => !reader.Flags(out _, 1)
        ? Tickets.Waiting.Never
        : new Waiting
        {
            HeldFrom = (TicketStatus)reader.Number(),
            HoldReason = reader.Text(),
            HoldUntil = reader.Moment(),
            SnoozedUntil = reader.Moment(),
            SnoozeReason = reader.Text(),
            AskedAt = reader.Moment(),
            LeftPendingAt = reader.Moment(),
            SnoozeEndedAt = reader.Moment(),
        };

    private void Pack(Ending ending)
    {
        writer.Moment(ending.FinishedAt);
        writer.Moment(ending.ClosedAt);
        writer.Text(ending.Code);
        writer.Text(ending.Text);
        writer.Moment(ending.NoticedFor);
    }

    private static Ending Ending(ref PackReader reader) => new()
    {
        FinishedAt = reader.Moment(),
        ClosedAt = reader.Moment(),
        Code = reader.Text(),
        Text = reader.Text(),
        NoticedFor = reader.Moment(),
    };

    private void Pack(SlaClock clock)
    {
        writer.Number(clock.Cycle);
        writer.Span(clock.Target);
        writer.Number(PlaceOf(calendars, clock.Calendar));
        writer.Number(clock.Runs.Length);
        foreach (var run in clock.Runs)
        {
            writer.Moment(run.From);
            writer.Moment(run.To);
            writer.Number(PlaceOf(calendars, run.Calendar));
            writer.Span(run.Counted);
        }
        writer.Span(clock.Banked);
        writer.Moment(clock.RunsSince);
        writer.Number(clock.Warned);
        writer.Moment(clock.BreachedDue);
        writer.Number((int)clock.End);
        writer.Moment(clock.MetDue);
    }

    private void Pack(ImmutableArray<FurtherClock> clocks)
    {
        writer.Number(clocks.Length);
        foreach (var further in clocks)
            Pack(further);
    }

    private void Pack(FurtherClock further)
    {
        writer.Number(PlaceOf(definitions, further.Definition));
        writer.Number(further.Within);
        writer.Number((int)(further.MetAt ?? 0));
        writer.Number((int)(further.Withdrawn ?? 0));
        Pack(further.Clock);
        writer.Flags(further.Renewed is not null, false);
        if (further.Renewed is { } renewed)
            Pack(renewed);
    }

    private FurtherClock FurtherClock(ref PackReader reader)
    {
        var definition = definitions[(int)reader.Number()];
        var within = (int)reader.Number();
        var (met, withdrawn) = (reader.Number(), reader.Number());
        return new FurtherClock(definition, Clock(ref reader), within)
        {
            MetAt = met == 0 ? null : (Priority)met,
            Withdrawn = withdrawn == 0 ? null : (Priority)withdrawn,
            Renewed = reader.Flags(out _, 1) ? FurtherClock(ref reader) : null,
        };
    }

    private SlaClock Clock(ref PackReader reader) => new(
        (int)reader.Number(),
        reader.Span(),
        calendars[(int)reader.Number()],
        Several(ref reader, (ref PackReader r) =>
            new ClockRun(r.Moment()!.Value, r.Moment()!.Value, calendars[(int)r.Number()], r.Span())),
        reader.Span(),
        reader.Moment(),
        (int)reader.Number(),
        reader.Moment(),
        (ClockEnd)reader.Number(),
        reader.Moment());

    private void Pack(EscalationMemory memory)
    {
        writer.Number((int)memory.Tier);
        writer.Moment(memory.EscalatedAt);
        writer.Flags(
            memory.ActiveSince, memory.Halved, memory.ThresholdWarned, memory.ThresholdSpent, memory.NextAssignIsFirst,
            memory.BouncePending, memory.CustomerPending, memory.BreachPending, memory.ProposalStands);
        writer.Number(memory.Bounces);
        writer.Moment(memory.CustomerHeardAt);
        writer.Number(memory.Withheld.Length);
        foreach (var rule in memory.Withheld)
            writer.Number((int)rule);
    }

    private static EscalationMemory Memory(ref PackReader reader) => new()
    {
        Tier = (Tier)reader.Number(),
        EscalatedAt = reader.Moment(),
        ActiveSince = reader.Flags(out var flags, 1),
        Halved = (flags & 2) != 0,
        ThresholdWarned = (flags & 4) != 0,
        ThresholdSpent = (flags & 8) != 0,
        NextAssignIsFirst = (flags & 16) != 0,
        BouncePending = (flags & 32) != 0,
        CustomerPending = (flags & 64) != 0,
        BreachPending = (flags & 128) != 0,
        ProposalStands = (flags & 256) != 0,
        Bounces = (int)reader.Number(),
        CustomerHeardAt = reader.Moment(),
        Withheld = Several(ref reader, (ref PackReader r) => (Rule)r.Number()),
    };

    private void Pack(PagingRun? run)
    {
        writer.Text(run?.Name);
        if (run is null)
            return;
        writer.Number(PlaceOf(plans, run.Plan));
        writer.Number(run.Round);
        writer.Number(run.Step);
        writer.Moment(run.NextAt);
        writer.Flags(run.HasReached, false);
        writer.Moment(run.AnsweredAt);
    }

    private PagingRun? Paging(ref PackReader reader) => reader.Text() is not { } name
        ? null
        : new PagingRun(name, plans[(int)reader.Number()])
        {
            Round = (int)reader.Number(),
            Step = (int)reader.Number(),
            NextAt = reader.Moment(),
            HasReached = reader.Flags(out _, 1),
            AnsweredAt = reader.Moment(),
        };

    private void Pack(ImmutableArray<Tag> tags)
    {
        writer.Number(tags.Length);
        foreach (var tag in tags)
        {
            writer.Text(tag.Name);
            writer.Text(tag.Value);
        }
    }

    private static ImmutableArray<Tag> Tags(ref PackReader reader) =>
        Several(ref reader, (ref PackReader r) => new Tag(r.Text()!, r.Text()!));

    private void Pack(ImmutableArray<string> texts)
    {
        writer.Number(texts.Length);
        foreach (var text in texts)
            writer.Text(text);
    }

    private static ImmutableArray<string> Texts(ref PackReader reader) =>
        Several(ref reader, (ref PackReader r) => r.Text()!);

    private delegate T Part<T>(ref PackReader reader);

    private static ImmutableArray<T> Several<T>(ref PackReader reader, Part<T> read)
    {
        var count = (int)reader.Number();
        if (count == 0)
            return [];
        var parts = ImmutableArray.CreateBuilder<T>(count);
        for (var index = 0; index < count; index++)
            parts.Add(read(ref reader));
        return parts.MoveToImmutable();
    }

    private static int PlaceOf<T>(List<T> known, T value)
        where T : class
    {
        for (var index = 0; index < known.Count; index++)
        {
            if (ReferenceEquals(known[index], value))
                return index;
        }
        known.Add(value);
        return known.Count - 1;
    }
}
