namespace Muster.Core.Asking;

/// <summary>What stands beside the order: a title's own names, what is told behind it, what is said twice.</summary>
internal sealed partial class Attempt
{
    private static readonly string[] OnTheWay = ["article", "team", "filler"];

    /// <summary>The title without a priority that stands apart in it; a service in it stays, and is the slot, too.
    /// </summary>
    private string TitleOf(string text)
    {
        var (title, priorities) = Titles.WithoutPriority(ground.Of(text));
        if (priorities is [var only] && (slots.Text("priority") ?? only) == only)
            Put("priority", only);
        else if (priorities.Count > 0)
            unplaced++;
        if (Titles.ServiceOf(ground.Of(title)) is { } service)
            Put("service", service);
        return title;
    }

    /// <summary>"reopen 42, it's back": the reason or the text, and in some verbs whom or what it is waiting for.
    /// </summary>
    private void FillAside()
    {
        if (ground.Aside is not { } aside)
            return;
        if (intent.Name == "hold" && !slots.Has("reason") && aside.Phrases("hold") is [{ } hold])
            Put("reason", hold);
        if (intent.Who is { } slot && slot is "to" or "confirmedBy")
        {
            var people = aside.People();
            if (people is [var person] && !slots.Has(slot) && intent.Name is "assign" or "restore")
                Put(slot, person);
            else if (people.Count > 0)
                unplaced++; // "give 42 to ana, bo is ill": whom else it names may be meant
        }
        if (ground.AsideDoes && intent.Name != "assign")
            unplaced++;
        if (aside.Things.Any(thing => thing.Kind is "users" or "share") && !IsKept())
            unplaced++;
        if (IsKept())
            Put(intent.Text is "text" or "reason" ? intent.Text : "reason", aside.Whole());
        score -= 2 + aside.Tokens.Length; // where it has a place, that is what was meant
    }

    private bool IsKept() => intent.Text is "text" or "reason" || (intent.Takes("reason") && intent.Name != "hold");

    /// <summary>"Ana is commander for 42", never "is Ana commander for 42".</summary>
    private bool Asks() => intent.Changes && ground.Text is null && cueAt.Contains(0)
        && Lexicon.At("question", Words, 0) is not null && Politely() != 0;

    /// <summary>"42 to ana", "42 an das Netzwerkteam": a person or team of the directory behind "to".</summary>
    private bool HasTarget() => Targets().Any(at => IsFree(at, 1));

    private IEnumerable<int> Targets()
    {
        for (var index = 0; index + 1 < used.Length; index++)
        {
            if (!Lexicon.Has("onto", Words[index]))
                continue;
            var at = index + 1;
            while (at < used.Length && OnTheWay.Any(key => Lexicon.Has(key, Words[at])))
                at++;
            if (at < used.Length && !IsThing(at)
                && (Compound(ground.Tokens[at]) is not null || ground.Names.PersonAt(Words, at).Length > 0
                    || Names.At(ground.Names.Teams, Words, at) > 0))
                yield return at;
        }
    }

    /// <summary>"42 to the network team and 17 to bo" is two orders.</summary>
    private bool HasTwoTargets()
    {
        var targets = Targets().Distinct().Order().ToList();
        return targets.Count > 1 && ground.Things.Any(thing => thing.Kind == "id"
            && thing.Start > targets[0] && thing.Start < targets[^1]);
    }

    /// <summary>"from bo to ana": whose it was.</summary>
    private void UseFormer()
    {
        for (var index = 0; index + 1 < used.Length; index++)
        {
            var (length, people) = ground.Names.PersonAt(Words, index + 1);
            if (people != 1 || !Lexicon.Has("fromword", Words[index]) || !IsFree(index + 1, length))
                continue;
            if (Enumerable.Range(index + 1 + length, used.Length - index - 1 - length)
                .Any(later => Lexicon.Has("onto", Words[later])))
                Use(index, 1 + length);
            else if (intent.Name == "assign")
                unplaced++; // "reassign 42 from bo" does not say to whom
        }
    }

    /// <summary>"hab 42 gesehen, bitte quittieren": the same said again in a clause that names no ticket.</summary>
    private void UseRepeated()
    {
        if (!Ids.Any())
            return;
        foreach (var (start, end) in Clauses().Where(clause => !HoldsId(clause)))
        {
            foreach (var cue in Lexicon.Cues.Where(cue => cue.Intent == intent.Name && IsRepeatable(cue)))
            {
                var places = cue.Words.Select(words => (At: Within(words, start, end), words.Length)).ToList();
                if (!places.TrueForAll(place => place.At >= 0))
                    continue;
                foreach (var (at, length) in places)
                    Use(at, length);
                UseAll("repeated");
            }
        }
    }

    private bool IsRepeatable(Cue cue) => !cue.Words.IsEmpty && cue.Words.All(
        words => !Lexicon.Has("question", words[0]) && !Lexicon.Has("modal", words[0]));

    /// <summary>"on call for netwrok? sry, network": a slip that is put right by itself.</summary>
    private void UseCorrected()
    {
        var named = ground.Around.Teams.Concat(ground.Around.Services).Select(Asking.Tokens.Fold)
            .Where(Words.Contains).ToList();
        for (var index = 0; index < used.Length; index++)
        {
            if (IsFree(index, 1) && Spelling.Nearest(Words[index], named) is not null)
                Use(index, 1);
        }
    }

    private int Within(System.Collections.Immutable.ImmutableArray<string> words, int start, int end)
    {
        for (var at = start; at + words.Length <= end; at++)
        {
            if (IsFree(at, words.Length) && Lexicon.Stands(words, Words, at))
                return at;
        }
        return -1;
    }

    private IEnumerable<(int Start, int End)> Clauses()
    {
        var start = 0;
        for (var index = 0; index <= used.Length; index++)
        {
            if (index < used.Length && !ground.Tokens[index].Parts)
                continue;
            if (index > start)
                yield return (start, index);
            start = index + 1;
        }
    }

    private bool HoldsId((int Start, int End) clause) => ground.Things.Any(
        thing => thing.Kind == "id" && thing.Start >= clause.Start && thing.Start < clause.End);
}
