using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Muster.Core.Asking;

/// <summary>A phrase of a language's table and what it stands for, such as <c>fünf</c> for the number 5.</summary>
internal sealed record Phrase(ImmutableArray<string> Words, string Value);

/// <summary>A way to say an intent: words, and things that must be named.</summary>
/// <param name="Words">Each stands together; among each other they may stand in any order.</param>
/// <param name="Wanted">Names such as <c>id</c> or <c>priority</c>.</param>
internal sealed record Cue(
    string Intent, bool Public, ImmutableArray<ImmutableArray<string>> Words, ImmutableArray<string> Wanted);

/// <summary>The words of one language, read from its table once.</summary>
internal sealed class Lexicon
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, ImmutableArray<Phrase>>> phrases;
    private readonly FrozenSet<string> words;
    private readonly FrozenSet<string> decoys;
    private readonly FrozenDictionary<char, ImmutableArray<string>> byInitial;
    private readonly FrozenSet<string> cueWords;

    // From so many letters on two slips are mended, and a choice between two words would be a guess.
    private const int Longer = 8;

    /// <param name="reports">Phrases that nothing is mended to, and behind which a number is no id.</param>
    private Lexicon(string cues, string table, string reports)
    {
        var lines = Lines(table).ToList();
        phrases = lines.Concat(Lines(reports))
            .GroupBy(line => line.Key, line => line.Phrase)
            .ToFrozenDictionary(group => group.Key, group => group
                .GroupBy(phrase => phrase.Words[0])
                .ToFrozenDictionary(
                    first => first.Key, first => first.OrderByDescending(phrase => phrase.Words.Length)
                        .ToImmutableArray()));
        Cues = [.. Lines(cues).SelectMany(CuesOf)];
        decoys = lines.Where(line => line.Key == "decoy").Select(line => line.Phrase.Words[0]).ToFrozenSet();
        words = lines.Where(line => line.Key != "decoy").SelectMany(line => line.Phrase.Words)
            .Concat(Cues.SelectMany(cue => cue.Words).SelectMany(words => words)).ToFrozenSet();
        cueWords = Cues.SelectMany(cue => cue.Words).SelectMany(words => words).ToFrozenSet();
        byInitial = words.GroupBy(word => word[0])
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
        ActingWords = Cues.Where(cue => Intents.Named(cue.Intent).Changes)
            .SelectMany(cue => cue.Words).SelectMany(words => words)
            .Where(word => word.Length > 2 && !Has("filler", word) && !Has("all", word)).ToFrozenSet();
    }

    public static ImmutableArray<Lexicon> All { get; } =
    [
        new(English.Cues, $"{English.Words}\n{English.Times}", English.Reports),
        new(German.Cues, $"{German.Words}\n{German.Times}", German.Reports),
        new(Spanish.Cues, $"{Spanish.Words}\n{Spanish.Times}", Spanish.Reports),
    ];

    public ImmutableArray<Cue> Cues { get; }

    /// <summary>Words by which something is told to be done.</summary>
    public FrozenSet<string> ActingWords { get; }

    public bool Knows(string word) => words.Contains(word);

    /// <summary>The word of this language that <paramref name="word"/> probably is; null where none is near.</summary>
    public string? Near(string word) =>
        decoys.Contains(word) || !byInitial.TryGetValue(word[0], out var near) ? null
            : Spelling.Nearest(word, near)
            // Of two that are as near, the one by which something is asked for.
            ?? (word.Length < Longer ? Spelling.Nearest(word, near.Where(cueWords.Contains)) : null);

    /// <summary>"whos" is "who's", and "sieht's" is "sieht" with a word that says nothing; null for other words.
    /// </summary>
    public string? WithApostrophe(string word)
    {
        if (word.Length > 3 && word[^1] == 's' && Knows($"{word[..^1]}'s"))
            return $"{word[..^1]}'s";
        return word.EndsWith("'s", StringComparison.Ordinal) && Knows(word[..^2]) ? word[..^2] : null;
    }

    /// <summary>"escálalo" is "escala"; null for other words.</summary>
    public string? WithoutEnclitic(string word) => !phrases.TryGetValue("enclitic", out var endings) ? null
        : endings.Keys.Where(ending => word.EndsWith(ending, StringComparison.Ordinal))
            .Select(ending => word[..^ending.Length])
            .FirstOrDefault(stem => stem.Length > 3 && ActingWords.Contains(stem));

    public bool Has(string key, string word) =>
        phrases.TryGetValue(key, out var ofKey) && ofKey.TryGetValue(word, out var found)
        && found.Any(phrase => phrase.Words.Length == 1);

    /// <summary>The longest phrase of <paramref name="key"/> that stands at <paramref name="start"/>.</summary>
    /// <param name="value">What it stands for; null where any will do.</param>
    public Phrase? At(string key, ReadOnlySpan<string> said, int start, string? value = null)
    {
        if (start >= said.Length || !phrases.TryGetValue(key, out var ofKey)
            || !ofKey.TryGetValue(said[start], out var found))
            return null;
        foreach (var phrase in found)
        {
            if ((value is null || phrase.Value == value) && Stands(phrase.Words, said, start))
                return phrase;
        }
        return null;
    }

    public static bool Stands(ImmutableArray<string> words, ReadOnlySpan<string> said, int start) =>
        start + words.Length <= said.Length && said.Slice(start, words.Length).SequenceEqual(words.AsSpan());

    private static IEnumerable<(string Key, Phrase Phrase)> Lines(string table)
    {
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, alternatives) = (line[..line.IndexOf(" = ", StringComparison.Ordinal)].Trim(),
                line[(line.IndexOf(" = ", StringComparison.Ordinal) + 3)..]);
            var space = name.IndexOf(' ');
            var (key, value) = space < 0 ? (name, "") : (name[..space], name[(space + 1)..]);
            foreach (var said in alternatives.Split('|', StringSplitOptions.TrimEntries).SelectMany(Spellings))
                yield return (key, new Phrase(key == "cue" ? [said] : Words(said), value));
        }
    }

    private static ImmutableArray<string> Words(string said) => [.. Tokens.Of(said).Select(token => token.Word)];

    /// <summary>With ä, ö and ü also as ae, oe and ue; <c>setz(e)</c> is both setz and setze.</summary>
    private static IEnumerable<string> Spellings(string said)
    {
        if (said.Contains("(e)", StringComparison.Ordinal))
        {
            foreach (var form in Spellings(said.Replace("(e)", "e")).Concat(Spellings(said.Replace("(e)", ""))))
                yield return form;
            yield break;
        }
        yield return said;
        if (said.AsSpan().IndexOfAny("äöüÖ") >= 0)
            yield return said.Replace("ä", "ae").Replace("ö", "oe").Replace("ü", "ue").Replace("Ö", "Oe");
    }

    private static IEnumerable<Cue> CuesOf((string Key, Phrase Phrase) line)
    {
        var (said, name) = (line.Phrase.Words[0].Split(' '), line.Phrase.Value);
        yield return new Cue(
            name.Replace("update.public", "update"), name == "update.public",
            [.. said.Where(part => part[0] != '{').Select(part => Words(part.Replace('_', ' ')))],
            [.. said.Where(part => part[0] == '{').Select(part => part[1..^1])]);
    }
}
