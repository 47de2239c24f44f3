using NodaTime;

namespace Muster.Core.Asking;

internal sealed partial class Attempt
{
    private static readonly string[] LooksBack =
        ["milestone", "note", "timeline", "problem.investigate", "list", "metrics"];

    private void FillTimes()
    {
        foreach (var thing in ground.Things.Where(thing => thing.Kind == "time"))
        {
            var said = thing.Time!;
            if (said.Span is not null && SignIn(thing) is { } sign)
                Doubting(Asking.Doubt.Unexplained, sign);
            if (!(said.Span is { } span ? PlaceSpan(said.Role, span)
                : said.Closes is { } closes ? PlaceFromTo(said, closes) : PlaceMoment(said)))
                unplaced++;
        }
    }

    /// <summary>Where a number has a minus before it, as in "-2 hours", and no dash as in "2-4"; null where none has.
    /// </summary>
    private int? SignIn(Thing thing)
    {
        for (var index = thing.Start; index < thing.Start + thing.Length; index++)
        {
            var at = ground.Tokens[index].Start - 1;
            if (at >= 0 && ground.Source[at] is '-' or '−' && (at == 0 || char.IsWhiteSpace(ground.Source[at - 1])))
                return index;
        }
        return null;
    }

    private bool LooksBackward => LooksBack.Contains(intent.Name)
        || (intent.Name == "oncall-who" && Words.Any(said => Lexicon.Has("bygone", said)));

    private Instant Now => ground.Around.Now;

    private bool PlaceSpan(string? role, Duration span)
    {
        switch (role)
        {
            case "idle" when intent.Takes("idleFor"):
                Put("idleFor", Iso(span));
                return true;
            case "older" when intent.Takes("idleFor") && !intent.Changes && intent.Takes("until"):
                Put("duration", Iso(span));
                Put("until", Iso(Now - span));
                return true;
            case "within" when intent.Name == "metrics":
                Put("period", Iso(span));
                return true;
            case "within" when intent.Takes("within"):
                Put("within", Iso(span));
                return true;
            case "within" when intent.When == "until":
                break;
            case "idle" or "older" or "within":
                return false;
        }
        if (slots.Has("duration") || slots.Has("until"))
            return false;
        if (intent.Takes("duration"))
            Put("duration", Iso(span));
        if (intent.When == "until" && !intent.Name.StartsWith("change", StringComparison.Ordinal))
            Put("until", Iso(Now + span));
        else if (role == "in" && intent.When is "at" or "start")
            Put(intent.When, Iso(Now + span));
        return intent.Takes("duration") || intent.When == "until";
    }

    /// <summary>"between 22:00 and 23:00".</summary>
    private bool PlaceFromTo(TimeSaid said, Instant closes)
    {
        var (from, until) = LooksBackward
            ? (said.Gone!.Value, said.End!.Value) : (said.Coming!.Value, closes);
        var (first, last) = intent.Takes("start") ? ("start", "end") : ("from", "until");
        if (!intent.Takes(first) || slots.Has(first) || slots.Has(last))
            return false;
        Put(first, Iso(from));
        if (intent.Takes(last))
            Put(last, Iso(until));
        else if (intent.Takes("duration"))
            Put("duration", Iso(until - from));
        return intent.Takes(last) || intent.Takes("duration");
    }

    private bool PlaceMoment(TimeSaid said)
    {
        if (said.Role is null or "at" && said.Coming == Now && said.Gone == Now)
            return true;
        var at = LooksBackward || (said.Role == "from" && intent.Name != "change.schedule")
            ? said.Gone!.Value : said.Coming!.Value;
        if (intent.Changes && intent.When == "until" && at <= Now)
            return false; // what is put off ends later than now
        if (intent.Name == "sla-status" && said is { Role: null, End: { } over } && said.Gone <= Now && over > Now
            && !slots.Has("within"))
        {
            Put("within", Iso(over - Now)); // "what breaches today"
            return true;
        }
        if (intent.Name == "report" && said.Role is "until" or "at")
            return true; // when it is wanted
        if (said.Role is "until" or "from" && intent.Takes(said.Role))
        {
            if (slots.Has(said.Role))
                return false;
            Put(said.Role, Iso(at));
            return true;
        }
        if (said.End is { } end && intent.Takes("from") && intent.Takes("until"))
        {
            Put("from", Iso(said.Gone!.Value));
            Put("until", Iso(end));
            return true;
        }
        // "from 22:00 to 23:00" is no moment.
        if (intent.When is { } slot && slot is not ("period" or "within") && intent.Takes(slot) && !slots.Has(slot)
            && !(slot == "at" && slots.Has("from")))
        {
            Put(slot, Iso(at));
            return true;
        }
        return false;
    }
}
