using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Muster.Engine;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Access;

/// <summary>
/// All tokens that are good, folded from their stream at the start; what is issued or revoked is on the disk before it
/// counts. When a token was used last is known since the start only.
/// </summary>
public sealed class TokenBook(IEventStore store, WriterEpoch epoch, string policy, Func<Instant> clock) : IDisposable
{
    /// <summary>Bound: all of them are in memory.</summary>
    public const int Most = 10_000;

    private readonly FoldedStream<ImmutableDictionary<string, Token>> byHash = new(
        store, epoch, new StreamId("access/tokens"), clock, ImmutableDictionary<string, Token>.Empty, Fold);
    private readonly ConcurrentDictionary<string, Instant> lastUses = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when there is a token to be recognised; at a first start that is after it was printed.</summary>
    public Task Opened => opened.Task;

    /// <summary>Nobody was ever given one: a fresh data directory.</summary>
    public bool IsFresh => byHash.Version == 0;

    /// <summary>Those that are not revoked, the oldest first.</summary>
    public IEnumerable<Token> All =>
        byHash.Now.Values.OrderBy(token => token.IssuedAt).ThenBy(token => token.Id, StringComparer.Ordinal);

    public Token? Find(string id) => byHash.Now.Values.FirstOrDefault(token => token.Id == id);

    /// <summary>The token was used by a session in its place.</summary>
    public void NoteUse(Token token) => lastUses[token.Id] = clock();

    public Instant? LastUse(string id) => lastUses.TryGetValue(id, out var at) ? at : null;

    /// <summary>Reads on from where it stands.</summary>
    public async Task Open()
    {
        await byHash.Open().ConfigureAwait(false);
        NoteOpened();
    }

    /// <summary>The token of a secret, an expired one too; null where there is none.</summary>
    public Token? Recognise(string secret)
    {
        if (!secret.StartsWith(Secret.Prefix, StringComparison.Ordinal) || secret.Length > 100
            || !byHash.Now.TryGetValue(Secret.HashOf(secret), out var token))
            return null;
        if (!token.IsExpired(clock()))
            lastUses[token.Id] = clock();
        return token;
    }

    public static string NewId() => "tok_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Puts a token in force, in place of another one where it is a rotation.</summary>
    /// <param name="command">What asked for it, for the audit and for repeats; null at the first start.</param>
    public Task<AppendResult> Issue(Token token, Token? replaced, string by, CommandRecord? command) => Write(
        () => replaced is null
            ? [TokenFormat.Issue(token, by, policy)]
            : [TokenFormat.Issue(token, by, policy), TokenFormat.Revoke(replaced.Id, by, policy, clock())],
        command);

    public Task<AppendResult> Revoke(Token token, string by, CommandRecord command) =>
        Write(() => [TokenFormat.Revoke(token.Id, by, policy, clock())], command);

    /// <summary>Notes a command about tokens that was refused.</summary>
    public Task<AppendResult> Note(CommandRecord command) => Write(() => [], command);

    public void Dispose() => byHash.Dispose();

    private async Task<AppendResult> Write(Func<ImmutableArray<NewEvent>> events, CommandRecord? command)
    {
        var result = await byHash.Write((_, _) => new Addition(events()), command).ConfigureAwait(false);
        NoteOpened();
        return result!;
    }

    private void NoteOpened()
    {
        if (!IsFresh)
            opened.TrySetResult();
    }

    private static ImmutableDictionary<string, Token> Fold(
        ImmutableDictionary<string, Token> before, StoredEvent stored)
    {
        switch (stored.Type)
        {
            case TokenFormat.Issued:
                var issued = TokenFormat.ReadIssued(stored);
                return before.SetItem(issued.Hash, issued);
            case TokenFormat.Revoked:
                var id = TokenFormat.ReadRevoked(stored);
                return before.RemoveRange(before.Values.Where(token => token.Id == id).Select(token => token.Hash));
            default:
                throw new UnknownEventException(stored.Type);
        }
    }
}
