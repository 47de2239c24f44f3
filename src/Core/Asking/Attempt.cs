using System.Collections.Immutable;
using System.Text;
using NodaTime;

namespace Muster.Core.Asking;

/// <summary>A try to read a text as one intent: every word must find its place.</summary>
internal sealed partial class Attempt
{
    private readonly Ground ground;
    private readonly IntentShape intent;
    private readonly bool[] used;
    private readonly List<(string Key, string Value, int At)> phrases = [];
    private Slots slots = Slots.None;
    private int score;

    // Where the words of the cue stand.
    private readonly List<int> cueAt = [];

    private Attempt(Ground ground, IntentShape intent)
    {
        (this.ground, this.intent, used) = (ground, intent, new bool[ground.Tokens.Length]);
        foreach (var thing in ground.Things.Where(thing => !IsNow(thing)))
            Use(thing.Start, thing.Length);
        for (var index = 0; index < used.Length; index++)
            used[index] |= ground.Tokens[index].Parts;
    }

    // "now" has no place of its own, and may be part of a cue: "42 is now a P2".
    private bool IsNow(Thing thing) => thing.Time is { Role: null, Span: null, End: null } said
        && said.Coming == Now && said.Gone == Now;

    private void FillNow()
    {
        foreach (var thing in ground.Things.Where(IsNow))
        {
            if (IsFree(thing.Start, thing.Length))
                Use(thing.Start, thing.Length);
        }
    }

    private string[] Words => ground.Words;

    private Lexicon Lexicon => ground.Lexicon;

    /// <summary>Null where the cue does not stand in the text.</summary>
    public static Candidate? Of(Ground ground, Cue cue, IntentShape intent)
    {
        var attempt = new Attempt(ground, intent);
        return attempt.Matches(cue) ? attempt.Fill(cue) : null;
    }

    private bool Matches(Cue cue)
    {
        foreach (var words in cue.Words)
        {
            var at = Find(words);
            if (at < 0)
                return false;
            Use(at, words.Length);
            cueAt.Add(at);
            score += 3 * words.Length;
        }
        return cue.Wanted.All(IsThere);
    }

    private int Find(ImmutableArray<string> words)
    {
        for (var start = 0; start + words.Length <= used.Length; start++)
        {
            if (IsFree(start, words.Length) && Lexicon.Stands(words, Words, start))
                return start;
        }
        return -1;
    }

    private bool IsThere(string wanted)
    {
        var found = wanted switch
        {
            "id" => Ids.Any(),
            "id2" => Ids.Skip(1).Any(),
            "change" => Ids.Any(id => id.StartsWith("CHG", StringComparison.OrdinalIgnoreCase)),
            "problem" => Ids.Any(id => id.StartsWith("PRB", StringComparison.OrdinalIgnoreCase)),
            "colon" => ground.Text is not null,
            "users" => ground.Things.Any(thing => thing.Kind is "users" or "share"),
            "question" => Lexicon.At("question", Words, 0) is not null,
            "major" => TakePhrase("majorkind"),
            "assigned" => TakePhrase("assignedto"),
            "target" => HasTarget(),
            "tolevel" => ground.Things.Any(thing => thing.Kind == "priority" && thing.Start > 0
                && Lexicon.Has("tolevel", Words[thing.Start - 1])),
            "priorityword" => ground.Things.Any(thing => thing is { Kind: "priority", Length: > 1 }),
            "priority" => ground.Things.Any(thing => thing.Kind == wanted) || TakePhrase("critical"),
            "all" or "state" or "kind" or "milestone" or "lesson" or "topic" or "risk" or "clockname" or "acted"
                or "noone" or "place" =>
                TakePhrase(wanted),
            _ => ground.Things.Any(thing => thing.Kind == wanted),
        };
        score += !found ? 0 : wanted == "assigned" ? 4 : wanted is "id" or "id2" or "question" ? 1 : 2;
        return found;
    }

    private IEnumerable<string> Ids => ground.Things.Where(thing => thing.Kind == "id").Select(thing => thing.Value);

    private bool IsFree(int start, int length)
    {
        for (var index = start; index < start + length; index++)
        {
            if (index >= used.Length || used[index])
                return false;
        }
        return true;
    }

    private void Use(int start, int length)
    {
        for (var index = start; index < start + length; index++)
            used[index] = true;
    }

    /// <summary>Takes the first phrase of a key among the words that have no place yet.</summary>
    private bool TakePhrase(string key)
    {
        for (var start = 0; start < used.Length; start++)
        {
            if (Lexicon.At(key, Words, start) is not { } phrase || !IsFree(start, phrase.Words.Length))
                continue;
            Use(start, phrase.Words.Length);
            phrases.Add((key, phrase.Value, start));
            return true;
        }
        return false;
    }

    /// <summary>Where a phrase of a key stands among the words that have no place yet; -1 where none does.</summary>
    private int FreeAt(string key) => Enumerable.Range(0, used.Length)
        .Where(index => !used[index] && Lexicon.At(key, Words, index) is not null).FirstOrDefault(-1);

    private string? ValueOf(string key) =>
        phrases.FirstOrDefault(phrase => phrase.Key == key) is { Key: not null } found ? found.Value : null;

    private void Put(string name, string value) => slots = slots.With(name, value);

    private void Put(string name, SlotForm form, params ImmutableArray<string> values) =>
        slots = slots.With(name, form, values);

    private static string Iso(Duration span)
    {
        var (hours, minutes, seconds) = ((long)span.TotalHours, span.Minutes, span.Seconds);
        var iso = new StringBuilder("PT");
        foreach (var (count, unit) in new[] { (hours, 'H'), (minutes, 'M'), (seconds, 'S') })
        {
            if (count > 0)
                iso.Append(count).Append(unit);
        }
        return iso.Length == 2 ? "PT0S" : iso.ToString();
    }

    private static string Iso(Instant at) => NodaTime.Text.InstantPattern.ExtendedIso.Format(at);
}

/// <summary>What an attempt came to.</summary>
/// <param name="Unexplained">How many words found no place.</param>
/// <param name="Score">How much of what was said speaks for it.</param>
internal sealed record Candidate(
    IntentShape Intent, Slots Slots, Doubt? Doubt, string? Word, int Unexplained, int Score, int Mended)
{
    public int Cost => (10 * Unexplained) + (2 * Mended) - Score;
}
