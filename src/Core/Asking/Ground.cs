using System.Collections.Immutable;

namespace Muster.Core.Asking;

/// <summary>A thing that a text names: an id, a priority, a moment.</summary>
/// <param name="Kind">id, priority, severity, tag, role, tier, users, share, limit or time.</param>
internal sealed record Thing(string Kind, string Value, int Start, int Length, TimeSaid? Time = null);

/// <summary>The part of a text that says what is wanted, in one language: its words mended, its things found.</summary>
internal sealed class Ground
{
    private const int LongestId = 9;

    // Behind more commas than these nobody says why.
    private const int MostEnds = 6;

    private Ground(
        string source, ImmutableArray<Token> tokens, Lexicon lexicon, Surroundings around, Names names)
    {
        (Source, Tokens, Lexicon, Around, Names) = (source, tokens, lexicon, around, names);
        Words = new string[tokens.Length];
        for (var index = 0; index < tokens.Length; index++)
            Words[index] = Mend(tokens[index]);
        AsSaid = [.. tokens.Select(token => token.Word)];
        Things = [.. Find()];
    }

    public string Source { get; }

    public ImmutableArray<Token> Tokens { get; }

    public Lexicon Lexicon { get; }

    public Surroundings Around { get; }

    public Names Names { get; }

    /// <summary>One for each token: as folded, or the word of the language that was probably meant.</summary>
    public string[] Words { get; }

    /// <summary>One for each token, never mended.</summary>
    public string[] AsSaid { get; }

    /// <summary>How many words were mended.</summary>
    public int Mended { get; private set; }

    public ImmutableArray<Thing> Things { get; }

    /// <summary>What follows a colon or stands in quotes; null where nothing does.</summary>
    public string? Text { get; private init; }

    /// <summary>What follows "because"; null where nothing does.</summary>
    public string? Reason { get; private init; }

    /// <summary>The reason, or the text after a word such as "called": what nothing but the end of the text ends.
    /// </summary>
    public string? Loose { get; private init; }

    /// <summary>What is told behind the order, which only says why; null where nothing is.</summary>
    public Ground? Aside { get; private init; }

    /// <summary>Whether that stands before the order.</summary>
    public bool Prefaced { get; private init; }

    /// <summary>Whether that says who is to do it.</summary>
    public bool AsideDoes { get; private init; }

    public static Ground Whole(
        string source, ImmutableArray<Token> tokens, Lexicon lexicon, Surroundings around, Names names) =>
        new(source, tokens, lexicon, around, names);

    /// <summary>Some of the tokens by themselves.</summary>
    public Ground Part(int start, int end) => new(Source, Tokens[start..end], Lexicon, Around, Names);

    /// <summary>A part of what was said, or what it holds as text, read by itself.</summary>
    public Ground Of(string text) =>
        new(text, Asking.Tokens.Of(text), Lexicon, Around, Names);

    /// <summary>Without clauses at the end that only tell something; each place where the order may end.</summary>
    public IEnumerable<Ground> WithoutAside()
    {
        var ends = Enumerable.Range(1, Math.Max(0, Tokens.Length - 2)).Where(index => Tokens[index].Parts)
            .Take(MostEnds);
        foreach (var end in ends)
        {
            var told = Part(end + 1, Tokens.Length);
            var does = Remark.NamesWhoDoes(told);
            if (does || Remark.OnlyTells(told))
            {
                yield return new Ground(Source, Tokens[..end], Lexicon, Around, Names)
                {
                    Aside = told,
                    AsideDoes = does,
                };
            }
        }
    }

    /// <summary>"42 is back, reopen it": the order with the ticket of what is told before it.</summary>
    public IEnumerable<Ground> WithoutPreface()
    {
        foreach (var end in Enumerable.Range(1, Math.Max(0, Tokens.Length - 2)).Where(index => Tokens[index].Parts)
            .Take(MostEnds))
        {
            var told = Part(0, end);
            var order = Part(end + 1, Tokens.Length);
            if (!Remark.IsAboutOne(told) || order.Things.Any(thing => thing.Kind == "id") || !order.BeginsToOrder())
                continue;
            var id = Tokens[told.Things.First(thing => thing.Kind == "id").Start];
            yield return new Ground(Source, [id, .. Tokens[(end + 1)..]], Lexicon, Around, Names)
            {
                Aside = told,
                Prefaced = true,
            };
        }
    }

    private bool BeginsToOrder()
    {
        var start = 0;
        while (start < Words.Length && Lexicon.At("polite", Words, start) is { } kindly)
            start += kindly.Words.Length;
        return start < Words.Length && Lexicon.ActingWords.Contains(Words[start]);
    }

    /// <summary>Without what follows a colon or stands in quotes; null where there is no such text.</summary>
    public Ground? WithoutText()
    {
        for (var index = 1; index < Tokens.Length; index++)
        {
            var token = Tokens[index];
            if (token.Kind == TokenKind.Quote)
            {
                return new Ground(Source, Tokens.RemoveAt(index), Lexicon, Around, Names)
                {
                    Text = token.Text[1..^1].Trim(),
                };
            }
            var marker = token.Kind == TokenKind.Colon ? 1 : Lexicon.At("text", Words, index)?.Words.Length ?? 0;
            if (marker > 0 && index + marker < Tokens.Length)
                return Cut(index, index + marker, true, token.Kind != TokenKind.Colon);
        }
        return null;
    }

    /// <summary>Without what is wrong behind the first comma, which is a ticket's title; null where there is none.
    /// </summary>
    public Ground? WithoutTitle()
    {
        var comma = Enumerable.Range(0, Tokens.Length).FirstOrDefault(index => Tokens[index].Parts, -1);
        return comma > 0 && comma + 1 < Tokens.Length && Tokens[comma].Kind == TokenKind.Comma
            && Remark.IsTitle(Part(comma + 1, Tokens.Length)) ? Cut(comma, comma + 1, true, false) : null;
    }

    /// <summary>Without what is told behind a word of <paramref name="key"/>; null where nothing is.</summary>
    public Ground? WithoutTold(string key)
    {
        for (var index = 1; index < Tokens.Length - 1; index++)
        {
            if (Lexicon.At(key, Words, index) is { } marker && index + marker.Words.Length < Tokens.Length)
                return Cut(index, index + (marker.Value == "kept" ? 0 : marker.Words.Length), true, true);
        }
        return null;
    }

    /// <summary>Without what follows "because"; null where there is no such text.</summary>
    public Ground? WithoutReason()
    {
        for (var index = 1; index < Tokens.Length - 1; index++)
        {
            if (Lexicon.At("reason", Words, index) is { } marker && index + marker.Words.Length < Tokens.Length)
                return Cut(index, index + marker.Words.Length, false, true);
        }
        return null;
    }

    /// <summary>What phrases of a key stand in it stand for, each once.</summary>
    public List<string> Phrases(string key) =>
        [.. Words.Select((_, index) => Lexicon.At(key, Words, index)?.Value).OfType<string>().Distinct()];

    /// <summary>The people of the directory whom it names, each once, as said.</summary>
    public List<string> People() =>
        [.. Words.Select((_, index) => (index, Names.PersonAt(Words, index).Length)).Where(found => found.Length > 0)
            .Select(found => Raw(found.index, found.index + found.Length)).Distinct()];

    public string Whole() => Raw(0, Tokens.Length).TrimEnd('.', ' ');

    public string Raw(int start, int end) => Source[Tokens[start].Start..Tokens[end - 1].End];

    private Ground Cut(int at, int from, bool text, bool loose)
    {
        var rest = Source[Tokens[from].Start..].Trim();
        var unended = loose ? rest : null;
        if (rest.Length > 1 && rest[0] is '"' or '“' or '„' or '«' && rest[^1] is '"' or '”' or '“' or '»')
            rest = rest[1..^1].Trim();
        var head = Tokens[..at];
        return text
            ? new Ground(Source, head, Lexicon, Around, Names) { Text = rest, Loose = unended }
            : new Ground(Source, head, Lexicon, Around, Names) { Reason = rest.TrimEnd('.', ' '), Loose = unended };
    }

    private string Mend(Token token)
    {
        if (token.Kind != TokenKind.Word || Lexicon.Knows(token.Word) || Names.Knows(token.Word))
            return token.Word;
        if ((Lexicon.WithApostrophe(token.Word) ?? Lexicon.WithoutEnclitic(token.Word)) is { } whole)
            return whole;
        if (Lexicon.Near(token.Word) is not { } near)
            return token.Word;
        Mended++;
        return near;
    }

    private List<Thing> Find()
    {
        var (things, times) = (new List<Thing>(), new TimeWords(Source, Lexicon, Words, Tokens, Around));
        for (var index = 0; index < Tokens.Length;)
        {
            var thing = Tokens[index].Parts ? null : Longest(At(index, times));
            if (thing is not null)
                things.Add(thing);
            index += thing?.Length ?? 1;
        }
        return things;
    }

    private static Thing? Longest(IEnumerable<Thing?> things) => things.OfType<Thing>().MaxBy(thing => thing.Length);

    private IEnumerable<Thing?> At(int index, TimeWords times)
    {
        var token = Tokens[index];
        yield return token.Kind switch
        {
            TokenKind.Id => new Thing("id", IdOf(token.Text), index, 1),
            TokenKind.Priority => new Thing("priority", token.Text[..2].ToUpperInvariant(), index, 1),
            TokenKind.Severity when token.Text[^1] is >= '1' and <= '3' =>
                new Thing("severity", $"SEV-{token.Text[^1]}", index, 1),
            TokenKind.Tag => new Thing("tag", token.Text, index, 1),
            _ => null,
        };
        yield return Numbered("priorityword", "priority", "P", 4, index);
        yield return Numbered("severityword", "severity", "SEV-", 3, index);
        yield return Phrased("majorrole", "role", index);
        yield return Phrased("tier", "tier", index);
        yield return Counted(index);
        if (times.At(index) is { } time)
            yield return new Thing("time", "", index, time.Length, time);
        if (token.Kind == TokenKind.Number && IsId(index))
            yield return new Thing("id", token.Text, index, 1);
    }

    private Thing? Phrased(string key, string kind, int index) => Lexicon.At(key, Words, index) is { } phrase
        ? new Thing(kind, phrase.Value, index, phrase.Words.Length) : null;

    private Thing? Numbered(string key, string kind, string before, int most, int index)
    {
        if (Lexicon.At(key, Words, index) is not { } phrase)
            return null;
        var at = index + phrase.Words.Length;
        if (at >= Tokens.Length)
            return null;
        // "priority one", and not "the priority a customer sees".
        var number = Lexicon.At("number", Words, at) is { Words.Length: 1 } word && !Lexicon.Has("article", Words[at])
            ? word.Value : Words[at];
        return number.Length == 1 && number[0] >= '1' && number[0] <= '0' + most
            ? new Thing(kind, before + number, index, phrase.Words.Length + 1) : null;
    }

    /// <summary>"500 users", "the last 10 tickets".</summary>
    private Thing? Counted(int index)
    {
        var between = Lexicon.At("affectedword", Words, index + 1)?.Words.Length ?? 0;
        if (Tokens[index].Kind == TokenKind.Number && Lexicon.At("users", Words, index + 1 + between) is { } users)
        {
            var count = Tokens[index].Text.Replace(",", "").Replace(" ", "");
            return new Thing(count.EndsWith('%') ? "share" : "users", count, index, 1 + between + users.Words.Length);
        }
        return Lexicon.At("limitword", Words, index) is { } limit
            && index + limit.Words.Length < Tokens.Length
            && Tokens[index + limit.Words.Length] is { Kind: TokenKind.Number, Text.Length: <= 4 } number
            ? new Thing("limit", number.Text, index, limit.Words.Length + 1)
            : Tokens[index] is { Kind: TokenKind.Number, Text.Length: <= 4 } ahead
                && Lexicon.At("limitword", Words, index + 1) is { } after
            ? new Thing("limit", ahead.Text, index, after.Words.Length + 1) : null;
    }

    // A number is an id where it follows what may name one: "ticket 42", "close 42", "42 and 43", not "floor 3".
    private bool IsId(int index) => Tokens[index].Text is { Length: <= LongestId } text && text.All(char.IsAsciiDigit)
        && (index == 0 || Tokens[index - 1].Kind is not (TokenKind.Word or TokenKind.Number)
            || Lexicon.Knows(Words[index - 1]));

    private static string IdOf(string said) => said[0] == '#' ? said[1..] : said.Replace(' ', '-');
}
