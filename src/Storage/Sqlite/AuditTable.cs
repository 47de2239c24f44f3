using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Muster.Storage.Sqlite;

/// <summary>Writes commands: the audit and the answers for repeats are one row.</summary>
internal sealed class AuditTable(SqliteConnection connection, Chain chain) : IDisposable
{
    /// <summary>For <see cref="Read"/>.</summary>
    public const string ByKey =
        "SELECT at, actor, verb, stream, accepted, code, key, digest, answer FROM commands WHERE key = ?";

    private readonly Statement add = new(connection, "INSERT INTO commands VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private readonly Statement find = new(connection, ByKey);
    private readonly Statement forgetKey = new(connection,
        "UPDATE commands SET key = NULL, digest = NULL, answer = NULL WHERE key = ?");
    private readonly Statement forget = new(connection, """
        UPDATE commands SET key = NULL, digest = NULL, answer = NULL WHERE number IN
            (SELECT number FROM commands WHERE key IS NOT NULL AND at <= ? ORDER BY at LIMIT ?)
        RETURNING number
        """);
    private readonly Statement last = new(connection, "SELECT number, hash FROM commands ORDER BY number DESC LIMIT 1");

    private long number;
    private ReadOnlyMemory<byte> hash;
    private bool grew;

    public void Remember()
    {
        (number, hash) = last.Next() ? (last.Long(0), last.Blob(1)) : (0, Chain.Root);
        last.Reset();
        grew = false;
    }

    /// <summary>The command of that key, unless it is too old to count; such a one lets go of the key.</summary>
    public CommandRecord? Find(string key, Instant now)
    {
        var found = Read(find, key);
        if (found is null || found.At + CommandRecord.KeptFor > now)
            return found;
        forgetKey.With(key).Run();
        return null;
    }

    public void Add(CommandRecord command)
    {
        var whole = command with { At = RowText.Whole(command.At) };
        hash = chain.HashOf(hash.Span, ++number, whole);
        grew = true;
        add.With(number).With(whole.At).With(whole.Actor).With(whole.Verb).With(whole.Stream?.Value)
            .With(whole.Accepted).With(whole.Code).With(whole.Key).WithSome(whole.BodyDigest).WithSome(whole.Answer)
            .With(hash).Run();
    }

    public int Forget(Instant now, int max)
    {
        var count = 0;
        forget.With(now - CommandRecord.KeptFor).With(max);
        while (forget.Next())
            count++;
        return count;
    }

    /// <summary>How many lines there are and the hash they end in; null where none was added since.</summary>
    public byte[]? WriteEnd()
    {
        if (!grew)
            return null;
        grew = false;
        var end = new byte[8 + Chain.HashLength];
        BinaryPrimitives.WriteInt64BigEndian(end, number);
        hash.CopyTo(end.AsMemory(8));
        return end;
    }

    /// <summary>What <see cref="WriteEnd"/> said last.</summary>
    public static (long Count, ReadOnlyMemory<byte> Hash) End(Reading reading)
    {
        var row = reading["SELECT value FROM meta WHERE name = 'audit'"];
        var end = row.Next() ? row.Blob(0) : default;
        row.Reset();
        return end.IsEmpty ? (0, Chain.Root) : (BinaryPrimitives.ReadInt64BigEndian(end.Span), end[8..]);
    }

    public static CommandRecord? Read(Statement find, string key)
    {
        var found = !find.With(key).Next() ? null : new CommandRecord
        {
            At = find.Moment(0),
            Actor = find.Text(1),
            Verb = find.Text(2),
            Stream = find.TextOrNull(3) is { } stream ? new StreamId(stream) : null,
            Accepted = find.Flag(4),
            Code = find.TextOrNull(5),
            Key = find.TextOrNull(6),
            BodyDigest = find.Blob(7),
            Answer = find.Blob(8),
        };
        find.Reset();
        return found;
    }

    public void Dispose()
    {
        Statement[] all = [add, find, forgetKey, forget, last];
        foreach (var statement in all)
            statement.Dispose();
    }
}
