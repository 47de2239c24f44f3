using System.Collections.Immutable;
using Muster.Core.Policies;

namespace Muster.Core.Escalation;

/// <summary>What a requester's words say (E4, L4).</summary>
public static class Words
{
    /// <summary>E4: a negation counts among this many words before the keyword.</summary>
    private const int NegationReach = 3;

    /// <summary>
    /// The first keyword that stands in <paramref name="text"/> as whole words, in any case, without a negation among
    /// the three words before it; null when there is none.
    /// </summary>
    public static string? Keyword(string? text, EscalationPolicy policy)
    {
        if (string.IsNullOrEmpty(text) || policy.Keywords.IsEmpty)
            return null;
        var words = Split(text);
        for (var index = 0; index < policy.Phrases.Length; index++)
        {
            var wanted = policy.Phrases[index];
            for (var start = 0; !wanted.IsEmpty && start + wanted.Length <= words.Count; start++)
            {
                if (StandsAt(words, start, wanted) && !IsNegated(words, start, policy.Negations))
                    return policy.Keywords[index];
            }
        }
        return null;
    }

    /// <summary>
    /// The first of the phrases that stands within a sentence of the text as whole words, in any case, without a denial
    /// among the three words before it there; null for none.
    /// </summary>
    internal static string? Phrase(string? text, ImmutableArray<ImmutableArray<string>> phrases) =>
        text?.Split(Stops, StringSplitOptions.None)
            .Select(sentence => PhraseIn(sentence, phrases)).FirstOrDefault(found => found is not null);

    private static string? PhraseIn(string sentence, ImmutableArray<ImmutableArray<string>> phrases)
    {
        var words = Split(sentence);
        foreach (var phrase in phrases)
        {
            for (var start = 0; !phrase.IsEmpty && start + phrase.Length <= words.Count; start++)
            {
                if (StandsAt(words, start, phrase) && !IsNegated(words, start, Denials))
                    return string.Join(' ', phrase);
            }
        }
        return null;
    }

    // "Does not answer: complete outage" denies nothing. A comma ends no denial: "no outage, data loss or breach".
    private static readonly string[] Stops = [".", "!", "?", ";", ":", "\n", " - ", "–", "—"];

    // "no data loss" is none; which words deny is the language's matter, not the desk's
    private static readonly ImmutableArray<string> Denials =
    [
        "no", "not", "without", "never", "kein", "keine", "keinen", "keinem", "keiner", "keinerlei", "nicht", "ohne",
        "sin", "ningún", "ninguna", "nunca",
    ];

    internal static ImmutableArray<ImmutableArray<string>> Phrases(ImmutableArray<string> keywords) =>
        [.. keywords.Select(keyword => Split(keyword).ToImmutableArray())];

    /// <summary>L4: the text, letters only and lower case, is one of <paramref name="thanks"/>.</summary>
    public static bool IsMereThanks(string? text, ImmutableArray<string> thanks)
    {
        var letters = Letters(text ?? "");
        return letters.Length > 0 && thanks.Any(phrase => Letters(phrase) == letters);
    }

    private static bool IsNegated(List<string> words, int keywordStart, ImmutableArray<string> negations)
    {
        var from = Math.Max(0, keywordStart - NegationReach);
        foreach (var negation in negations)
        {
            var wanted = Split(negation).ToImmutableArray();
            for (var start = from; !wanted.IsEmpty && start + wanted.Length <= keywordStart; start++)
            {
                if (StandsAt(words, start, wanted))
                    return true;
            }
        }
        return false;
    }

    private static bool StandsAt(List<string> words, int start, ImmutableArray<string> wanted)
    {
        for (var index = 0; index < wanted.Length; index++)
        {
            if (words[start + index] != wanted[index])
                return false;
        }
        return true;
    }

    /// <summary>Lower-case words: runs of letters, digits and inner apostrophes.</summary>
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var index = 0; index <= text.Length; index++)
        {
            var inWord = index < text.Length && IsWordCharacter(text[index]);
            if (inWord && start < 0)
                start = index;
            if (inWord || start < 0)
                continue;
            var word = text[start..index].Replace('’', '\'').Trim('\'').ToLowerInvariant();
            if (word.Length > 0)
                words.Add(word);
            start = -1;
        }
        return words;
    }

    private static bool IsWordCharacter(char character) =>
        char.IsLetterOrDigit(character) || character is '\'' or '’' or '_' || char.IsSurrogate(character)
        || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.NonSpacingMark;

    private static string Letters(string text) =>
        string.Concat(text.Where(char.IsLetter)).ToLowerInvariant();
}
