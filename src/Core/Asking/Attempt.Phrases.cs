using System.Collections.Immutable;

namespace Muster.Core.Asking;

internal sealed partial class Attempt
{
    private static readonly string[] KnownCodes = ["fixed", "workaround", "duplicate", "cancelled"];

    private static readonly string[] Critical = ["prioritise", "triage", "open", "list", "sla-status"];

    private void FillPhrases(Cue cue)
    {
        if (cue.Public)
            Put("public", SlotForm.Flag, "true");
        if (intent.Name == "update" && TakePhrase("public"))
            Put("public", SlotForm.Flag, "true");
        FillStates();
        FillPriorityInWords();
        if (intent.Name == "escalate")
            Take("place", "to");
        if (intent.Name is "link" or "unlink")
            FillLinkKind();
        if (intent.Name == "lesson")
            Take("lesson", "kind");
        if (intent.Name is "resolve" or "close" or "problem.resolve")
            FillCode(cue);
        if (intent.Name == "hold")
        {
            Take("hold", "reason");
            UseAll("holdword");
        }
        if (intent.Name is "role" or "accept-role" or "handover")
            UseAll("rolenoun");
        if (intent.Name is "severity" or "prioritise" or "open" or "triage" or "list" or "sla-status" or "close")
        {
            UseAll("priorityword");
            UseAll("severityword");
        }
        Flags();
        Topics();
        if (intent.Name == "report")
            Take("format", "format");
        if (intent.Takes("milestone"))
            Take("milestone", "milestone");
    }

    private void Take(string key, string slot)
    {
        if (ValueOf(key) is not null || TakePhrase(key))
            Put(slot, ValueOf(key)!);
    }

    private void FillStates()
    {
        if (!intent.Takes("state"))
            return;
        while (TakePhrase("state"))
        {
        }
        ImmutableArray<string> states =
            [.. phrases.Where(phrase => phrase.Key == "state").OrderBy(phrase => phrase.At)
                .Select(phrase => phrase.Value).Distinct()];
        if (!states.IsEmpty)
            Put("state", string.Join(',', states));
    }

    private void FillPriorityInWords()
    {
        if (!Critical.Contains(intent.Name) || slots.Has("priority")
            || (ValueOf("critical") is null && !TakePhrase("critical")))
            return;
        var form = intent.Takes("priority*") ? SlotForm.List : SlotForm.Text;
        Put("priority", form, ValueOf("critical")!);
    }

    /// <summary>The code may stand in the cue itself: "mark 42 as fixed", "cancel 42".</summary>
    private void FillCode(Cue cue)
    {
        string[] own = ["duplicate", "cancelled"];
        bool Fits(string code) => own.Contains(code) == (intent.Name == "close");
        var said = cue.Words.Where(words => words.Length == 1)
            .Select(words => words.ToArray())
            .Select(words => (Lexicon.At("cuecode", words, 0) ?? Lexicon.At("code", words, 0))?.Value)
            .FirstOrDefault(value => value is not null && Fits(value));
        if (said is not null && !(intent.Name == "resolve" && cue.Words.Length == 1))
            Put("code", said);
        else if (TakePhrase("code") && Fits(ValueOf("code")!))
            Put("code", ValueOf("code")!);
        while (slots.Has("code") && NextIs("code", slots.Text("code")!))
            TakePhrase("code");
        if (!slots.Has("code") && TakePhrase("codeword") && phrases[^1].At + 1 is var at && IsFree(at, 1)
            && intent.Name != "close")
        {
            Put("code", ground.Tokens[at].Text);
            Use(at, 1);
            if (Spelling.Nearest(ground.Tokens[at].Word, KnownCodes) is not null)
                Doubting(Asking.Doubt.Unexplained, at); // a slip of the pen in a word that is taken as said
        }
        UseAll("codeword");
    }

    private bool NextIs(string key, string value)
    {
        for (var start = 0; start < used.Length; start++)
        {
            if (Lexicon.At(key, Words, start) is { } phrase && IsFree(start, phrase.Words.Length))
                return phrase.Value == value;
        }
        return false;
    }

    private void Flags()
    {
        if (intent.Takes("all") && (ValueOf("all") is not null || TakePhrase("all")))
            Put("all", SlotForm.Flag, "true");
        if (intent.Takes("atRisk") && (ValueOf("risk") is not null || TakePhrase("risk")))
        {
            Put("atRisk", SlotForm.Flag, "true");
            UseAll("risk");
        }
        if (intent.Name is "sla-status" or "explain")
        {
            Take("clockname", "clock");
            UseAll("clockword2");
        }
        if (intent.Name == "list" && (ValueOf("majorkind") is not null || TakePhrase("majorkind")))
            Put("kind", "major");
        if (intent.Reach == Reach.Major && intent.Name != "declare")
            UseAll("majorkind");
        if (intent.Name == "declare")
        {
            UseAll("majorkind");
            UseAll("urgency");
        }
        if (!intent.Changes)
            UseAll("all");
        if (intent.Name == "post")
            UseAll("stakeholders");
        if (intent.Name == "escalate")
            UseAll("onestep");
        if (intent.Name is "escalate" or "prioritise" or "severity")
            UseAll("direction");
        if (intent.Name == "merge")
            UseAll("keeps");
        if (intent.Name == "impact")
        {
            UseAll("affectedword");
            UseAll("hasword");
        }
        if (intent.Name is "list" or "metrics")
            UseAll("openedword");
        if (intent.Name.StartsWith("change.", StringComparison.Ordinal))
            UseAll("changeword");
        if (intent.Text is "title" or "what")
            UseAll("newword");
        if (intent.Takes("downtime"))
            Downtime();
    }

    private void AllTopics()
    {
        while (TakePhrase("topic"))
        {
        }
        var topics = phrases.Where(phrase => phrase.Key == "topic").Select(phrase => phrase.Value).Distinct().ToList();
        if (topics.Count > 0)
            Put("about", string.Join(", ", topics));
    }

    /// <summary>"downtime for the portal": the words up to the end of the sentence.</summary>
    private void Downtime()
    {
        if (!TakePhrase("downtime"))
            return;
        var start = phrases[^1].At + 1;
        while (start < used.Length && !ground.Tokens[start].Parts
            && (used[start] || Lexicon.Has("filler", Words[start]) || Lexicon.Has("article", Words[start])))
            start++;
        var end = start;
        while (end < used.Length && IsFree(end, 1))
            end++;
        Put("downtime", end > start ? ground.Raw(start, end) : "true");
        Use(start, end - start);
    }

    private void Topics()
    {
        if (intent.Name == "metrics")
            AllTopics();
        if (intent.Name == "explain" && (ValueOf("acted") is not null || TakePhrase("acted")))
            Put("about", ValueOf("acted")!);
        if (intent.Name == "explain" && slots.Text("priority") is null
            && ground.Things.FirstOrDefault(thing => thing.Kind == "priority") is { } priority)
        {
            Put("assume", $"priority={priority.Value}");
            unplaced--;
        }
        var free = Words.Where((said, at) => !used[at]);
        if (intent.Name == "help" && free.FirstOrDefault(Lexicon.ActingWords.Contains) is { } verb
            && Lexicon.Cues.FirstOrDefault(cue => cue.Words is [[var only]] && only == verb
                && Intents.Named(cue.Intent).Changes) is { } about)
        {
            Put("about", about.Intent);
            Use(Array.IndexOf(Words, verb), 1);
        }
    }
}
