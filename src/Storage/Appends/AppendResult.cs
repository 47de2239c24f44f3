namespace Muster.Storage;

/// <summary>
/// What became of a batch. All but <see cref="Appended"/> are refusals: nothing was written. They are looked for in
/// the order in which they stand here.
/// </summary>
public abstract record AppendResult
{
    private AppendResult() { }

    /// <summary>Committed and on the disk.</summary>
    /// <param name="Position">Of its last event; of the store's last event where it had none.</param>
    public sealed record Appended(long Position) : AppendResult;

    /// <summary>As much waits already as may wait; nothing was tried. Come again later.</summary>
    public sealed record Overloaded : AppendResult;

    /// <summary>The writer's epoch is over: load anew, under an epoch of today.</summary>
    public sealed record StaleEpoch(long Epoch) : AppendResult;

    /// <summary>The command's key was used less than 72 hours ago; this is what was answered then.</summary>
    public sealed record KeyUsed(CommandRecord Earlier) : AppendResult;

    /// <summary>Somebody else wrote to the stream: load, decide again.</summary>
    public sealed record VersionConflict(StreamId Stream, long ActualVersion) : AppendResult;

    public sealed record NameTaken(string Name, StreamId Holder) : AppendResult;

    /// <summary>The message is not leased by this owner any more, or is settled.</summary>
    public sealed record LeaseLost(long MessageId) : AppendResult;
}

/// <summary>
/// The store could not say yes or no: the disk is full, or broken. With <paramref name="mayHaveHappened"/> the commit
/// may or may not be there; whoever retries needs a key or an expected version.
/// </summary>
public sealed class StoreFailedException(string message, bool mayHaveHappened, Exception? inner = null)
    : Exception(message, inner)
{
    public bool MayHaveHappened { get; } = mayHaveHappened;
}
