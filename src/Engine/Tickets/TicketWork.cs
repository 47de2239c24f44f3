using System.Collections.Immutable;
using System.Text;
using Muster.Core.Messages;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

/// <summary>A ticket as it was loaded, and where its story stands.</summary>
/// <param name="LastAt">When its latest fact was true.</param>
/// <param name="LastByTime">Time brought that fact: what is said afterwards is said at a later instant (S8).</param>
internal sealed record LoadedTicket(
    StreamId Stream, TicketState State, long Version, Instant LastAt, bool LastByTime)
{
    /// <summary>Somebody said of a fact that it happened at another time than that of its record.</summary>
    public bool HasStatedTimes { get; init; }

    public TicketAt Shown => new(State, Version) { HasStatedTimes = HasStatedTimes };

    /// <summary>What an event's cause says where time brought it.</summary>
    public const string ByTime = "time";
}

/// <summary>What one command, or one instant, does to one ticket, on its way to the store.</summary>
internal sealed class TicketWork(StreamId stream, long version, Policy policy)
{
    private readonly ImmutableArray<NewEvent>.Builder events = ImmutableArray.CreateBuilder<NewEvent>();
    private readonly List<LinkChange> links = [];
    private readonly StringBuilder words = new();
    private readonly List<Message> messages = [];

    public TicketWork(LoadedTicket ticket, Policy policy)
        : this(ticket.Stream, ticket.Version, policy) => Loaded = ticket;

    public StreamId Stream => stream;

    /// <summary>The version at which it began.</summary>
    public long Began => version;

    /// <summary>Whom this work asks to help (E8).</summary>
    public List<string> Asked { get; } = [];

    /// <summary>As it stands after what was noted; null before the fact that opens it.</summary>
    public LoadedTicket? Loaded { get; private set; }

    public TicketState State => Loaded!.State;

    public bool HasEvents => events.Count > 0;

    public IReadOnlyList<LinkChange> Links => links;

    /// <summary>Who is to be told of it.</summary>
    public IReadOnlyList<Message> Messages => messages;

    /// <summary>It closed or resolved within this work, which its parents may wait for (L2).</summary>
    public bool HasEnded => Ended is not null;

    /// <summary>The place in its story of the fact that ended it, and who did it.</summary>
    public (long Version, string? By)? Ended { get; private set; }

    /// <summary>Links by which one blocked the other that this work took away, and the places of these facts.</summary>
    public List<(TicketUnlinked Fact, long Version)> Unblocked { get; } = [];

    /// <summary>The places of facts that its requester hears of.</summary>
    public List<long> ForRequesters { get; } = [];

    /// <summary>Parents that this work unlinked, which may have waited for it.</summary>
    public List<StreamId> Unlinked { get; } = [];

    /// <summary>Takes what was decided at an instant.</summary>
    public void Note(Decision decision, Instant at, string cause, TicketRequest? request)
    {
        var wasOpen = Loaded?.State.IsOpen ?? true;
        foreach (var fact in decision.Events)
        {
            events.Add(Stored(Dated(fact, request), at, cause, request));
            if (fact is PeopleAsked asked)
                Asked.AddRange(asked.To);
            if (wasOpen && !decision.Ticket!.IsOpen && fact is TicketResolved or TicketClosed)
                Ended ??= (version + events.Count, fact.By);
            if (fact is TicketUnlinked { Kind: LinkKind.Blocks or LinkKind.BlockedBy } unlinked)
                Unblocked.Add((unlinked, version + events.Count));
            if (TicketReactions.IsForRequester(fact))
                ForRequesters.Add(version + events.Count);
            messages.AddRange(
                TicketReactions.To(fact, decision.Ticket!, version + events.Count, policy, at));
        }
        if (decision.Events.Count == 0)
            return;
        Loaded = new LoadedTicket(
            stream, decision.Ticket!, version + events.Count, at, cause == LoadedTicket.ByTime)
        {
            HasStatedTimes = Loaded is { HasStatedTimes: true } || request?.HappenedAt is not null,
        };
    }

    public StreamAppend Append(INeighbours neighbours) => new(stream, version, events.ToImmutable())
    {
        Deadline = DeadlineOf(neighbours),
        Row = TicketRows.Of(State, policy),
        SearchText = words.Length == 0 ? null : words.ToString(),
        Snapshot = TicketSnapshots.After(version, Loaded!, policy),
    };

    /// <summary>
    /// When it wants to be woken: what is past already, at the instant of its latest fact. So, too, where its links
    /// changed: what it waits for is asked again when they are in the store.
    /// </summary>
    private Deadline? DeadlineOf(INeighbours neighbours)
    {
        var next = links.Count > 0 ? Loaded!.LastAt : TicketDeadlines.Next(State, policy, neighbours);
        return next is { } due ? new Deadline(Instant.Max(due, Loaded!.LastAt), TicketRows.RankOf(State)) : null;
    }

    /// <summary>What a person told is as old as they say; what follows from it follows now.</summary>
    private static TicketEvent Dated(TicketEvent fact, TicketRequest? request) =>
        request?.HappenedAt is { } happened && !fact.Auto ? fact with { HappenedAt = happened } : fact;

    private NewEvent Stored(TicketEvent fact, Instant at, string cause, TicketRequest? request)
    {
        NoteLink(fact);
        NoteWords(fact);
        var form = TicketEventFormat.Write(fact);
        return new NewEvent
        {
            Type = form.Type,
            HappenedAt = at,
            Actor = fact.Auto ? null : request?.Actor,
            Cause = cause,
            Key = request?.Key,
            Policy = policy.Version,
            Body = form.Body,
            PersonalText = form.PersonalText,
        };
    }

    private void NoteLink(TicketEvent fact)
    {
        if (fact is TicketLinked linked)
            links.Add(new LinkChange(stream, linked.Kind, End(linked.Kind, linked.To)));
        if (fact is not TicketUnlinked unlinked)
            return;
        var other = End(unlinked.Kind, unlinked.To);
        links.Add(new LinkChange(stream, unlinked.Kind, other, Removed: true));
        if (unlinked.Kind == LinkKind.Parent)
            Unlinked.Add(other);
    }

    private static StreamId End(LinkKind kind, TicketId to) =>
        kind.PointsAtTicket() ? StreamId.Ticket(to.Value) : new StreamId(to.Value);

    private void NoteWords(TicketEvent fact)
    {
        if (TicketFolding.WordsOf(fact) is not { } said)
            return;
        if (words.Length > 0)
            words.Append('\n');
        words.Append(said);
    }
}
