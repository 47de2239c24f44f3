using Muster.Core.Tickets;
using Muster.Engine.Hosting;
using Muster.Engine.Policies;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

/// <summary>
/// Where commands become facts: loads the ticket, lets the core decide, commits what came of it; all else is the
/// caller's. Commands to one ticket are taken one after another; what two processes say at once is settled by the
/// store. Knows no network and no thread of its own, so a simulation drives this very class.
/// </summary>
/// <remarks>
/// Time at an instant comes after what was said at it (S8). So what is due is written only once its millisecond is
/// over, with the due instant as its own, and before anything that is said later: a replay of the commands gives the
/// same facts at the same instants, however late they were written.
/// </remarks>
public sealed partial class TicketDesk(IEventStore store, PolicyBook policies, WriterEpoch epoch, Func<Instant> clock)
{
    /// <summary>How often a command is decided anew because somebody else wrote meanwhile.</summary>
    private const int MostAttempts = 20;

    private readonly TicketStreams streams = new(store, policies);
    private readonly TicketNumbers numbers = new(store);
    private readonly StreamLocks locks = new();

    /// <summary>Told of the next deadline of a ticket that was written just now.</summary>
    public event Action<Instant>? Armed;

    /// <summary>Told of a ticket that is due at once by what was said to it, such as a P1's first page.</summary>
    public event Action<StreamId, Instant>? DueAtOnce;

    /// <summary>Told that somebody is to be told something, which lies in the outbox by now.</summary>
    public event Action? MessagesWait;

    /// <summary>Applies a command; <see cref="TicketAnswer.Done"/> comes only when it is on the disk.</summary>
    /// <exception cref="StoreFailedException">The disk failed; the command may have happened.</exception>
    public async Task<TicketAnswer> Say(TicketRequest request)
    {
        using var span = Measures.Spans.StartActivity("decide");
        var (verb, answer) = (Verbs.Of(request.Command), (TicketAnswer?)null);
        try
        {
            return answer = await AnswerTo(request).ConfigureAwait(false);
        }
        finally
        {
            var ticket = (answer as TicketAnswer.Done)?.Ticket.State.Id.Value;
            span?.SetTag("muster.verb", verb).SetTag("muster.ticket", ticket);
            Measures.Count(verb, answer);
        }
    }

    /// <summary>The stream of the ticket of this name; null for none.</summary>
    public Task<StreamId?> StreamOf(string name) => numbers.Find(name, clock());

    private async Task<TicketAnswer> AnswerTo(TicketRequest request)
    {
        if (request.Key is { } key && await store.FindCommand(key, clock()).ConfigureAwait(false) is { } earlier)
            return await Repeat(request, earlier).ConfigureAwait(false);
        if (request.Command is OpenTicket open)
            return await Open(request, open).ConfigureAwait(false);
        var stream = await Addressed(request).ConfigureAwait(false);
        if (stream is not { } found)
            return await Refuse(request, null, "unknown-ticket", new TicketAnswer.Unknown(request.Ticket ?? ""))
                .ConfigureAwait(false);
        using (await locks.Enter(found).ConfigureAwait(false))
        {
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                if (await Try(request, found).ConfigureAwait(false) is { } answer)
                    return answer;
            }
        }
        return new TicketAnswer.Overloaded();
    }

    /// <summary>
    /// The ticket of this name: its number in full or bare, an alias; null for none. What is due and has not been
    /// written yet is not in it.
    /// </summary>
    public async Task<TicketAt?> Find(string name) =>
        await numbers.Find(name, clock(), isRead: true).ConfigureAwait(false) is { } stream
        && await streams.Load(stream).ConfigureAwait(false) is { } ticket
            ? ticket.Shown
            : null;

    /// <summary>The ticket of a stream, as <see cref="Find"/> gives it.</summary>
    public async Task<TicketAt?> Read(StreamId stream) =>
        await streams.Load(stream).ConfigureAwait(false) is { } ticket
            ? ticket.Shown
            : null;

    /// <summary>The ticket as it stood at an earlier version; null where there is none.</summary>
    public async Task<TicketAt?> ReadAt(StreamId stream, long version) =>
        (await streams.At(stream, version).ConfigureAwait(false))?.Shown;

    /// <summary>
    /// The ticket as this process saw or wrote it last, without asking the store; null where it does not remember.
    /// </summary>
    public TicketAt? Recall(StreamId stream) =>
        streams.Recall(stream)?.Shown;

    /// <summary>Tells whoever waits for deadlines of one that was written by another hand.</summary>
    internal void Arm(Instant due) => Armed?.Invoke(due);

    private async Task<TicketAnswer?> Try(TicketRequest request, StreamId stream)
    {
        var ticket = await streams.Load(stream).ConfigureAwait(false);
        var at = MomentFor(ticket!);
        if (!await CatchUp(ticket!, at).ConfigureAwait(false))
            return null;
        ticket = await streams.Load(stream).ConfigureAwait(false);
        if (request.SeenVersion is { } seen && await HasMovedOn(ticket!, seen).ConfigureAwait(false))
            return await Refuse(request, stream, "stale", new TicketAnswer.Stale(ticket!.Version))
                .ConfigureAwait(false);
        if (request.Command is CorrectTime correct
            && await FaultOf(correct, request, stream, at).ConfigureAwait(false) is { } fault)
            return await Refuse(request, stream, "invalid", new TicketAnswer.Refused(
                new Rejection(RejectionCode.Invalid, fault))).ConfigureAwait(false);
        var command = await Named(request.Command).ConfigureAwait(false);
        // what time has brought to the other ticket was before the two had to do with each other
        if (OtherOf(command) is { } name && await numbers.Find(name, at).ConfigureAwait(false) is { } named
            && named != stream && await streams.Load(named).ConfigureAwait(false) is { } other
            && !await CatchUp(other, at).ConfigureAwait(false))
            return null;
        var neighbours = await StoredNeighbours.Load(store, ticket!.State.Id, OtherOf(command) is { } to ? [to] : [])
            .ConfigureAwait(false);
        var decision = Ticket.Decide(ticket.State, command, new Context(at, policies.Current, neighbours));
        if (decision.Rejection is { } rejection)
            return await Refuse(request, stream, CodeOf(rejection.Code), new TicketAnswer.Refused(rejection))
                .ConfigureAwait(false);
        var work = new TicketWork(ticket, policies.Current);
        work.Note(decision, at, Verbs.Of(request.Command), request);
        await AskFurther(work, decision, at, Verbs.Of(request.Command)).ConfigureAwait(false);
        var followUp = decision.FollowUpWanted
            ? await FollowUp(ticket, (ReplyToTicket)request.Command, request, at).ConfigureAwait(false)
            : null;
        return await Commit(work, neighbours, followUp, request, at).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether somebody or time changed it since the version that was seen (L6). What only tells people, such as the
    /// page that follows a P1's opening at once, and what nobody is shown leave a version as good as it was.
    /// </summary>
    private async Task<bool> HasMovedOn(LoadedTicket ticket, long seen)
    {
        if (seen == ticket.Version)
            return false;
        if (seen < 1 || seen > ticket.Version)
            return true;
        await foreach (var stored in TicketStreams.All(store, ticket.Stream, seen).ConfigureAwait(false))
        {
            if (TicketEventFormat.Read(stored) is not ({ IsSilent: true } or TicketPaged or PeopleAsked))
                return true;
        }
        return false;
    }

    private async Task<TicketAnswer> Open(TicketRequest request, OpenTicket open)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var at = clock();
            var (stream, count) = await numbers.Next(at).ConfigureAwait(false);
            var work = new TicketWork(stream, 0, policies.Current);
            var decision = Ticket.Open(
                new TicketId(stream.Id), open, new Context(at, policies.Current, Alone.Instance));
            work.Note(decision, at, "open", request);
            await AskFurther(work, decision, at, "open").ConfigureAwait(false);
            var opening = new Opening(work, [.. open.Aliases.Select(alias => new NameClaim(alias, stream))])
            {
                Counts = [count],
            };
            if (await Commit(null, null, opening, request, at).ConfigureAwait(false) is { } answer)
                return answer;
        }
        return new TicketAnswer.Overloaded();
    }

    /// <summary>The ticket that is meant; a reply goes to the newest of its chain (L4).</summary>
    private async Task<StreamId?> Addressed(TicketRequest request)
    {
        var stream = request.Ticket is { } name ? await numbers.Find(name, clock()).ConfigureAwait(false) : null;
        if (stream is not { } found || request.Command is not ReplyToTicket)
            return stream;
        var first = await FirstOfChain(found).ConfigureAwait(false);
        return await NewestOfChain(first).ConfigureAwait(false);
    }

    /// <summary>Later than anything that time has brought to the ticket, and no earlier than what was said.</summary>
    private Instant MomentFor(LoadedTicket ticket)
    {
        var least = ticket.LastByTime ? ticket.LastAt + Duration.FromMilliseconds(1) : ticket.LastAt;
        return Instant.Max(clock(), least);
    }

    /// <summary>The command with the other ticket under its own number, however it was named.</summary>
    private async Task<TicketCommand> Named(TicketCommand command)
    {
        if (OtherOf(command) is not { } name
            || await numbers.Find(name, clock()).ConfigureAwait(false) is not { } stream)
            return command;
        return command switch
        {
            LinkTicket link => link with { To = stream.Id },
            UnlinkTicket unlink => unlink with { To = stream.Id },
            MergeTicket merge => merge with { To = stream.Id },
            _ => command,
        };
    }

    /// <summary>The other ticket that a command names; null for none.</summary>
    private static string? OtherOf(TicketCommand command) => command switch
    {
        LinkTicket link when link.Kind.PointsAtTicket() => link.To,
        UnlinkTicket unlink when unlink.Kind.PointsAtTicket() => unlink.To,
        MergeTicket merge => merge.To,
        _ => null,
    };

    private static string CodeOf(RejectionCode code) => code switch
    {
        RejectionCode.Invalid => "invalid",
        RejectionCode.ChildOpen => "child-open",
        _ => "not-allowed",
    };
}
