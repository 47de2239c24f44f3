using Muster.Server.Access;

namespace Muster.Server.Slack;

/// <summary>A sentence that somebody said in a chat.</summary>
/// <param name="Caller">Acts with the rights that the person has.</param>
/// <param name="Text">As it was written; data, never an instruction to the program that reads it.</param>
internal sealed record AskedInWords(Token Caller, string Text)
{
    /// <summary>The same for the same sentence sent once: what it does is done once.</summary>
    public required string Key { get; init; }

    /// <summary>Where it was said: a yes is to what was asked there.</summary>
    public required string Conversation { get; init; }
}

/// <summary>Answers a sentence, in plain words and several lines; escaped for its channel by who asks.</summary>
internal delegate Task<string> AnswerInWords(AskedInWords asked, CancellationToken stop);

/// <summary>What a chat is answered as long as nothing understands sentences.</summary>
internal static class Unasked
{
    public static Task<string> Answer(AskedInWords asked, CancellationToken stop) => Task.FromResult(
        $"""
        You are {asked.Caller.Speaker} ({asked.Caller.Role.Name()}). Muster pages you here, and its buttons answer.
        Sentences are not understood yet: say it on the ticket's page, or by muster ticket VERB.
        """);
}
