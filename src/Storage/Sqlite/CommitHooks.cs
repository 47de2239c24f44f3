namespace Muster.Storage.Sqlite;

/// <summary>
/// Where a test may break the store: what throws in <paramref name="BeforeCommit"/> makes the commit fail, what throws
/// in <paramref name="AfterCommit"/> leaves its callers without an answer though it is on the disk. Both run on the
/// writer's thread, once a transaction.
/// </summary>
public sealed record CommitHooks(Action? BeforeCommit = null, Action? AfterCommit = null)
{
    /// <summary>By which commits are measured; null measures none.</summary>
    public TimeProvider? Time { get; init; }
}
