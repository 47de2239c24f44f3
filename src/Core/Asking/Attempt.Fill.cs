using System.Collections.Immutable;

namespace Muster.Core.Asking;

internal sealed partial class Attempt
{
    private const int WordsLetPass = 3;

    private static readonly string[] Linking =
        ["link", "unlink", "merge", "problem.link", "problem.unlink", "problem.merge"];

    private static readonly string[] Filters = ["priority", "state", "tier", "service", "idleFor", "requester"];

    private Doubt? doubt;
    private string? word;
    private int unplaced;
    private bool bare;

    private Candidate Fill(Cue cue)
    {
        FillNow();
        FillIds();
        FillThings();
        bare = cue.Words.IsEmpty && cue.Wanted is ["id"];
        FillNames();
        FillFilterPeople();
        FillPhrases(cue);
        FillTimes();
        FillText();
        FillPeople();
        FillAside();
        Judge();
        var unexplained = Leftovers();
        if (doubt is null)
            Need();
        return new Candidate(intent, slots.Without("all"), doubt, word, unexplained, score, ground.Mended);
    }

    /// <summary>Where something goes or what it is linked with is the id that is said last.</summary>
    private void FillIds()
    {
        var ids = Ids.ToImmutableArray();
        if (ids.IsEmpty)
            return;
        if (!intent.Takes("ids"))
        {
            unplaced += ids.Length;
            return;
        }
        var linked = Linking.Contains(intent.Name) || (intent.Name == "close" && SaysDuplicate());
        if (linked && ids.Length > 1)
        {
            Put("ids", SlotForm.List, [.. ids[..^1].Distinct().Where(id => id != ids[^1])]);
            Put("to", ids[^1]);
            if (SecondTarget() is { } second)
                Doubting(Asking.Doubt.Unexplained, second);
            if (ids.Distinct().Count() < ids.Length && !(intent.Name == "merge" && Says("keeps")))
                unplaced++; // said twice, an id belongs to a second order
        }
        else
        {
            Put("ids", SlotForm.List, [.. ids.Distinct(StringComparer.OrdinalIgnoreCase)]);
            if (SaysRange())
                unplaced++;
        }
    }

    private bool SaysDuplicate() => Enumerable.Range(0, Words.Length)
        .Any(index => Lexicon.At("code", Words, index, "duplicate") is not null);

    private void FillThings()
    {
        foreach (var kind in ground.Things.Where(thing => thing.Kind is not ("id" or "time"))
            .GroupBy(thing => thing.Kind))
        {
            ImmutableArray<string> values = [.. kind.Select(thing => thing.Value).Distinct()];
            var (name, form) = kind.Key switch
            {
                "priority" when intent.Takes("priority*") => ("priority", SlotForm.List),
                "tag" => ("tags", SlotForm.Map),
                "users" => ("affectedUsers", SlotForm.Number),
                "share" => ("affectedShare", SlotForm.Text),
                "limit" => ("limit", SlotForm.Number),
                "tier" when intent.Name == "escalate" => ("to", SlotForm.Text),
                "tier" when intent.Name is "assign" or "triage" => ("team", SlotForm.Text),
                _ => (kind.Key, SlotForm.Text),
            };
            var fits = (intent.Takes(name) || intent.Takes(name + "*"))
                && (values.Length == 1 || form is SlotForm.List or SlotForm.Map || IsChange(kind));
            if (form == SlotForm.Text && fits)
                values = [values[^1]];
            if (fits && name == "tags")
                Put(name, form, [.. values.Select(Unquoted)]);
            else if (fits)
                Put(name, form, values);
            else
                unplaced += values.Length;
        }
    }

    /// <summary>"from P3 to P1": the last is meant.</summary>
    private bool IsChange(IEnumerable<Thing> things)
    {
        var two = things.ToList();
        return two.Count == 2 && two[0].Start > 0 && Lexicon.Has("fromword", Words[two[0].Start - 1])
            && two[1].Start == two[0].Start + two[0].Length + 1;
    }

    private static string Unquoted(string tag) => tag.Replace("\"", "");

    private void FillText()
    {
        if (intent.Text is { } slot && ground.Text is { Length: > 0 } text)
            Put(slot, intent.Name == "open" ? TitleOf(text) : text);
        if (ground.Reason is { Length: > 0 } reason && intent.Takes("reason"))
            Put("reason", reason);
        if (ground.Text is not null)
            UseAll("textword");
    }

    /// <summary>What must not be done, or only if, or is but asked.</summary>
    private void Judge()
    {
        for (var index = 0; index < used.Length && intent.Name != "explain"; index++)
        {
            if (used[index])
                continue;
            if (Lexicon.At("negation", Words, index) is not null)
                Doubting(Asking.Doubt.Negated, index);
            else if (Lexicon.At("condition", Words, index) is not null && intent.Changes)
                Doubting(Asking.Doubt.Conditional, index);
        }
        if (intent.Name is "declare" or "start" && FreeAt("ended") is >= 0 and var ended)
            Doubting(Asking.Doubt.Unexplained, ended); // "declare 77 over", "start over with 42"
        if (intent.Name == "explain" && DeclaredAs() is { } declared)
            Doubting(Asking.Doubt.Unexplained, declared);
        if (intent.Changes && LastWord() is { } last && Lexicon.Has("dangling", Words[last]))
            Doubting(Asking.Doubt.Unexplained, last);
        if (OrdersInText() || (intent.Name == "assign" && HasTwoTargets()))
            doubt ??= Asking.Doubt.Several;
        if (intent.Changes && ((EndsAsQuestion() && Politely() < 0) || Asks()))
            doubt ??= Asking.Doubt.Question;
    }

    /// <summary>"erkläre 42 zum Notfall" explains nothing; null where nothing of the kind stands.</summary>
    private int? DeclaredAs() => ground.Things.Where(thing => thing.Kind == "id" && thing.Start + 1 < used.Length)
        .Select(id => (int?)(id.Start + 1)).FirstOrDefault(next => Lexicon.Has("declaredas", Words[next!.Value]));

    private int? LastWord()
    {
        var last = Enumerable.Range(0, used.Length).LastOrDefault(
            index => !ground.Tokens[index].Parts && !Lexicon.Has("noun", Words[index]), -1);
        return last < 0 || ground.Text is not null || ground.Reason is not null ? null : last;
    }

    // A text after "because" or "called" has no end of its own: an order at a number may follow it.
    private bool OrdersInText()
    {
        if (intent.Changes && intent.Text == "text" && ground.Text is { Length: > 0 } text && IsOnlyIds(text))
            return true; // "close 40 - 45"
        if ((ground.Loose ?? "").Length == 0)
            return false;
        var words = Asking.Tokens.Of(ground.Loose!);
        return words.Any(said => said.Kind is TokenKind.Id or TokenKind.Number)
            && words.Any(said => Asking.Lexicon.All.Any(lexicon => lexicon.ActingWords.Contains(said.Word)));
    }

    private static bool IsOnlyIds(string text) => Asking.Tokens.Of(text).All(
        said => said.Parts || said.Kind is TokenKind.Id or TokenKind.Number);

    private void Doubting(Doubt because, int index)
    {
        if (doubt is not null)
            return;
        (doubt, word) = (because, ground.Tokens[index].Text);
    }

    private bool EndsAsQuestion() => ground.Text is null && ground.Reason is null
        && ground.Tokens.LastOrDefault() is { Kind: TokenKind.Stop } last && last.Text.Contains('?');

    /// <summary>Where a polite question such as "could you" stands; -1 where none does.</summary>
    private int Politely()
    {
        for (var index = 0; index < Words.Length; index++)
        {
            if (Lexicon.At("polite", Words, index) is { Words.Length: > 1 }
                && Lexicon.At("question", Words, index) is not null)
                return index;
            if (Lexicon.At("askspolitely", Words, index) is not null)
                return index;
        }
        return -1;
    }

    private int Leftovers()
    {
        UseAll("polite");
        UseAll("filler");
        UseAll("and");
        UseRepeated();
        var modal = Array.FindIndex(Words, word => Lexicon.Has("modal", word));
        if (intent.Name == "show" && modal >= 0 && IsFree(modal, 1))
            Doubting(Asking.Doubt.Question, modal); // "could 42 be closed" looks nothing up
        if (!intent.Changes)
            UseCorrected();
        if (!intent.Changes && !bare)
            UseAll("asks");
        FillFree(intent.Free);
        if (intent.Name == "problem.investigate")
            FillFree("about");
        UseAll("about");
        if (intent.Name.StartsWith("change.", StringComparison.Ordinal))
            UseAll("label");
        if (intent.Name == "explain")
            unplaced = 0;
        var left = Enumerable.Range(0, used.Length).Where(index => !used[index]).ToList();
        if (Tolerates(left))
        {
            score -= 4 * left.Count; // another intent may have a place for them
            left.Clear();
        }
        if (left.Count > 0 && doubt is null)
        {
            var several = left.FindIndex(index => Lexicon.ActingWords.Contains(Words[index]));
            Doubting(several >= 0 ? Asking.Doubt.Several : Asking.Doubt.Unexplained, left[Math.Max(several, 0)]);
        }
        else if (unplaced > 0 && doubt is null)
        {
            doubt = Asking.Doubt.Unexplained;
        }
        return left.Count + unplaced;
    }

    /// <summary>A look at a named ticket is harmless: a few words more are let pass, none that would act.</summary>
    private bool Tolerates(List<int> left) => !intent.Changes && !bare && slots.Has("ids") && left.Count <= WordsLetPass
        && unplaced == 0 && left.TrueForAll(index => ground.Tokens[index].Kind == TokenKind.Word
            && !Lexicon.Has("modal", Words[index])
            && (intent.Name == "explain" || !Lexicon.ActingWords.Contains(Words[index])));

    private void UseAll(string key)
    {
        for (var index = 0; index < used.Length; index++)
        {
            if (Lexicon.At(key, Words, index) is { } phrase && IsFree(index, phrase.Words.Length))
                Use(index, phrase.Words.Length);
        }
    }

    /// <summary>A few words that stand together and have no other place, as they were written.</summary>
    private void FillFree(string? slot)
    {
        if (slot is null || slots.Has(slot) || (slot == "q" && !HasAbout())
            || (slot == "service" && slots.Has("team")))
            return;
        UseAll("about");
        var free = Enumerable.Range(0, used.Length)
            .Where(index => !used[index] && ground.Tokens[index].Kind != TokenKind.Zone).ToList();
        if (free.Count == 0)
            return;
        var (first, last) = (free[0], free[0]);
        foreach (var index in free.Skip(1))
        {
            if (Enumerable.Range(last, index - last).Any(between => ground.Tokens[between].Parts || IsThing(between)))
                break;
            last = index;
        }
        Put(slot, ground.Raw(first, last + 1));
        Use(first, last + 1 - first);
        score -= last + 1 - first; // what is left over speaks for nothing
    }

    private bool IsThing(int index) =>
        ground.Things.Any(thing => index >= thing.Start && index < thing.Start + thing.Length);

    private bool HasAbout() =>
        Enumerable.Range(0, used.Length).Any(index => !used[index] && Lexicon.At("about", Words, index) is not null)
        || Enumerable.Range(0, used.Length).Any(index => Lexicon.Has("searches", Words[index]));

    /// <summary>What must be said and was not; a filter names tickets as well as their ids do.</summary>
    private void Need()
    {
        foreach (var needed in intent.NeededSlots)
        {
            if (needed.Split('|').Any(slots.Has) || (needed == "ids" && NamesAll()))
                continue;
            (doubt, word) = (Asking.Doubt.Missing, needed.Split('|')[0]);
            return;
        }
        if (intent.Name == "explain" && !slots.Has("assume") && Says("assuming"))
            (doubt, word) = (Asking.Doubt.Missing, "assume"); // "what if we escalated it" assumes nothing that is known
        // Who names tickets filters none: what looks like a filter was meant for something else.
        if (intent.Changes && slots.Has("ids") && intent.Takes("all")
            && (Filters.Any(slots.Has) || (slots.Has("all") && !AllOfThem())
                || (intent.Name != "assign" && slots.Has("team"))))
            doubt = Asking.Doubt.Unexplained;
    }

    // "12, 13 and 14 all to bo", and not "42 and all".
    private bool AllOfThem() => slots.List("ids").Length > 1 && phrases.Where(phrase => phrase.Key == "all")
        .All(phrase => phrase.At > 0 && !Lexicon.Has("and", Words[phrase.At - 1]));

    private bool NamesAll() => intent.Takes("all") && slots.Has("all")
        && Filters.Any(slots.Has);
}
