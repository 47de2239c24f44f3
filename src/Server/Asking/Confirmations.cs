using System.Collections.Immutable;
using System.Security.Cryptography;
using Muster.Core.Asking;
using NodaTime;

namespace Muster.Server.Asking;

/// <summary>What was understood, with the tickets that it is about, ready to be done.</summary>
/// <param name="Tickets">By their own ids; empty where a ticket is opened.</param>
internal sealed record PreparedAct(IntentShape Intent, Slots Slots, ImmutableArray<string> Tickets);

/// <summary>What waits for a yes.</summary>
/// <param name="Caller">The id of the token that asked.</param>
internal sealed record Waiting(string Caller, string Text, Understanding Understood, PreparedAct Act, Instant Until)
{
    /// <summary>Where in a chat it was asked; null where it was not.</summary>
    public string? Conversation { get; init; }

    /// <summary>What became of it, and the idempotency key of the yes; null until it was said.</summary>
    public (string? Key, AskAnswer Answer)? Answered { get; init; }
}

/// <summary>
/// Acts that wait for a yes: each of one caller and of exactly what was understood, for ten minutes, said yes to once.
/// Kept in memory: after a restart it is asked anew.
/// </summary>
internal sealed class Confirmations
{
    /// <summary>Over all callers; the oldest gives way.</summary>
    public const int Most = 1_000;

    public static readonly Duration Lasts = Duration.FromMinutes(10);

    private readonly Lock guard = new();
    private readonly Dictionary<string, Waiting> waiting = [];
    private readonly HashSet<string> taken = [];
    private readonly Queue<string> order = new();

    /// <summary>The token by which the caller says yes.</summary>
    public string Add(Waiting act)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (guard)
        {
            waiting[token] = act;
            order.Enqueue(token);
            while (order.Count > Most)
            {
                var oldest = order.Dequeue();
                waiting.Remove(oldest);
                taken.Remove(oldest);
            }
        }
        return token;
    }

    /// <summary>
    /// Takes what waits out of the book. Null where nothing does, where it is over or another's, or where
    /// <paramref name="text"/>, if it is said again, is another than the one that was understood.
    /// </summary>
    public Waiting? Take(string token, string caller, string? text, Instant now)
    {
        lock (guard)
        {
            if (!waiting.TryGetValue(token, out var act) || !Fits(act, caller, text) || now >= act.Until
                || !taken.Add(token))
                return null;
            return act;
        }
    }

    /// <summary>Remembers what became of a yes, for whoever says it again under the same key.</summary>
    public void Answer(string token, string? key, AskAnswer answer)
    {
        lock (guard)
        {
            if (waiting.TryGetValue(token, out var act))
                waiting[token] = act with { Answered = (key, answer) };
        }
    }

    /// <summary>What became of a yes that was said under this key before; null where it was not.</summary>
    public AskAnswer? Again(string token, string caller, string? text, string? key)
    {
        lock (guard)
        {
            return key is not null && waiting.TryGetValue(token, out var act) && Fits(act, caller, text)
                && act.Answered is { } answered && answered.Key == key ? answered.Answer : null;
        }
    }

    /// <summary>The token of what was asked last in a conversation and still waits; null where nothing does.</summary>
    public string? LatestOf(string conversation, string caller, Instant now)
    {
        lock (guard)
        {
            return order.LastOrDefault(token => !taken.Contains(token) && waiting[token] is { } act
                && act.Conversation == conversation && act.Caller == caller && now < act.Until);
        }
    }

    /// <summary>Lets what waits under a token wait no more.</summary>
    public void Drop(string token)
    {
        lock (guard)
            taken.Add(token);
    }

    private static bool Fits(Waiting act, string caller, string? text) =>
        act.Caller == caller && (text is null || text == act.Text);
}
