using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Muster.Engine;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Access;

/// <summary>A link or a session: what a browser shows in the place of a token.</summary>
/// <param name="Hash">SHA-256 of the secret, which only the browser holds.</param>
/// <param name="Token">The id of the token that it stands for; it ends with that one.</param>
/// <param name="EndsAt">From this instant on it is no longer taken.</param>
public sealed record Grant(string Hash, string Token, bool IsLink, Instant EndsAt);

/// <summary>
/// Links that sign in once, and the sessions that came of them, in a stream of their own: a session outlives a
/// restart, and a link is used up in the same commit that opens its session. Read when somebody first asks.
/// </summary>
public sealed class SessionBook(
    IEventStore store, WriterEpoch epoch, TokenBook tokens, string policy, Func<Instant> clock) : IDisposable
{
    /// <summary>How long a link waits to be followed.</summary>
    public static readonly Duration LinkLasts = Duration.FromMinutes(10);
    public static readonly Duration SessionLasts = Duration.FromDays(7);

    /// <summary>Bound: of a token's links and of its sessions; the one that would end first gives way.</summary>
    public const int MostOfToken = 20;

    private const int MostAttempts = 5;
    private static readonly StreamId Stream = new("access/sessions");

    private readonly SemaphoreSlim writing = new(1);
    private readonly SemaphoreSlim reading = new(1);
    private volatile Known? known;

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The same code again for whoever repeats the request with the same secret.</summary>
    public static string CodeFor(string askedWith, string nonce) => Base64Url.EncodeToString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(askedWith), Encoding.UTF8.GetBytes($"link {nonce}")));

    /// <summary>What a form of this session carries, which no other site can know.</summary>
    public static string FormProof(string secret) => Base64Url.EncodeToString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "form"u8));

    /// <summary>Makes a link of a code; it can be followed once.</summary>
    public Task<AppendResult> Link(Token token, string code, string by, CommandRecord? command) => Write(
        _ => SessionFormat.Link(
            new Grant(HashOf(code), token.Id, IsLink: true, clock() + LinkLasts), by, policy, clock()), command);

    /// <summary>The session that the link opens; null where it is unknown, used up or over.</summary>
    public async Task<(string Secret, Token Token)?> Follow(string code)
    {
        var (link, secret) = (HashOf(code), NewSecret());
        Token? token = null;
        var result = await Write(now =>
        {
            token = now.Good(link, clock(), isLink: true) is { } grant ? TokenOf(grant) : null;
            return token is null
                ? null
                : SessionFormat.Open(SessionOf(secret, token), link, token.Actor, policy, clock());
        }, null).ConfigureAwait(false);
        return token is not null && result is AppendResult.Appended ? (secret, token) : null;
    }

    /// <summary>A session for whoever showed the token itself; null where the store takes nothing more.</summary>
    public async Task<string?> Open(Token token)
    {
        var secret = NewSecret();
        var result = await Write(
            _ => SessionFormat.Open(SessionOf(secret, token), null, token.Actor, policy, clock()), null)
            .ConfigureAwait(false);
        return result is AppendResult.Appended ? secret : null;
    }

    public Task<AppendResult> Close(string secret) => Write(
        now => now.Good(HashOf(secret), clock(), isLink: false) is { } grant
            ? SessionFormat.Close(grant, tokens.Find(grant.Token)?.Actor ?? grant.Token, policy, clock())
            : null, null);

    /// <summary>The token for which a session stands; null where one of the two is over.</summary>
    public async ValueTask<Token?> Recognise(string secret)
    {
        if (secret.Length is 0 or > 100)
            return null;
        var now = known ?? await Load().ConfigureAwait(false);
        return now.Good(HashOf(secret), clock(), isLink: false) is { } grant ? TokenOf(grant) : null;
    }

    public void Dispose()
    {
        writing.Dispose();
        reading.Dispose();
    }

    private static string HashOf(string secret) => Secret.HashOf(secret);

    private Grant SessionOf(string secret, Token token) =>
        new(HashOf(secret), token.Id, IsLink: false, clock() + SessionLasts);

    private Token? TokenOf(Grant grant)
    {
        if (tokens.Find(grant.Token) is not { } token || token.IsExpired(clock()))
            return null;
        tokens.NoteUse(token);
        return token;
    }

    private async Task<Known> Load()
    {
        await reading.WaitAsync().ConfigureAwait(false);
        try
        {
            var now = known ?? new Known(0, ImmutableDictionary<string, Grant>.Empty);
            while (await store.ReadStream(Stream, now.Version, 500).ConfigureAwait(false) is { Count: > 0 } page)
            {
                foreach (var stored in page)
                    now = now.With(stored);
            }
            return known = now;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <param name="fact">What is to be written as things stand; null for nothing.</param>
    private async Task<AppendResult> Write(Func<Known, NewEvent?> fact, CommandRecord? command)
    {
        await writing.WaitAsync().ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var before = await Load().ConfigureAwait(false);
                var written = fact(before);
                var result = await epoch.Append(current => new Batch
                {
                    Epoch = current,
                    RecordedAt = clock(),
                    Streams = written is null ? [] : [new StreamAppend(Stream, before.Version, [written])],
                    Command = command,
                }).ConfigureAwait(false);
                await Load().ConfigureAwait(false);
                if (result is not AppendResult.VersionConflict || attempt == MostAttempts)
                    return result;
            }
        }
        finally
        {
            writing.Release();
        }
    }

    private sealed record Known(long Version, ImmutableDictionary<string, Grant> ByHash)
    {
        public Grant? Good(string hash, Instant now, bool isLink) =>
            ByHash.TryGetValue(hash, out var grant) && grant.IsLink == isLink && now < grant.EndsAt ? grant : null;

        public Known With(StoredEvent stored)
        {
            var (grant, link) = SessionFormat.Read(stored);
            var left = link is null ? ByHash : ByHash.Remove(link);
            return new Known(stored.Version, stored.Type switch
            {
                SessionFormat.Linked or SessionFormat.Opened => Room(left, grant, stored.HappenedAt)
                    .SetItem(grant.Hash, grant),
                SessionFormat.Closed => left.Remove(grant.Hash),
                _ => throw new UnknownEventException(stored.Type),
            });
        }

        private static ImmutableDictionary<string, Grant> Room(
            ImmutableDictionary<string, Grant> grants, Grant next, Instant at)
        {
            var left = grants.RemoveRange(grants.Values.Where(grant => grant.EndsAt <= at).Select(grant => grant.Hash));
            var others = left.Values.Where(grant => grant.Token == next.Token && grant.IsLink == next.IsLink).ToList();
            return others.Count < MostOfToken ? left : left.Remove(others.MinBy(grant => grant.EndsAt)!.Hash);
        }
    }
}
