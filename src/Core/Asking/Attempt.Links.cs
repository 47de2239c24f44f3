namespace Muster.Core.Asking;

/// <summary>Several tickets in one order: what one is to the other, and what is no list of them.</summary>
internal sealed partial class Attempt
{
    /// <summary>
    /// The kind as a sentence: what the first ticket is to the last. So "42 is a child of 17" is child, and "42 has the
    /// parent 17" is child, too. What may be read either way is asked back.
    /// </summary>
    private void FillLinkKind()
    {
        if (ValueOf("kind") is null && !TakePhrase("kind"))
            return;
        var (_, kind, at) = phrases.Find(phrase => phrase.Key == "kind");
        if (kind == "causes" && !IsPassive(at))
            Doubting(Asking.Doubt.Unexplained, at); // "17 hat 42 verursacht": no link is said that way round
        if (kind is "blocks" or "blocked-by" && Words.FirstOrDefault(word => Lexicon.Has("bygone", word)) is { } past)
            Doubting(Asking.Doubt.Unexplained, Array.IndexOf(Words, past)); // "42 was blocked by 17" is over
        Put("kind", kind switch
        {
            "parent" or "child" => Side(kind, at),
            "blocks" when IsPassive(at) => "blocked-by",
            "causes" => "caused-by",
            _ => kind,
        });
    }

    /// <summary>"42 wird von 17 blockiert": by whom stands before the verb.</summary>
    private bool IsPassive(int at) => ground.Things.LastOrDefault(thing => thing.Kind == "id" && thing.Start < at)
        is { Start: > 0 } last && Enumerable.Range(0, last.Start).Any(index => Lexicon.Has("agentword", Words[index])
            && Enumerable.Range(index + 1, last.Start - index - 1).All(between =>
                Lexicon.Has("article", Words[between]) || Lexicon.Has("noun", Words[between])));

    /// <summary>"link 42 to 17 and 18" goes to two, and has no place for the second.</summary>
    private int? SecondTarget()
    {
        var ids = ground.Things.Where(thing => thing.Kind == "id").ToList();
        bool AreListed(int index) => Enumerable.Range(ids[index].Start + 1, ids[index + 1].Start - ids[index].Start - 1)
            .All(between => ground.Tokens[between].Kind == TokenKind.Comma || Lexicon.Has("and", Words[between])
                || Lexicon.Has("noun", Words[between]) || Lexicon.Has("article", Words[between]));
        return ids.Count > 2 && AreListed(ids.Count - 2)
            && Enumerable.Range(0, ids.Count - 1).Any(index => !AreListed(index)) ? ids[^1].Start : null;
    }

    private string Side(string kind, int at)
    {
        var ids = ground.Things.Where(thing => thing.Kind == "id").ToList();
        var next = ids.FindIndex(id => id.Start > at);
        var turned = kind == "parent" ? "child" : "parent";
        if (at > 0 && Lexicon.Has("possessive", Words[at - 1]))
            return turned; // "link 42 to 17 as its parent"
        if (next < 0 || (next > 0 && next < ids.Count - 1) || Lexicon.Has("ofword", Words[Math.Max(0, at - 1)]))
        {
            Doubting(Asking.Doubt.Unexplained, at);
            return kind;
        }
        var joined = Enumerable.Range(at, ids[next].Start - at).Any(index => Lexicon.Has("kindof", Words[index]));
        // "17 is the parent of 42" and "add child 17 to 42", but "the parent of 42 is 17" and "42 has the parent 17"
        return joined == (next > 0) ? kind : turned;
    }

    /// <summary>"close 40 to 45" may mean two tickets or six.</summary>
    private bool SaysRange()
    {
        var ids = ground.Things.Where(thing => thing.Kind == "id").ToList();
        return Enumerable.Range(0, Math.Max(0, ids.Count - 1)).Any(index =>
            ids[index + 1].Start == ids[index].Start + 2 && Lexicon.Has("range", Words[ids[index].Start + 1]));
    }
}
