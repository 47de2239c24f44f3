using System.Buffers.Binary;
using System.Collections.Immutable;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

public sealed partial class TicketDesk
{
    /// <summary>A ticket that begins with this batch, its number and the names that lead to it.</summary>
    private sealed record Opening(TicketWork Work, ImmutableArray<NameClaim> Names)
    {
        public required ImmutableArray<CounterChange> Counts { get; init; }
    }

    /// <summary>Null where somebody else wrote meanwhile and all is to be decided anew.</summary>
    /// <param name="neighbours">Of the work's ticket, as they were when it was decided; null without work.</param>
    private async Task<TicketAnswer?> Commit(
        TicketWork? work, StoredNeighbours? neighbours, Opening? opening, TicketRequest request, Instant at)
    {
        var main = work ?? opening!.Work;
        var parts = new List<StreamAppend>();
        if (work is { HasEvents: true })
            parts.AddRange(await Parts(work, neighbours!).ConfigureAwait(false));
        if (opening is not null)
            parts.Add(opening.Work.Append(Alone.Instance));
        var ofOthers = await OfOthers(work, neighbours, at).ConfigureAwait(false);
        var beside = request.Beside?.Invoke(main.Stream);
        var result = await epoch.Append(now => new Batch
        {
            Epoch = now,
            RecordedAt = at,
            Streams = [.. parts, .. beside?.Streams ?? []],
            Links = [.. work?.Links ?? [], .. opening?.Work.Links ?? []],
            Messages = [.. Written(work, at), .. ofOthers, .. Written(opening?.Work, at), .. beside?.Messages ?? []],
            Names = [.. opening?.Names ?? [], .. beside?.Names ?? []],
            Counters = opening?.Counts ?? [],
            Command = Record(request, main.Stream, at, accepted: true, null, main.Loaded!.Version),
        }).ConfigureAwait(false);
        switch (result)
        {
            case AppendResult.Appended:
                Committed(parts, work, opening);
                TellDueAtOnce(parts, at);
                if (beside is { Messages.Length: > 0 } || ofOthers.Count > 0)
                    MessagesWait?.Invoke();
                return new TicketAnswer.Done(main.Loaded!.Shown with { AsOf = at });
            case AppendResult.KeyUsed used:
                return await Repeat(request, used.Earlier).ConfigureAwait(false);
            case AppendResult.NameTaken taken:
                return await Refuse(request, null, "invalid", new TicketAnswer.AliasTaken(taken.Name, taken.Holder.Id))
                    .ConfigureAwait(false);
            case AppendResult.Overloaded:
                return new TicketAnswer.Overloaded();
            case AppendResult.VersionConflict conflict when IsBeside(beside, conflict.Stream):
                Forget(parts);
                return new TicketAnswer.Overtaken();
            default:
                Forget(parts);
                return null;
        }
    }

    private static bool IsBeside(Beside? beside, StreamId stream) =>
        beside is not null && beside.Streams.Any(part => part.Stream == stream);

    /// <summary>The ticket's own part, and its parents', which may have waited for its end (L2).</summary>
    private async Task<List<StreamAppend>> Parts(TicketWork work, StoredNeighbours neighbours)
    {
        List<StreamAppend> parts = [work.Append(neighbours)];
        var parents = new HashSet<StreamId>(work.Unlinked);
        if (work.HasEnded)
            parents.UnionWith(neighbours.ParentsOf(work.State.Id).Select(parent => StreamId.Ticket(parent.Value)));
        foreach (var parent in parents)
        {
            if (await store.ReadHead(parent).ConfigureAwait(false) is not { } head)
                continue;
            var wake = Instant.Min(work.Loaded!.LastAt, head.Deadline?.DueAt ?? Instant.MaxValue);
            parts.Add(new StreamAppend(parent, head.Version, [])
            {
                Deadline = new Deadline(wake, head.Deadline?.Rank ?? TicketRows.RankOf(work.State)),
            });
        }
        return parts;
    }

    private static IEnumerable<OutboxMessage> Written(TicketWork? work, Instant at) =>
        work?.Messages.Select(message => MessageFormat.Write(message, work.State, at)) ?? [];

    private void Committed(List<StreamAppend> parts, TicketWork? work, Opening? opening)
    {
        if (work?.Messages.Count > 0 || opening?.Work.Messages.Count > 0)
            MessagesWait?.Invoke();
        if (work?.Loaded is { } kept)
            streams.Keep(kept);
        if (opening?.Work.Loaded is { } opened)
            streams.Keep(opened);
        foreach (var part in parts)
        {
            if (part.Deadline is { } deadline)
                Armed?.Invoke(deadline.DueAt);
        }
    }

    private void TellDueAtOnce(List<StreamAppend> parts, Instant at)
    {
        foreach (var part in parts)
        {
            if (part.Deadline is { } deadline && deadline.DueAt <= at)
                DueAtOnce?.Invoke(part.Stream, deadline.DueAt);
        }
    }

    private void Forget(List<StreamAppend> parts)
    {
        foreach (var part in parts)
            streams.Forget(part.Stream);
    }

    /// <summary>Keeps in the audit that it was refused, and says so.</summary>
    private async Task<TicketAnswer> Refuse(TicketRequest request, StreamId? stream, string code, TicketAnswer answer)
    {
        var at = clock();
        var result = await epoch.Append(now => new Batch
        {
            Epoch = now,
            RecordedAt = at,
            Command = Record(request, stream, at, accepted: false, code, 0),
        }).ConfigureAwait(false);
        return result is AppendResult.Appended ? answer : new TicketAnswer.Overloaded();
    }

    // L7: the same key and body again gets the first answer, another body is refused
    private async Task<TicketAnswer> Repeat(TicketRequest request, CommandRecord earlier)
    {
        if (!earlier.BodyDigest.Span.SequenceEqual(Digest(request).Span) || earlier.Stream is not { } stream)
            return await Refuse(request, earlier.Stream, "key-reused", new TicketAnswer.KeyReused(request.Key!))
                .ConfigureAwait(false);
        var version = BinaryPrimitives.ReadInt64BigEndian(earlier.Answer.Span);
        var ticket = await streams.At(stream, version).ConfigureAwait(false);
        return new TicketAnswer.Done(ticket!.Shown with { AsOf = earlier.At }, Repeated: true);
    }

    private static CommandRecord Record(
        TicketRequest request, StreamId? stream, Instant at, bool accepted, string? code, long version)
    {
        var answer = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(answer, version);
        return new CommandRecord
        {
            At = at,
            Actor = request.Actor,
            Verb = Verbs.Of(request.Command),
            Stream = stream,
            Accepted = accepted,
            Code = code,
            Key = accepted ? request.Key : null, // a refused command uses up no key
            BodyDigest = Digest(request),
            Answer = accepted ? answer : default,
        };
    }

    private static ReadOnlyMemory<byte> Digest(TicketRequest request)
    {
        var digest = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(digest, request.Body);
        return digest;
    }
}
