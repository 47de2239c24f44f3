namespace Muster.Channels;

/// <summary>A way to tell somebody something. Safe for any number of callers at once.</summary>
public interface IChannel
{
    /// <summary>As a person's <c>contact</c> names it, such as <c>mail</c> or <c>slack</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Tells it, and says what became of it. Sent again under the same key it is the same message, as far as the other
    /// side can tell. Throws nothing but for a bug and for being told to stop.
    /// </summary>
    Task<DeliveryResult> Send(Letter letter, CancellationToken stop);
}

/// <summary>One message in its words, for one address.</summary>
/// <param name="Key">Stable over every attempt: the message's identity on the other side.</param>
/// <param name="To">What the channel knows people by: a mail address, a URL.</param>
/// <param name="Thread">What the messages about one thing have in common; null where it stands alone.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain words, several lines.</param>
/// <param name="Facts">The same for a program: what the words say, by field.</param>
public sealed record Letter(
    string Key, string To, string? Thread, string Subject, string Text, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>Where one click answers it; null where there is nothing to answer.</summary>
    public string? AnswerUrl { get; init; }

    /// <summary>It has been tried before, and may have arrived.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Where one click, or a mail program by itself, ends that such letters come; null for people's own.
    /// </summary>
    public string? UnsubscribeUrl { get; init; }

    /// <summary>Signs it in the place of the channel's own secret; null where it has none of its own.</summary>
    public string? Secret { get; init; }

    /// <summary>What may be answered at once, where the channel has buttons.</summary>
    public IReadOnlyList<LetterButton> Buttons { get; init; } = [];
}

/// <summary>One click that comes back to the server as something said.</summary>
/// <param name="Action">What it does, for the server.</param>
/// <param name="Label">What it does, for people.</param>
/// <param name="Value">What it does it to; goes out and comes back as it is.</param>
public sealed record LetterButton(string Action, string Label, string Value);

/// <summary>What became of an attempt.</summary>
public abstract record DeliveryResult
{
    private DeliveryResult() { }

    /// <summary>The other side has taken it.</summary>
    public sealed record Delivered : DeliveryResult;

    /// <summary>Not now, or nobody knows: to be sent again under the same key.</summary>
    /// <param name="Wait">What the other side asked for; null where it asked for nothing.</param>
    public sealed record Retry(string Reason, TimeSpan? Wait = null) : DeliveryResult;

    /// <summary>The other side will never take it.</summary>
    public sealed record Refused(string Reason) : DeliveryResult;
}
