using System.Collections.Immutable;
using Muster.Core.Tickets;

namespace Muster.Storage.Memory;

/// <summary>What a batch makes of a state: the next state, or a refusal and the same one.</summary>
internal sealed class MemoryAppend(Batch batch, Chain chain)
{
    public (MemoryState State, AppendResult Result) To(MemoryState state)
    {
        if (Refusal(state) is { } refusal)
            return (state, refusal);
        foreach (var part in batch.Streams)
            state = Write(state, part);
        foreach (var erasure in batch.Erasures)
            state = Erase(state, erasure);
        foreach (var message in batch.Messages)
            state = MemoryOutbox.Add(state, message);
        foreach (var settlement in batch.Settlements)
            state = MemoryOutbox.Settle(state, settlement, RowText.Whole(batch.RecordedAt));
        foreach (var claim in batch.Names)
            state = state with { Names = state.Names.SetItem(Names.Compared(claim.Name), claim.Stream) };
        foreach (var link in batch.Links)
            state = Write(state, link);
        foreach (var counter in batch.Counters)
            state = state with
            {
                Counters = state.Counters.SetItem(
                    counter.Name, state.Counters.GetValueOrDefault(counter.Name) + counter.Add),
            };
        if (batch.Command is { } command)
            state = Write(state, command with { At = RowText.Whole(command.At) });
        return (state, new AppendResult.Appended(state.Events.Count));
    }

    private AppendResult? Refusal(MemoryState state)
    {
        if (!state.Nodes.ContainsValue(batch.Epoch))
            return new AppendResult.StaleEpoch(batch.Epoch);
        if (batch.Command is { Key: { } key } command && state.Answers.TryGetValue(key, out var earlier)
            && earlier.At + CommandRecord.KeptFor > command.At)
            return new AppendResult.KeyUsed(earlier);
        foreach (var part in batch.Streams)
        {
            var version = state.Streams.GetValueOrDefault(part.Stream)?.Positions.Count ?? 0;
            if (version != part.ExpectedVersion)
                return new AppendResult.VersionConflict(part.Stream, version);
        }
        foreach (var claim in batch.Names)
        {
            if (state.Names.TryGetValue(Names.Compared(claim.Name), out var holder) && holder != claim.Stream)
                return new AppendResult.NameTaken(claim.Name, holder);
        }
        foreach (var settlement in batch.Settlements)
        {
            if (!MemoryOutbox.IsLeasedBy(state, settlement.MessageId, settlement.Owner))
                return new AppendResult.LeaseLost(settlement.MessageId);
        }
        return null;
    }

    private MemoryState Write(MemoryState state, StreamAppend part)
    {
        var stream = state.Streams.GetValueOrDefault(part.Stream)
            ?? new StreamEntry(state.Streams.Count + 1, [], Chain.Root, null, null);
        var events = state.Events;
        var positions = stream.Positions;
        var hash = stream.Hash;
        foreach (var fact in part.Events)
        {
            var stored = Sealing.Of(
                chain, batch, part.Stream, positions.Count + 1, events.Count + 1, hash, fact);
            events = events.Add(stored);
            positions = positions.Add(stored.Position);
            hash = stored.Hash;
        }
        var deadline = part.Deadline is { } said ? said with { DueAt = RowText.Whole(said.DueAt) } : (Deadline?)null;
        var snapshot = part.Snapshot is { } body ? new Snapshot(positions.Count, body) : stream.Snapshot;
        var after = stream with { Positions = positions, Hash = hash, Deadline = deadline, Snapshot = snapshot };
        state = state with { Events = events, Streams = state.Streams.SetItem(part.Stream, after) };
        return state with { Tickets = Write(state.Tickets, after.Key, positions.Count, part) };
    }

    private static ImmutableSortedDictionary<long, MemoryTicket> Write(
        ImmutableSortedDictionary<long, MemoryTicket> tickets, long key, long version, StreamAppend part)
    {
        var ticket = tickets.GetValueOrDefault(key);
        if (part.Row is { } row)
            ticket = MemoryTickets.With(ticket, row with { Stream = part.Stream });
        if (ticket is not null && part.SearchText is { Length: > 0 } text && SearchKey.Of(key, version) is not null)
            ticket = ticket with { Texts = ticket.Texts.SetItem(version, text) };
        return ticket is null ? tickets : tickets.SetItem(key, ticket);
    }

    private static MemoryState Erase(MemoryState state, Erasure erasure)
    {
        if (state.Streams.GetValueOrDefault(erasure.Stream) is not { } stream
            || erasure.Version < 1 || erasure.Version > stream.Positions.Count)
            return state;
        var index = (int)stream.Positions[(int)erasure.Version - 1] - 1;
        var fact = state.Events[index];
        var erased = fact.TextDigest.IsEmpty
            ? fact
            : fact with { Salt = ReadOnlyMemory<byte>.Empty, PersonalText = erasure.StandIn };
        var tickets = state.Tickets;
        if (tickets.GetValueOrDefault(stream.Key) is { } ticket)
            tickets = tickets.SetItem(stream.Key, ticket with { Texts = ticket.Texts.Remove(erasure.Version) });
        return state with
        {
            Events = state.Events.SetItem(index, erased),
            Streams = state.Streams.SetItem(erasure.Stream, stream with { Snapshot = null }),
            Tickets = tickets,
        };
    }

    private static MemoryState Write(MemoryState state, LinkChange change)
    {
        var links = state.Links;
        Apply((change.From, change.Kind, change.To));
        if (change.Kind.Inverse() is { } inverse)
            Apply((change.To, inverse, change.From));
        return state with { Links = links };

        void Apply((StreamId, LinkKind, StreamId) link) =>
            links = change.Removed ? links.Remove(link) : links.Add(link);
    }

    private MemoryState Write(MemoryState state, CommandRecord command)
    {
        var number = state.Audit.Count + 1;
        var before = number == 1 ? Chain.Root : state.Audit[^1].Hash;
        var line = new AuditRecord(
            number, command.At, command.Actor, command.Verb, command.Stream, command.Accepted, command.Code,
            chain.HashOf(before.Span, number, command));
        return state with
        {
            Audit = state.Audit.Add(line),
            Answers = command.Key is { } key ? state.Answers.SetItem(key, command) : state.Answers,
        };
    }
}
