using System.Collections.Immutable;

namespace Muster.Core.Asking;

/// <summary>Plain language to intents and slots. The same text, moment and names give the same understanding.</summary>
public static class Grammar
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int LongestText = 2_000;

    private const int MostTokens = 300;

    // Behind "that" or "whether" these have what is told.
    private static readonly string[] Tells = ["post", "reply", "update", "note", "decide", "ask"];

    public static Understanding Read(string text, Surroundings around)
    {
        var said = One(text, around);
        return around.This is { } ticket
            ? Here.Settle(said, Here.IsAsked(text) ? null : With(ticket, text, around), ticket, text)
            : said;
    }

    // The ticket stands before what is said, as in "42: close it".
    private static Understanding With(string ticket, string text, Surroundings around)
    {
        var said = Mention.Of(text);
        return One($"{(said.Agent is { } agent ? $"@{agent} " : "")}{ticket} {said.Text}", around);
    }

    private static Understanding One(string text, Surroundings around)
    {
        if (text.Length > LongestText)
            return Nothing(Doubt.TooLong);
        var said = Mention.Of(text);
        var tokens = Tokens.Of(said.Text);
        if (tokens.Length > MostTokens)
            return Nothing(Doubt.TooLong);
        if (tokens.All(token => token.Parts))
            return Nothing(Doubt.NotUnderstood);
        var names = new Names(around);
        var grounds = Lexicon.All.Select(lexicon => Ground.Whole(said.Text, tokens, lexicon, around, names)).ToList();
        var candidates = grounds.SelectMany(ground => InOneLanguage(ground, ground.Lexicon))
            .Append(ReportOfP1.Of(grounds)).OfType<Candidate>()
            .Where(candidate => said.Allows(candidate.Intent))
            .OrderBy(candidate => candidate.Cost).ThenBy(candidate => candidate.Intent.Name, StringComparer.Ordinal)
            .ToList();
        return candidates.Count == 0 ? Nothing(Doubt.NotUnderstood) : Best(candidates, tokens);
    }

    private static Understanding Best(List<Candidate> candidates, ImmutableArray<Token> tokens)
    {
        var best = candidates[0];
        ImmutableArray<IntentShape> nearest =
            [.. candidates.Select(candidate => candidate.Intent).DistinctBy(intent => intent.Name).Take(3)];
        var words = tokens.Count(token => !token.Parts);
        if (best.Unexplained > 3 || best.Unexplained * 2 > words)
            return new Understanding(null, Slots.None, best.Doubt ?? Doubt.NotUnderstood, best.Word, nearest);
        var rival = candidates.Find(other => other.Cost == best.Cost && other.Intent.Name != best.Intent.Name);
        var doubt = best.Doubt
            // Negated in one language is negated: a text may be read in several.
            ?? (best.Intent.Changes && rival?.Intent.Changes == true ? Doubt.Several : null);
        // Which tickets are at risk is asked of their promises.
        var intent = best.Intent.Name == "list" && best.Slots.Has("atRisk") ? Intents.Named("sla-status") : best.Intent;
        return Kinds.Settle(new Understanding(intent, best.Slots, doubt, best.Word, nearest));
    }

    private static IEnumerable<Candidate> InOneLanguage(
        Ground whole, Lexicon lexicon)
    {
        var (split, reasoned) = (whole.WithoutText(), whole.WithoutReason());
        var apart = split is not null ? []
            : new (Ground? Ground, string[] Intents)[]
            {
                (whole.WithoutTold("telling"), Tells),
                (whole.WithoutTold("deciding"), ["decide"]),
                (whole.WithoutTitle(), ["open"]),
            };
        var orders = whole.WithoutAside().Concat(whole.WithoutPreface()).ToList();
        var said = whole.Words.ToHashSet();
        foreach (var cue in lexicon.Cues.Where(cue => cue.Words.All(words => said.Contains(words[0]))))
        {
            var intent = Intents.Named(cue.Intent);
            var ground = intent.Text is not null && split is not null ? split
                : intent.Takes("reason") && intent.Name != "hold" && reasoned is not null ? reasoned
                : cue.Wanted.Contains("colon") && split is not null ? split
                : whole;
            if (Attempt.Of(ground, cue, intent) is { } candidate)
                yield return candidate;
            foreach (var (order, _) in apart.Where(one => one.Ground is not null && one.Intents.Contains(intent.Name)))
            {
                if (Attempt.Of(order!, cue, intent) is { Doubt: null, Unexplained: 0 } apartFrom)
                    yield return apartFrom;
            }
            foreach (var order in orders.Where(order => Ends(cue, intent) && (!order.Prefaced || Follows(intent))))
            {
                // Only an order that is whole without it may have something told behind it.
                if (Attempt.Of(order, cue, intent) is { Doubt: null, Unexplained: 0 } done && done.Slots.Has("ids"))
                    yield return done;
            }
        }
    }

    // "42, it's back" orders nothing, and behind "open a ticket" stands its title.
    private static bool Ends(Cue cue, IntentShape intent) => intent.Text is not ("title" or "what")
        && !(cue.Words.IsEmpty && cue.Wanted is ["id"]);

    // "42 is down, update it" does not say with what.
    private static bool Follows(IntentShape intent) =>
        intent.Changes && (intent.Text != "text" || intent.Name is "resolve" or "close");

    private static Understanding Nothing(Doubt doubt) => new(null, Slots.None, doubt, null,
        [Intents.Named("help"), Intents.Named("show"), Intents.Named("sla-status")]);
}
