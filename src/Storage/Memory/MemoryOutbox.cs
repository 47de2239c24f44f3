using NodaTime;

namespace Muster.Storage.Memory;

/// <summary>The outbox of a memory store.</summary>
internal static class MemoryOutbox
{
    public static MemoryState Add(MemoryState state, OutboxMessage message)
    {
        if (state.MessageKeys.Contains(message.Key))
            return state;
        var whole = message with { NotBefore = RowText.Whole(message.NotBefore) };
        var id = state.Messages.IsEmpty ? 1 : state.Messages.Keys.Last() + 1;
        var stored = new StoredMessage(id, OutboxState.Waiting, 0, null, null, whole);
        return state with
        {
            MessageKeys = state.MessageKeys.Add(message.Key),
            Messages = state.Messages.Add(id, new MemoryMessage(stored, whole.NotBefore, null)),
        };
    }

    public static (MemoryState State, LeaseResult Result) Lease(MemoryState state, LeaseRequest request)
    {
        if (state.IsHeld)
            return (state, new LeaseResult(true, []));
        var until = RowText.Whole(request.Now + request.For);
        var ready = state.Messages.Values
            .Where(message => message.Stored.State == OutboxState.Waiting && message.ReadyAt <= request.Now)
            .Where(message => message.Stored.Message.Rank <= request.LowestRank)
            .Where(message => request.Kinds.Count == 0 || request.Kinds.Contains(message.Stored.Message.Kind))
            .OrderBy(message => message.Stored.Message.Rank)
            .ThenBy(message => message.ReadyAt)
            .ThenBy(message => message.Stored.Id)
            .Take(request.Max)
            .Select(message => message with
            {
                ReadyAt = until,
                Owner = request.Owner,
                Stored = message.Stored with { Attempts = message.Stored.Attempts + 1 },
            })
            .ToList();
        var after = state with
        {
            Messages = state.Messages.SetItems(
                ready.Select(message => KeyValuePair.Create(message.Stored.Id, message))),
        };
        return (after, new LeaseResult(false, [.. ready.Select(message => new LeasedMessage(
            message.Stored.Id, message.Stored.Attempts, until, message.Stored.Message))]));
    }

    public static (MemoryState State, int Ended) EndLeases(MemoryState state, string ownersBeginWith)
    {
        var theirs = state.Messages.Values
            .Where(message => message.Stored.State == OutboxState.Waiting
                && message.Owner?.StartsWith(ownersBeginWith, StringComparison.Ordinal) == true)
            .Select(message => message with { Owner = null, ReadyAt = message.Stored.Message.NotBefore })
            .ToList();
        var after = state.Messages.SetItems(
            theirs.Select(message => KeyValuePair.Create(message.Stored.Id, message)));
        return (state with { Messages = after }, theirs.Count);
    }

    /// <summary>The latest one stays whatever its age, so that no id is given twice.</summary>
    public static (MemoryState State, int Forgotten) Forget(MemoryState state, Instant now, int max)
    {
        var old = state.Messages.Values
            .SkipLast(1)
            .Select(message => message.Stored)
            .Where(message => message.State is OutboxState.Delivered or OutboxState.Dropped
                && message.SettledAt <= now - StoredMessage.KeptFor)
            .OrderBy(message => message.SettledAt)
            .Take(max)
            .ToList();
        var after = state with
        {
            Messages = state.Messages.RemoveRange(old.Select(message => message.Id)),
            MessageKeys = state.MessageKeys.Except(old.Select(message => message.Message.Key)),
        };
        return (after, old.Count);
    }

    public static bool IsLeasedBy(MemoryState state, long id, string owner) =>
        state.Messages.GetValueOrDefault(id) is { Stored.State: OutboxState.Waiting } message && message.Owner == owner;

    public static MemoryState Settle(MemoryState state, Settlement settlement, Instant at)
    {
        var message = state.Messages[settlement.MessageId];
        var stored = message.Stored with { SettledAt = at };
        var after = settlement switch
        {
            Settlement.Delivered => message with
            {
                Stored = stored with { State = OutboxState.Delivered, Reason = null },
            },
            Settlement.Dropped dropped => message with
            {
                Stored = stored with { State = OutboxState.Dropped, Reason = dropped.Reason },
            },
            Settlement.Refused refused => message with
            {
                Stored = stored with { State = OutboxState.Refused, Reason = refused.Reason },
            },
            Settlement.Retry retry => message with
            {
                Stored = stored with { Reason = retry.Reason },
                ReadyAt = RowText.Whole(retry.At),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(settlement), settlement, "an unknown settlement"),
        };
        return state with
        {
            Messages = state.Messages.SetItem(settlement.MessageId, after with { Owner = null }),
        };
    }
}
