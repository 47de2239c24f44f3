using Muster.Server.Access;

namespace Muster.Server.Slack;

/// <summary>A sentence that somebody said in a chat.</summary>
/// <param name="Caller">Acts with the rights that the person has.</param>
/// <param name="Text">As it was written; data, never an instruction to the program that reads it.</param>
internal sealed record AskedInWords(Token Caller, string Text)
{
    /// <summary>
    /// The same for the same sentence sent once: what it does is done once. Null where it came without a key.
    /// </summary>
    public required string? Key { get; init; }

    /// <summary>Where it was said: a yes is to what was asked there.</summary>
    public required string Conversation { get; init; }

    /// <summary>The ticket on which it was said; null where it was not said on one.</summary>
    public string? Ticket { get; init; }

    /// <summary>How a yes is said there.</summary>
    public string SayYes { get; init; } = "Say yes within ten minutes.";
}

/// <summary>Answers a sentence, in plain words and several lines; escaped for its channel by who asks.</summary>
internal delegate Task<string> AnswerInWords(AskedInWords asked, CancellationToken stop);
