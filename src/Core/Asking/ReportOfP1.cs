namespace Muster.Core.Asking;

/// <summary>A text that reports an incident anew: "P1 incident: server down. Start major incident response."</summary>
internal static class ReportOfP1
{
    private static readonly string[] Opening = ["alarm", "alarmfiller", "article", "urgency", "polite"];

    private static readonly string[] Lists =
        ["noun", "and", "state", "clockname", "clockword2", "searches"];

    private static readonly string[] Places = ["filler", "article", "service"];

    private static readonly string[] Courtesies = ["polite", "urgency"];

    // "P1 production down": of two words or more, one of them after the first the fault.
    private const int ShortestTold = 2;

    /// <param name="grounds">The same text in each language: what one of them sees stands in the way of all.</param>
    public static Candidate? Of(IReadOnlyList<Ground> grounds) =>
        grounds.Any(ground => ground.Things.Any(thing => thing.Kind == "id" && !IsNoId(thing.Start, grounds))) ? null
            : grounds.OrderByDescending(Known).Select(ground => Of(ground, grounds))
                .FirstOrDefault(candidate => candidate is not null);

    // "priority 1", "500 users" and "9 Uhr" are bare numbers to a language that does not know the word.
    private static bool IsNoId(int index, IReadOnlyList<Ground> grounds) => grounds.Any(ground => ground.Things.Any(
        thing => thing.Kind != "id" && thing.Start <= index && index < thing.Start + thing.Length));

    // A text is in the language that knows most of its words.
    private static int Known(Ground ground) => ground.Tokens.Count(token => ground.Lexicon.Knows(token.Word));

    private static Candidate? Of(Ground ground, IReadOnlyList<Ground> grounds)
    {
        var clauses = Opened(ground, Clauses(ground).SkipWhile(clause => IsCourtesy(ground, clause))).ToList();
        if (clauses.Count < 2)
            return null;
        var orders = clauses.Select(clause => Order(ground, clause)).ToList();
        var opener = IsOpener(ground, clauses[0]);
        if (!opener && orders[0] is null && orders[^1] is null)
            return null;
        var told = Enumerable.Range(0, clauses.Count)
            .Where(index => orders[index] is null && !IsOpener(ground, clauses[index])).ToList();
        if (told.Count == 0)
            return null;
        var (priority, severity) = (Said(ground, "priority"), Said(ground, "severity"));
        var declares = orders.Exists(order => order is not null) || severity is not null || priority == "P1";
        var (title, rest) = Title(ground, clauses, told);
        if (!title.Any(char.IsLetter))
            return null;
        var slots = Slots.None;
        if (priority is not null)
            slots = slots.With("priority", priority);
        if (declares && (severity ?? Guess(ground, priority)) is { } level)
            slots = slots.With("severity", level);
        slots = slots.With("title", title);
        if ((Titles.ServiceOf(ground) ?? PlaceIn(ground, clauses[0])?.Service) is { } service)
            slots = slots.With("service", service);
        if (rest is not null && declares)
            slots = slots.With("text", rest);
        var announced = opener || orders[0] is not null;
        var (doubt, word) = grounds.Select(other => DoubtOf(other, clauses, told, announced))
            .FirstOrDefault(found => found.Item1 is not null);
        return new Candidate(
            Intents.Named(declares ? "declare" : "open"), slots, doubt, word, 0, 100, ground.Mended);
    }

    // "Urgent: P1 production down", "Hi, P1 incident: mail is down".
    private static bool IsCourtesy(Ground ground, (int Start, int End, bool) clause)
    {
        var index = clause.Start;
        while (index < clause.End)
        {
            var length = Courtesies.Max(key => ground.Lexicon.At(key, ground.Words, index)?.Words.Length ?? 0);
            if (length == 0)
                return false;
            index += length;
        }
        return true;
    }

    private static IEnumerable<(int Start, int End, bool Hard)> Clauses(Ground ground)
    {
        var start = 0;
        for (var index = 0; index <= ground.Tokens.Length; index++)
        {
            if (index < ground.Tokens.Length && !ground.Tokens[index].Parts)
                continue;
            var hard = index == ground.Tokens.Length || ground.Tokens[index].Kind == TokenKind.Stop;
            if (index > start)
                yield return (start, index, hard);
            start = index + 1;
        }
    }

    private static string? Said(Ground ground, string kind) =>
        ground.Things.FirstOrDefault(thing => thing.Kind == kind)?.Value;

    // M2: a complete outage, lost data or a breach of security is SEV-1.
    private static string? Guess(Ground ground, string? priority) =>
        priority is null or "P1" && Stands(ground, "outage", 0) >= 0 ? "SEV-1" : null;

    private static int Stands(Ground ground, string key, int from)
    {
        for (var index = from; index < ground.Words.Length; index++)
        {
            if (ground.Lexicon.At(key, ground.Words, index) is not null)
                return index;
        }
        return -1;
    }

    /// <summary>The clause itself tells to declare, and says nothing else.</summary>
    private static Candidate? Order(Ground ground, (int Start, int End, bool) clause)
    {
        var part = ground.Part(clause.Start, clause.End);
        return ground.Lexicon.Cues.Where(cue => cue.Intent == "declare")
            .Select(cue => Attempt.Of(part, cue, Intents.Named("declare")))
            .FirstOrDefault(candidate => candidate is { Unexplained: 0, Doubt: null or Doubt.Missing });
    }

    /// <summary>"URGENT P1 production down" has no colon behind its opening words.</summary>
    private static IEnumerable<(int Start, int End, bool Hard)> Opened(
        Ground ground, IEnumerable<(int Start, int End, bool Hard)> clauses)
    {
        var opened = false;
        foreach (var clause in clauses)
        {
            var told = opened ? -1 : ToldFrom(ground, clause);
            if (told > 0)
            {
                yield return (clause.Start, told, true);
                yield return (told, clause.End, clause.Hard);
            }
            else
            {
                yield return clause;
            }
            opened = true;
        }
    }

    /// <summary>Where the fault is told behind "P1"; -1 where it is not: "P1 incidents that failed" is a list.
    /// </summary>
    private static int ToldFrom(Ground ground, (int Start, int End, bool) clause)
    {
        var (start, end, _) = clause;
        var told = Enumerable.Range(start, end - start).LastOrDefault(at => IsOpener(ground, (start, at, true)), -1);
        return told > start && end - told >= ShortestTold
            && ground.Lexicon.At("question", ground.Words, told) is null
            && Said(ground, "priority") == "P1"
            && Enumerable.Range(told + 1, end - told - 1)
                .Any(index => ground.Lexicon.At("fault", ground.AsSaid, index) is not null)
            && !Enumerable.Range(start, end - start).Any(index => IsListed(ground, index)) ? told : -1;
    }

    private static bool IsListed(Ground ground, int index) => ground.Lexicon.At("alarm", ground.Words, index) is null
        && Lists.Any(key => ground.Lexicon.At(key, ground.Words, index) is not null);

    /// <summary>"on service checkout", "for the mail service": where it is, behind what opens the report.</summary>
    private static (int From, string Service)? PlaceIn(Ground ground, (int Start, int End, bool) opener)
    {
        var (start, end, _) = opener;
        var from = Enumerable.Range(start, end - start)
            .FirstOrDefault(index => ground.Lexicon.Has("filler", ground.Words[index])
                && ground.Lexicon.At("alarm", ground.Words, index) is null
                && ground.Lexicon.At("alarmfiller", ground.Words, index) is null, -1);
        if (from <= start)
            return null;
        var named = Enumerable.Range(from, end - from)
            .Where(index => !Places.Any(key => ground.Lexicon.Has(key, ground.Words[index]))).ToList();
        if (named.Count == 0 || named[^1] - named[0] + 1 != named.Count)
            return null;
        var known = Names.At(ground.Names.Services, ground.Words, named[0]) == named.Count;
        var said = named.Count == 1 && ground.Tokens[named[0]].Kind == TokenKind.Word
            && Enumerable.Range(from, end - from).Any(index => ground.Lexicon.Has("service", ground.Words[index]));
        return known || said ? (from, ground.Raw(named[0], named[^1] + 1)) : null;
    }

    private static bool IsOpener(Ground ground, (int Start, int End, bool) clause)
    {
        var named = false;
        if (PlaceIn(ground, clause) is var (place, _))
            clause = (clause.Start, place, true);
        for (var index = clause.Start; index < clause.End;)
        {
            if (ground.Things.FirstOrDefault(thing => thing.Start == index && IsLevel(thing)) is { } level)
            {
                named = true;
                index += level.Length;
            }
            else if (Longest(ground, index) is { } phrase)
            {
                named |= ground.Lexicon.At("alarm", ground.Words, index) is not null && HasLevel(ground);
                index += phrase;
            }
            else
            {
                return false;
            }
        }
        return named;
    }

    private static bool HasLevel(Ground ground) => ground.Things.Any(IsLevel);

    private static bool IsLevel(Thing thing) => thing.Kind is "priority" or "severity";

    private static int? Longest(Ground ground, int index)
    {
        var longest = Opening.Max(key => ground.Lexicon.At(key, ground.Words, index)?.Words.Length ?? 0);
        return longest == 0 ? null : longest;
    }

    private static bool SaysToDeclare(Ground ground, int start, int end) => Enumerable.Range(start, end - start)
        .Any(index => ground.Lexicon.At("declaring", ground.Words, index) is not null
            || ground.Lexicon.At("majorkind", ground.Words, index) is not null);

    /// <summary>The first sentence of what is told, and what is told after it.</summary>
    private static (string Title, string? Text) Title(
        Ground ground, List<(int Start, int End, bool Hard)> clauses, List<int> told)
    {
        var (first, last) = (told[0], told[0]);
        while (!clauses[last].Hard && told.Contains(last + 1)
            && ground.Lexicon.At("everyone", ground.Words, clauses[last + 1].Start) is null)
            last++;
        var rest = told.Where(index => index > last).ToList();
        return (ground.Raw(clauses[first].Start, clauses[last].End),
            rest.Count == 0 ? null : ground.Raw(clauses[rest[0]].Start, clauses[rest[^1]].End));
    }

    /// <summary>Nothing is declared that may be over, a drill, denied, or told not to be declared.</summary>
    private static (Doubt?, string?) DoubtOf(
        Ground ground, List<(int Start, int End, bool Hard)> clauses, List<int> told, bool announced)
    {
        foreach (var index in told)
        {
            var (start, end, _) = clauses[index];
            var opens = index == 0 || clauses[index - 1].Hard || ground.Tokens[start - 1].Kind == TokenKind.Colon;
            if (ReportDoubts.In(ground, start, end, opens) is var (why, at))
                return (why, ground.Tokens[at].Text);
            if (InQuotes(ground, start, end) is var (quoted, word))
                return (quoted, word);
            var orders = SaysToDeclare(ground, start, end);
            for (var place = start; place < end; place++)
            {
                if (ground.Lexicon.At("negation", ground.Words, place) is not null && (orders || !announced))
                    return (Doubt.Negated, ground.Tokens[place].Text);
                if (ground.Lexicon.At("condition", ground.Words, place) is not null && (orders || !announced))
                    return (Doubt.Conditional, ground.Tokens[place].Text);
            }
        }
        foreach (var index in told.Skip(1).Where(index => clauses[index - 1].Hard))
        {
            if (OrderAt(ground, clauses[index]) is { } order)
                return (Doubt.Several, order);
        }
        return ground.Tokens.Any(token => token.Kind == TokenKind.Stop && token.Text.AsSpan().ContainsAny('?', '¿'))
            ? (Doubt.Question, null) : (null, null);
    }

    private static (Doubt, string)? InQuotes(Ground ground, int start, int end)
    {
        foreach (var quote in ground.Tokens[start..end].Where(token => token.Kind == TokenKind.Quote))
        {
            var told = ground.Of(quote.Text[1..^1]);
            foreach (var (from, until, _) in Clauses(told))
            {
                if (ReportDoubts.In(told, from, until, opens: true) is var (why, at))
                    return (why, told.Tokens[at].Text);
            }
        }
        return null;
    }

    /// <summary>A sentence that begins like an order is one, and nobody asked for two things at once.</summary>
    private static string? OrderAt(Ground ground, (int Start, int End, bool) clause)
    {
        var (start, end, _) = clause;
        while (start + 1 < end && ground.Lexicon.At("polite", ground.Words, start) is { } kindly)
            start = Math.Min(start + kindly.Words.Length, end - 1);
        // "Afecta a todos los usuarios." tells, and a word of another language orders nothing.
        var tells = Lexicon.All.Any(lexicon => lexicon.At("touches", ground.AsSaid, start) is not null
            || lexicon.Has("all", ground.AsSaid[start]));
        return !tells && ground.Lexicon.ActingWords.Contains(ground.Words[start]) ? ground.Tokens[start].Text : null;
    }
}
