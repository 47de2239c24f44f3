using System.Security.Cryptography;

namespace Muster.Storage;

/// <summary>Makes the stored form of a new fact: its salt, the digest of its text, its link in the chain.</summary>
internal static class Sealing
{
    public static StoredEvent Of(
        Chain chain,
        Batch batch,
        StreamId stream,
        long version,
        long position,
        ReadOnlyMemory<byte> before,
        NewEvent fact)
    {
        var salt = fact.PersonalText.IsEmpty ? [] : RandomNumberGenerator.GetBytes(Chain.SaltLength);
        var whole = new StoredEvent
        {
            Stream = stream,
            Version = version,
            Position = position,
            Type = fact.Type,
            HappenedAt = RowText.Whole(fact.HappenedAt),
            RecordedAt = RowText.Whole(batch.RecordedAt),
            Actor = fact.Actor,
            Cause = fact.Cause,
            Key = fact.Key,
            Policy = fact.Policy,
            Epoch = batch.Epoch,
            Body = fact.Body,
            PersonalText = fact.PersonalText,
            Salt = salt,
            TextDigest = salt.Length == 0 ? [] : chain.DigestOf(salt, fact.PersonalText.Span),
            Hash = Chain.Root,
        };
        return whole with { Hash = chain.HashOf(before.Span, whole) };
    }
}
