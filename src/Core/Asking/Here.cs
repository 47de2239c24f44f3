namespace Muster.Core.Asking;

/// <summary>What is said on a ticket and names none is said of that ticket.</summary>
internal static class Here
{
    private static readonly string[] Linking = ["link", "unlink", "merge", "close"];

    private static readonly string[] SaysNothing = ["polite", "filler", "and"];

    /// <param name="said">As it was read by itself.</param>
    /// <param name="here">As it was read with the ticket named before it; null where that may not be.</param>
    public static Understanding Settle(Understanding said, Understanding? here, string ticket, string text)
    {
        if (here is not { Doubt: null, Intent: { } intent } || here.Slots.List("ids") is not [var only]
            || only != ticket)
            return said;
        // "close as duplicate of 17", "merge into 17": the ticket here is the other one.
        if (Linking.Contains(intent.Name) && here.Slots.Has("to") && !said.Slots.Has("to"))
            return here;
        if (said.Slots.Has("ids"))
            return said;
        return said.Doubt switch
        {
            null => said.Intent == intent && said.Slots.All.IsEmpty ? here : said, // "check SLA status"
            Doubt.Missing => said.Word == "ids" ? here : said,
            Doubt.NotUnderstood or Doubt.Unexplained or Doubt.Several => SaysSomething(text) ? here : said,
            _ => said,
        };
    }

    /// <summary>"is bo commander" asks: a ticket before it would make it an order.</summary>
    public static bool IsAsked(string text)
    {
        var words = Words(text);
        return Lexicon.All.Any(lexicon => lexicon.At("question", words, 0) is not null
                && lexicon.At("askspolitely", words, 0) is null
                && lexicon.At("polite", words, 0) is not { Words.Length: > 1 })
            && !Lexicon.All.Any(lexicon => Looks(lexicon, words));
    }

    // "what happened", "why was it escalated", "who works on it" only look.
    private static bool Looks(Lexicon lexicon, string[] words) => lexicon.At("looks", words, 0) is not null;

    private static bool SaysSomething(string text)
    {
        var words = Words(text);
        return Enumerable.Range(0, words.Length).Any(index => Lexicon.All.Any(lexicon => lexicon.Knows(words[index]))
            && Lexicon.All.All(lexicon => SaysNothing.All(key => lexicon.At(key, words, index) is null)));
    }

    private static string[] Words(string text) =>
        [.. Tokens.Of(Mention.Of(text).Text).Where(token => !token.Parts).Select(token => token.Word)];
}
