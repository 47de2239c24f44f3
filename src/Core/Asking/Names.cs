using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Muster.Core.Asking;

/// <summary>The names of the directory as they stand in a text, made ready once for it.</summary>
internal sealed class Names
{
    private readonly ImmutableArray<ImmutableArray<string>> wholePeople;
    private readonly ImmutableArray<FrozenSet<string>> partsOfPeople;
    private readonly FrozenSet<string> words;

    public Names(Surroundings around)
    {
        wholePeople = [.. around.People.SelectMany(person => new[] { person.Key, person.Name ?? "" }).Select(Folded)];
        partsOfPeople = [.. around.People.Select(person => Folded($"{person.Key} {person.Name}").ToFrozenSet())];
        Teams = [.. around.Teams.Select(Folded)];
        Services = [.. around.Services.Select(Folded)];
        words = partsOfPeople.SelectMany(parts => parts)
            .Concat(Teams.Concat(Services).SelectMany(name => name)).ToFrozenSet();
    }

    public ImmutableArray<ImmutableArray<string>> Teams { get; }

    public ImmutableArray<ImmutableArray<string>> Services { get; }

    public bool HasPeople => !partsOfPeople.IsEmpty;

    public bool Knows(string word) =>
        words.Contains(word) || (word.EndsWith("'s", StringComparison.Ordinal) && words.Contains(word[..^2]));

    /// <summary>How many tokens from <paramref name="start"/> are one of the names; 0 where none is.</summary>
    public static int At(ImmutableArray<ImmutableArray<string>> names, string[] said, int start)
    {
        var longest = 0;
        foreach (var name in names)
        {
            if (name.Length > longest && Lexicon.Stands(name, said, start))
                longest = name.Length;
        }
        return longest;
    }

    /// <summary>How many tokens from <paramref name="start"/> name somebody, and how many people that may be.</summary>
    public (int Length, int People) PersonAt(string[] said, int start)
    {
        if (start >= said.Length)
            return (0, 0);
        var word = said[start].EndsWith("'s", StringComparison.Ordinal) ? said[start][..^2] : said[start];
        if (!words.Contains(word))
            return (0, 0);
        var whole = At(wholePeople, said, start);
        if (whole > 0)
            return (whole, 1);
        var people = partsOfPeople.Count(parts => parts.Contains(word));
        return (people > 0 ? 1 : 0, people);
    }

    private static ImmutableArray<string> Folded(string name) =>
        [.. Tokens.Of(name).Where(token => !token.Parts).Select(token => token.Word)];
}
