using System.Collections.Immutable;

namespace Muster.Core.Asking;

/// <summary>Clauses behind an order that tell why and want nothing: "reopen 42, it's back".</summary>
internal static class Remark
{
    // A verb of telling stands behind who or what it is told of: "the mail server is down".
    private const int FarthestVerb = 2;

    private static readonly string[] Firm = ["negation", "condition"];

    private static readonly string[] OfWhoDoes = ["does", "duty", "subject", "filler", "polite"];

    private static readonly string[] Nothing = ["polite", "filler", "team", "service"];

    /// <summary>
    /// Whether nothing in it is wanted: no negation, condition or question, no other ticket, time to come or order, and
    /// each clause is a statement.
    /// </summary>
    public static bool OnlyTells(Ground told) => told.Tokens.All(token => IsHarmless(token, told))
        && told.Things.All(thing => IsTold(thing, told))
        && Enumerable.Range(0, told.Words.Length).All(index => IsFirm(told, index))
        && !Orders(told)
        && Clauses(told) is { Count: > 0 } clauses && clauses.TrueForAll(clause => IsStatement(told, clause));

    /// <summary>"42 is back": tells of one ticket, and wants nothing.</summary>
    public static bool IsAboutOne(Ground told) => told.Things.Where(thing => thing.Kind == "id").ToList() is [var id]
        && Enumerable.Range(0, told.Tokens.Length)
            .All(index => index == id.Start || IsHarmless(told.Tokens[index], told))
        && told.Things.All(thing => thing == id || IsTold(thing, told))
        && Enumerable.Range(0, told.Words.Length).All(index => IsFirm(told, index))
        && !Orders(told)
        && told.Words.All(word => Lexicon.All.All(lexicon => !lexicon.Has("hearsay", word)))
        && Clauses(told).TrueForAll(clause => IsStatement(told, clause));

    /// <summary>"open a ticket, her laptop won't start": what is wrong, and nothing that is to be done.</summary>
    public static bool IsTitle(Ground told) => told.Things.All(thing => thing.Kind != "id")
        && (told.Words[0].EndsWith("'s", StringComparison.Ordinal)
            || told.Names.PersonAt(told.Words, 0).Length == 0) // "bo takes it"
        && told.Tokens.All(token => !token.Text.Contains('?') && !token.Text.Contains('¿'))
        && Enumerable.Range(0, told.Words.Length).All(index => told.Lexicon.At("duty", told.Words, index) is null)
        && Firm.All(key => Lexicon.All.All(lexicon => lexicon.At(key, told.Words, 0) is null))
        && Clauses(told) is { Count: > 0 } clauses && clauses.TrueForAll(clause =>
            Lexicon.All.All(lexicon => !lexicon.ActingWords.Contains(told.Words[clause.Start])))
        && IsStatement(told, clauses[0]);

    /// <summary>"chen soll das machen": who is to do it, and nothing else.</summary>
    public static bool NamesWhoDoes(Ground told) => told.People().Count == 1
        && told.Tokens.All(token => token.Kind is TokenKind.Word or TokenKind.Stop && !token.Text.Contains('?'))
        && Enumerable.Range(0, told.Words.Length).All(index => told.Tokens[index].Parts
            || told.Names.Knows(told.Words[index])
            || OfWhoDoes.Any(key => told.Lexicon.Has(key, told.Words[index])))
        && Enumerable.Range(0, told.Words.Length).Any(index => told.Lexicon.Has("does", told.Words[index]));

    private static bool IsHarmless(Token token, Ground told) => token.Kind switch
    {
        TokenKind.Word or TokenKind.Comma => true,
        TokenKind.Stop => !token.Text.Contains('?') && !token.Text.Contains('¿'),
        TokenKind.Number or TokenKind.Date or TokenKind.Clock or TokenKind.Zone or TokenKind.Duration =>
            told.Things.Any(thing => thing.Kind != "id" && Covers(thing, token, told)),
        _ => false,
    };

    private static bool Covers(Thing thing, Token token, Ground told) =>
        told.Tokens[thing.Start].Start <= token.Start
        && token.End <= told.Tokens[thing.Start + thing.Length - 1].End;

    // What lies in the future would be when to do it.
    private static bool IsTold(Thing thing, Ground told) => thing.Kind is "users" or "share"
        || thing.Time is { Role: "from" }
        || (thing.Time is { Span: null, Coming: { } at } && at <= told.Around.Now);

    /// <summary>No negation and no condition, in whichever language.</summary>
    private static bool IsFirm(Ground told, int index) => (IsMerely(told, index) || Lexicon.All.All(lexicon =>
        Firm.All(key => lexicon.At(key, told.Words, index) is null && lexicon.At(key, told.AsSaid, index) is null)))
        && told.Lexicon.At("duty", told.Words, index) is null;

    // "only one user", "only the test site is hit" make nothing depend on anything.
    private static bool IsMerely(Ground told, int index) => told.Lexicon.Has("merely", told.Words[index])
        && index + 1 < told.Words.Length
        && (told.Lexicon.Has("article", told.Words[index + 1]) || Counts(told, index + 1));

    private static bool Counts(Ground told, int index) => told.Things.All(thing => thing.Start != index
            || thing.Kind is "users" or "share")
        && (told.Tokens[index].Kind == TokenKind.Number || told.Lexicon.At("number", told.Words, index) is not null);

    private static bool Orders(Ground told)
    {
        string[] Spoken(string[] words) =>
            [.. words.Select((word, at) => at > 0 && told.Lexicon.Has("article", words[at - 1]) ? "" : word)];
        var (mended, said) = (Spoken(told.Words), Spoken(told.AsSaid));
        return Lexicon.All.Any(lexicon => lexicon.Cues.Any(cue => IsOrder(cue, told)
            && (cue.Words.All(words => Stands(words, mended)) || cue.Words.All(words => Stands(words, said)))));
    }

    // What an order wants beside the ticket cannot stand in what is told, or is seen there.
    private static bool IsOrder(Cue cue, Ground told) => !cue.Words.IsEmpty
        && !(cue.Words is [[var only]] && (told.Lexicon.Has("subject", only) || told.Lexicon.Has("tells", only)))
        && cue.Wanted.All(wanted => wanted is "id" or "id2" or "all" or "change" or "problem" or "major")
        && Intents.Named(cue.Intent).Changes
        && (!cue.Wanted.Contains("major") || Enumerable.Range(0, told.Words.Length)
            .Any(index => told.Lexicon.At("majorkind", told.Words, index) is not null));

    private static bool Stands(ImmutableArray<string> words, string[] said) =>
        Enumerable.Range(0, said.Length).Any(start => Lexicon.Stands(words, said, start));

    private static List<(int Start, int End)> Clauses(Ground told)
    {
        var (clauses, start) = (new List<(int, int)>(), 0);
        for (var index = 0; index <= told.Tokens.Length; index++)
        {
            if (index < told.Tokens.Length && !told.Tokens[index].Parts)
                continue;
            if (index > start)
                clauses.Add((start, index));
            start = index + 1;
        }
        return clauses;
    }

    private static bool IsStatement(Ground told, (int Start, int End) clause)
    {
        var (start, end) = clause;
        while (start < end && told.Lexicon.Has("filler", told.Words[start])
            && !told.Lexicon.Has("subject", told.Words[start]))
            start++;
        var merely = start < end && IsMerely(told, start);
        start += merely ? 1 : 0;
        return end - start >= 2
            && Enumerable.Range(start, end - start).Any(index => SaysSomething(told, index))
            && (Begins(told, start) || (merely && Counts(told, start))
                || Enumerable.Range(start + 1, Math.Min(FarthestVerb, end - start - 1))
                .Any(index => told.Lexicon.Has("tells", told.Words[index]))
                && told.Lexicon.At("question", told.Words, start) is null
                || EndsAsDone(told.AsSaid[end - 1]) || (end - start == 2 && IsPast(told.AsSaid[end - 1])));
    }

    private static bool SaysSomething(Ground told, int index) => !told.Names.Knows(told.Words[index])
        && !Nothing.Any(key => told.Lexicon.Has(key, told.Words[index]));

    private static bool Begins(Ground told, int start) =>
        told.Lexicon.At("subject", told.Words, start) is not null
        || told.Lexicon.Has("hold", told.Words[start]) || told.Lexicon.Has("users", told.Words[start])
        || told.Names.Knows(told.Words[start]) || IsPast(told.AsSaid[start]);

    // "restarted the queue", not "proceed with it".
    private static bool IsPast(string word) => word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal)
        && !word.EndsWith("eed", StringComparison.Ordinal);

    // "Kabel getauscht", "Server neu installiert", as "disk swapped".
    private static bool EndsAsDone(string word) => word.Length > 5 && word[^1] == 't'
        && (word.Contains("ge", StringComparison.Ordinal) || word.EndsWith("iert", StringComparison.Ordinal));
}
