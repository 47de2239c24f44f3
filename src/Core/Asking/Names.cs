using System.Collections.Immutable;

namespace Muster.Core.Asking;

/// <summary>Names of the directory in a text.</summary>
internal static class Names
{
    public static bool Knows(Surroundings around, string word) =>
        around.People.Any(person => PartsOf(person).Contains(word))
        || around.Teams.Concat(around.Services).Any(name => Folded(name).Contains(word));

    /// <summary>How many tokens from <paramref name="start"/> are one of the names; 0 where none is.</summary>
    public static int At(IEnumerable<string> names, string[] words, int start) => names
        .Select(Folded)
        .Where(name => !name.IsEmpty && Lexicon.Stands(name, words, start))
        .Select(name => name.Length)
        .DefaultIfEmpty().Max();

    /// <summary>How many tokens from <paramref name="start"/> name one person, and how many people they may be.</summary>
    public static (int Length, int People) PersonAt(Surroundings around, string[] words, int start)
    {
        var whole = At(around.People.SelectMany(person => new[] { person.Key, person.Name ?? "" }), words, start);
        if (whole > 0)
            return (whole, 1);
        var people = start < words.Length ? around.People.Count(person => PartsOf(person).Contains(words[start])) : 0;
        return (people > 0 ? 1 : 0, people);
    }

    private static ImmutableArray<string> Folded(string name) =>
        [.. Tokens.Of(name).Where(token => !token.Parts).Select(token => token.Word)];

    private static ImmutableArray<string> PartsOf(KnownPerson person) => Folded($"{person.Key} {person.Name}");
}
