using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Muster.Storage;

/// <summary>
/// The chains by which tampering is found: each event's hash covers the one before it in its stream, each audit line's
/// the line before it. Every field goes in with its length before it, so no two events spell the same bytes.
/// </summary>
internal sealed class Chain : IDisposable
{
    public const int HashLength = 32;
    public const int SaltLength = 16;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] scratch = new byte[1024];

    /// <summary>What stands before the first event.</summary>
    public static readonly byte[] Root = new byte[HashLength];

    public byte[] DigestOf(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> text)
    {
        hash.AppendData(salt);
        hash.AppendData(text);
        return hash.GetHashAndReset();
    }

    /// <summary>The hash of an event, from all its other fields but position, text and salt.</summary>
    public byte[] HashOf(ReadOnlySpan<byte> previous, StoredEvent fact)
    {
        hash.AppendData(previous);
        Add(fact.Stream.Value);
        Add(fact.Version);
        Add(fact.Type);
        Add(fact.HappenedAt);
        Add(fact.RecordedAt);
        Add(fact.Actor);
        Add(fact.Cause);
        Add(fact.Key);
        Add(fact.Policy);
        Add(fact.Epoch);
        Add(fact.Body.Span);
        Add(fact.TextDigest.Span);
        return hash.GetHashAndReset();
    }

    public byte[] HashOf(ReadOnlySpan<byte> previous, long number, CommandRecord command)
    {
        hash.AppendData(previous);
        Add(number);
        Add(command.At);
        Add(command.Actor);
        Add(command.Verb);
        Add(command.Stream?.Value);
        Add(command.Accepted ? 1 : 0);
        Add(command.Code);
        return hash.GetHashAndReset();
    }

    public void Dispose() => hash.Dispose();

    private void Add(Instant value) => Add(value.ToUnixTimeMilliseconds());

    private void Add(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    // an absent text is not an empty one
    private void Add(string? value)
    {
        if (value is null)
        {
            Add(-1);
            return;
        }
        var longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (scratch.Length < longest)
            scratch = new byte[longest];
        Add(scratch.AsSpan(0, Encoding.UTF8.GetBytes(value, scratch)));
    }

    private void Add(ReadOnlySpan<byte> value)
    {
        Add(value.Length);
        hash.AppendData(value);
    }
}
