namespace Muster.Storage;

/// <summary>Holds what it is shown of a store against the chains, and keeps what is wrong.</summary>
internal sealed class Verification(StreamFold? fold) : IDisposable
{
    private readonly Chain chain = new();
    private readonly List<string> faults = [];
    private long streams;
    private long events;
    private long lines;
    private ReadOnlyMemory<byte> lastLine = Chain.Root;
    private (long Position, string What)? first;

    public VerifyReport Report => new(streams, events, lines, [.. faults]) { FirstChanged = first?.What };

    public void Stream(StreamHead head, IReadOnlyList<StoredEvent> facts, TicketRow? row)
    {
        streams++;
        events += facts.Count;
        var previous = (ReadOnlyMemory<byte>)Chain.Root;
        for (var index = 0; index < facts.Count; index++)
        {
            Event(facts[index], index + 1, previous);
            previous = facts[index].Hash;
        }
        if (head.Version != facts.Count)
            Fault($"{head.Stream} should have {head.Version} events and has {facts.Count}");
        else if (!head.Hash.Span.SequenceEqual(previous.Span))
            Fault($"{head.Stream} does not end in the hash that its head names");
        if (fold is not null)
            Row(head.Stream, fold(head.Stream, facts), row);
    }

    public void Audit(AuditRecord line)
    {
        lines++;
        if (line.Number != lines)
            Fault($"the audit should go on with line {lines} and goes on with {line.Number}");
        var command = new CommandRecord
        {
            At = line.At,
            Actor = line.Actor,
            Verb = line.Verb,
            Stream = line.Stream,
            Accepted = line.Accepted,
            Code = line.Code,
        };
        if (!chain.HashOf(lastLine.Span, line.Number, command).AsSpan().SequenceEqual(line.Hash.Span))
            Fault($"line {line.Number} of the audit does not match its hash");
        lastLine = line.Hash;
    }

    /// <summary>Reads a part of the store; what cannot be read is a fault, and the rest is checked too.</summary>
    public void Part(string name, Action read)
    {
        try
        {
            read();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // what a damaged file holds may break whatever reads it
            Fault($"{name} cannot be read: {broken.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>The audit should end where the store says it does.</summary>
    public void AuditEnd(long count, ReadOnlySpan<byte> hash)
    {
        if (count != lines || !lastLine.Span.SequenceEqual(hash))
            Fault($"the audit should have {count} lines and has {lines}, or does not end in the hash that is named");
    }

    public void Fault(string what)
    {
        if (faults.Count < VerifyReport.MostFaults)
            faults.Add(what);
    }

    public void Dispose() => chain.Dispose();

    private void Event(StoredEvent fact, long version, ReadOnlyMemory<byte> previous)
    {
        if (fact.Version != version)
            Changed(fact, $"{fact.Stream} should go on with version {version} and goes on with {fact.Version}");
        if (!chain.HashOf(previous.Span, fact).AsSpan().SequenceEqual(fact.Hash.Span))
            Changed(fact, $"{fact.Stream} version {fact.Version} does not match its hash");
        if (fact.TextDigest.IsEmpty ? !fact.PersonalText.IsEmpty : !fact.IsErased && !TextHolds(fact))
            Changed(fact, $"{fact.Stream} version {fact.Version} does not match the digest of its personal text");
    }

    private void Changed(StoredEvent fact, string what)
    {
        var told = $"position {fact.Position}: {what}";
        if (!(first?.Position <= fact.Position))
            first = (fact.Position, told);
        Fault(told);
    }

    private bool TextHolds(StoredEvent fact) =>
        chain.DigestOf(fact.Salt.Span, fact.PersonalText.Span).AsSpan().SequenceEqual(fact.TextDigest.Span);

    private void Row(StreamId stream, StreamView? wanted, TicketRow? row)
    {
        var shown = wanted is null ? null : RowText.Shown(wanted.Row with { Stream = stream });
        if (shown != row)
            Fault($"{stream} should be listed as {shown} and is listed as {row}");
    }
}
