namespace Muster.Storage.Sqlite;

internal static class MessageRow
{
    /// <summary>From the columns key, kind, about, rank, not_before, body.</summary>
    public static OutboxMessage Read(Statement row, int first) => new(
        row.Text(first),
        row.Text(first + 1),
        row.TextOrNull(first + 2) is { } about ? new StreamId(about) : null,
        row.Int(first + 3),
        row.Moment(first + 4),
        row.Blob(first + 5));
}
