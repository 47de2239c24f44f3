namespace Muster.Core.Asking;

/// <summary>What speaks against a report: its fault is denied, over, asked about or to come, or nobody is to be told.
/// </summary>
internal sealed class ReportDoubts
{
    // "not one of our users in Berlin is affected" denies, and so far behind a negation little else does.
    private const int Farthest = 8;

    // "not yet fully back up" is no wellness, "the outage is back" is one of the fault.
    private const int Before = 4;

    private const int LongestWellness = 5;

    private static readonly string[] Empty = ["polite", "filler", "article", "noun", "users"];

    // "only ping works", "has stopped working".
    private static readonly string[] Disturbs = ["denial", "fault", "partly", "ceased"];

    private static readonly string[] Tells = ["fault", "touches", "denial"];

    private static readonly string[] Prefaces = ["polite", "filler", "and", "condition"];

    private readonly Ground ground;
    private readonly string[] words;
    private readonly int start;
    private readonly int end;

    // What denies in one language denies in all: a text may be read in several.
    private ReportDoubts(Ground ground, int start, int end) =>
        (this.ground, words, this.start, this.end) = (ground, ground.AsSaid, start, end);

    /// <param name="opens">Whether a sentence begins there, so that it may begin as a question does.</param>
    /// <returns>Why nothing is declared, and the word that says so; null where nothing speaks against it.</returns>
    public static (Doubt Why, int At)? In(Ground ground, int start, int end, bool opens)
    {
        var clause = new ReportDoubts(ground, start, end);
        return clause.Denies() is { } denied ? (Doubt.Negated, denied)
            : clause.Forbids() is { } forbidden ? (Doubt.Negated, forbidden)
            : opens && Is("iffy", ground.AsSaid, start) ? (Doubt.Conditional, start)
            : clause.IsWell() is { } well ? (Doubt.NoIncident, well)
            : clause.IsToCome() is { } coming ? (Doubt.NoIncident, coming)
            : opens && clause.Asks() ? (Doubt.Question, start)
            : null;
    }

    private static int Length(string key, string[] words, int index, string? value = null) =>
        Lexicon.All.Max(lexicon => lexicon.At(key, words, index, value)?.Words.Length ?? 0);

    private static bool Is(string key, string[] words, int index) => Length(key, words, index) > 0;

    private bool Is(string key, int index) => index < end && Is(key, words, index);

    private IEnumerable<int> Places(int from) => Enumerable.Range(from, Math.Max(0, end - from));

    private bool StandsBefore(string key, int index) => Enumerable.Range(Math.Max(start, index - Before),
        index - Math.Max(start, index - Before)).Any(before => Is(key, before));

    private bool IsDenied(int index) => StandsBefore("denial", index);

    /// <summary>The fault is denied, not what works no more: "no users affected", and not "no users can log in".
    /// </summary>
    private int? Denies()
    {
        if (Places(start).All(index => Is("denial", index) || Is("actnoun", index)
                || Empty.Any(key => ground.Lexicon.Has(key, words[index])))
            && Places(start).Any(index => Is("denial", index)))
            return start; // "Production down. No.", "No alarm, please"
        foreach (var index in Places(start))
        {
            if (Is("denied", index))
                return index;
            if (Length("denial", words, index) is > 0 and var denial && ReachesFault(index + denial))
                return index;
            if (Length("touches", words, index) is > 0 and var touch && Is("denial", index + touch))
                return index + touch; // "affects nobody"
        }
        return ground.Things.FirstOrDefault(thing => thing.Kind is "users" or "share" && thing.Start >= start
            && thing.Start < end && thing.Value.TrimEnd('%', ' ') == "0")?.Start;
    }

    private bool ReachesFault(int from)
    {
        if (Is("partly", from))
            return false; // "not all users are affected", "not only mail is down"
        for (var index = from; index < Math.Min(end, from + Farthest); index++)
        {
            if (Stops(index))
                return false;
            if (Is("fault", index))
                return true;
            if (index <= from + 1 && ground.Things.Any(thing => thing.Kind == "priority" && thing.Start == index))
                return true; // "this is not a P1"
        }
        return false;
    }

    /// <summary>What is negated there is no fault, or a sentence of its own begins.</summary>
    private bool Stops(int index)
    {
        if (Length("apart", words, index, "") > 0)
            return true;
        var noun = Length("apart", words, index, "noun");
        return noun > 0 && !Is("fault", index + noun);
    }

    /// <summary>"Don't page anyone", "page nobody".</summary>
    private int? Forbids()
    {
        foreach (var lexicon in Lexicon.All)
        {
            foreach (var from in Places(start).Where(index => index == start || Begins(index - 1)))
            {
                var first = from;
                while (first < end && (Begins(first) || lexicon.At("polite", words, first) is not null))
                    first += Math.Max(1, lexicon.At("polite", words, first)?.Words.Length ?? 1);
                if (lexicon.At("forbid", words, first) is { } forbid && Acts(lexicon, first + forbid.Words.Length))
                    return first;
                if (lexicon.At("act", words, first) is { } act && Is("denial", first + act.Words.Length))
                    return first + act.Words.Length;
            }
        }
        var firmly = Places(start).Any(index => Is("strongact", index));
        foreach (var index in Places(start).Where(index => firmly && (Is("denial", index) || Is("withhold", index))))
            return index;
        return null;
    }

    private bool Begins(int index) => index < end && Prefaces.Any(key => ground.Lexicon.Has(key, words[index]));

    private bool Acts(Lexicon lexicon, int from)
    {
        for (var index = from; index < Math.Min(end, from + Farthest); index++)
        {
            if (lexicon.At("act", words, index) is not null)
                return true;
            if (Stops(index))
                return false;
        }
        return false;
    }

    private int? IsWell()
    {
        foreach (var index in Places(start).Where(index => !IsDenied(index)))
        {
            if (Length("calm", words, index) > 0
                || (Length("well", words, index, "") is > 0 and var well && !Is("upto", index + well))
                || (Length("well", words, index, "back") > 0 && !IsOfFault(index)))
                return index;
        }
        var last = end - 1;
        return end - start <= LongestWellness && Is("runs", last)
            && Places(start).All(index => Disturbs.All(key => !Is(key, index))) ? last
            : null;
    }

    // "the error is back", and not "production was down but is back".
    private bool IsOfFault(int index)
    {
        for (var before = index - 1; before >= Math.Max(start, index - Before); before--)
        {
            if (Length("apart", words, before, "") > 0)
                return false;
            if (Is("faultnoun", before))
                return true;
        }
        return false;
    }

    /// <summary>"will be down tomorrow", "planned downtime", and not "down since the planned maintenance".</summary>
    private int? IsToCome()
    {
        foreach (var index in Places(start))
        {
            if (Length("coming", words, index, "whole") > 0 && !IsDenied(index) && !StandsBefore("after", index))
                return index;
            if (Length("coming", words, index, "") > 0 && Places(index).Any(place => Is("fault", place))
                && !Places(start).TakeWhile(place => place < index).Any(place => Is("fault", place)))
                return index;
        }
        return ground.Things.FirstOrDefault(IsAhead)?.Start is { } at
            && Places(start).Any(place => Tells.Any(key => Is(key, place))) ? at : null;
    }

    // "heute morgen" was this morning.
    private bool IsAhead(Thing thing) => thing.Start >= start && thing.Start < end
        && thing.Time is { Role: not ("until" or "within"), Span: null, Coming: { } coming, Gone: { } gone }
        && coming > ground.Around.Now && gone > ground.Around.Now
        && !ground.Things.Any(other => other.Time is not null && other.Start + other.Length == thing.Start);

    private bool Asks() => Is("interrogative", start)
        || (Is("inverted", start) && !Is("strongact", start) && !Is("fault", start + 1)
            && !Is("ceased", start + 1)
            && !Places(start).Any(index => Is("denial", index)));
}
