namespace Muster.Core.Asking;

internal sealed partial class Attempt
{
    private static readonly string[] TeamEndings = ["teams", "team"];

    private void FillNames()
    {
        if (intent.Takes("team") && TeamAt() is { } team)
        {
            Put("team", team);
            NearMiss(team);
        }
        if (intent.Who == "requester" && TakePhrase("requester") && PersonAt() is { } requester)
            Put("requester", requester);
        if (intent.Takes("service") && !(intent.Name == "declare" && Ids.Any()) && ServiceAt() is { } service)
            Put("service", service);
        if (intent.Takes("category") && After("category") is { } category)
            Put("category", category);
    }

    /// <summary>"the network team", "Netzwerkteam", "equipo de redes", or a team of the directory.</summary>
    private string? TeamAt()
    {
        for (var index = 0; index < used.Length; index++)
        {
            if (used[index])
                continue;
            var length = Names.At(ground.Names.Teams, Words, index);
            if (length > 0 && IsFree(index, length))
            {
                Use(index, length);
                if (index + length < used.Length && Lexicon.Has("team", Words[index + length]))
                    Use(index + length, 1);
                else if (index > 0 && Lexicon.Has("team", Words[index - 1]))
                    Use(index - 1, 1);
                return ground.Raw(index, index + length);
            }
            if (Lexicon.Has("team", Words[index]) && BesideTeam(index) is { } beside)
            {
                Use(index, 1);
                return Hyphened(beside);
            }
            if (Compound(ground.Tokens[index]) is { } stem)
            {
                Use(index, 1);
                return stem;
            }
        }
        return null;
    }

    // A team that is nearly one of the directory's is a slip of the pen, and a name is never mended.
    private void NearMiss(string team)
    {
        var said = Asking.Tokens.Fold(team);
        if (intent.Changes && !ground.Around.Teams.Any(known => Asking.Tokens.Fold(known) == said)
            && Spelling.Nearest(said, ground.Around.Teams.Select(Asking.Tokens.Fold)) is not null)
            (doubt, word) = (Doubt.UnknownName, team);
    }

    private int? BesideTeam(int team)
    {
        if (team > 0 && IsName(team - 1))
            return team - 1;
        var after = team + 1;
        while (after < used.Length && IsFree(after, 1) && Lexicon.Has("filler", Words[after]))
            after++;
        return after < used.Length && IsName(after) ? after : null;
    }

    private static string? Compound(Token token)
    {
        foreach (var ending in TeamEndings)
        {
            if (token.Kind == TokenKind.Word && token.Word.Length > ending.Length + 2
                && token.Word.EndsWith(ending, StringComparison.Ordinal))
                return token.Text[..^ending.Length];
        }
        return null;
    }

    private string? ServiceAt()
    {
        for (var index = 0; index < used.Length; index++)
        {
            var length = used[index] ? 0 : Names.At(ground.Names.Services, Words, index);
            if (length == 0 || !IsFree(index, length))
                continue;
            Use(index, length);
            if (index > 0 && IsFree(index - 1, 1) && Lexicon.Has("service", Words[index - 1]))
                Use(index - 1, 1);
            else if (index + length < used.Length && Lexicon.Has("service", Words[index + length]))
                Use(index + length, 1);
            return ground.Raw(index, index + length);
        }
        return After("service");
    }

    /// <summary>The word after one of <paramref name="key"/>: "service vpn".</summary>
    private string? After(string key)
    {
        for (var index = 0; index < used.Length; index++)
        {
            if (Lexicon.At(key, Words, index) is not { } phrase || !IsFree(index, phrase.Words.Length))
                continue;
            var at = index + phrase.Words.Length;
            if (at >= used.Length || !IsName(at))
                continue;
            Use(index, phrase.Words.Length);
            return Hyphened(at);
        }
        return null;
    }

    /// <summary>The word with those that hyphens join to it, taken: "prod-db".</summary>
    private string Hyphened(int index)
    {
        var (start, end) = (index, index);
        while (start > 0 && IsFree(start - 1, 1) && AreJoined(start - 1))
            start--;
        while (end + 1 < used.Length && IsFree(end + 1, 1) && AreJoined(end))
            end++;
        Use(start, end + 1 - start);
        return ground.Raw(start, end + 1);
    }

    private bool AreJoined(int index) => ground.Tokens[index].End + 1 == ground.Tokens[index + 1].Start
        && ground.Source[ground.Tokens[index].End] == '-';

    private bool IsName(int index) => IsFree(index, 1) && ground.Tokens[index].Kind == TokenKind.Word
        && (ground.Tokens[index].Word != Words[index] || !Lexicon.Knows(Words[index]));

    private void FillPeople()
    {
        if (intent.Who is not { } slot || slots.Has(slot))
            return;
        if (slot == "to")
            UseFormer();
        var named = PersonAt();
        if (named is { } person)
            Put(slot, person);
        else if (slot == "to" && TakePhrase("self"))
            Put(slot, "me");
        else if (slot == "to" && intent.Name == "assign" && SaysSelf())
            Put(slot, "me");
        if (slot == "confirmedBy")
            UseAll("confirmedby");
    }

    // "I take 42" names nobody else.
    private bool SaysSelf() => !slots.Has("team") && Words.Any(word => Lexicon.Has("takesitself", word))
        && Lexicon.At("ownhand", Words, 0) is not null;

    private void FillFilterPeople()
    {
        if (!intent.Takes("assignee") || (intent.Changes && (!Says("all") || Ids.Any())))
            return;
        if (ValueOf("noone") is not null || TakePhrase("noone"))
            Put("assignee", "nobody");
        else if (TakePhrase("mine"))
            Put("assignee", "me");
        if (intent.Name != "assign")
            FillSender();
        if (TakePhrase("requester") && PersonAt() is { } requester)
            Put("requester", requester);
        if (slots.Has("assignee"))
            return;
        if ((ValueOf("assignedto") is not null || TakePhrase("assignedto")) && TakePhrase("self"))
            Put("assignee", "me");
        else if (PersonAt() is { } assignee)
            Put("assignee", assignee);
        if (slots.Has("assignee"))
            UseAll("assignedto");
    }

    /// <summary>"tickets from kim": who sent them, not who has them.</summary>
    private void FillSender()
    {
        for (var index = 0; index + 1 < used.Length; index++)
        {
            var (length, people) = ground.Names.PersonAt(Words, index + 1);
            if (people != 1 || !Lexicon.Has("sender", Words[index]) || !IsFree(index, 1 + length))
                continue;
            Put("requester", ground.Raw(index + 1, index + 1 + length));
            Use(index, 1 + length);
            var next = index + 1 + length;
            if (next < used.Length && Lexicon.Has("and", Words[next])
                && ground.Names.PersonAt(Words, next + 1).Length > 0)
                unplaced++; // "from kim and bo" names two
        }
    }

    private bool Says(string key) =>
        Enumerable.Range(0, used.Length).Any(index => Lexicon.At(key, Words, index) is not null);

    /// <summary>"assign bo to 42".</summary>
    private bool GoesToId(int index)
    {
        var at = index + 1;
        if (at >= used.Length || !Lexicon.Has("onto", Words[at]))
            return false;
        do
        {
            at++;
        }
        while (at < used.Length && (Lexicon.Has("noun", Words[at]) || Lexicon.Has("article", Words[at])));
        return ground.Things.Any(thing => thing.Kind == "id" && thing.Start == at);
    }

    private string? PersonAt()
    {
        for (var index = 0; index < used.Length; index++)
        {
            if (used[index])
                continue;
            var (length, people) = ground.Names.HasPeople
                ? ground.Names.PersonAt(Words, index)
                : (AsSaid(index), 1);
            if (length == 0 || !IsFree(index, length))
            {
                if (ground.Names.HasPeople && intent.NeededSlots.Any(need => need.Split('|').Contains("to"))
                    && AsSaid(index) > 0)
                    Doubting(Doubt.UnknownName, index);
                continue;
            }
            if (people > 1)
                Doubting(Doubt.UnknownName, index);
            Use(index, length);
            var name = ground.Raw(index, index + length);
            return name.EndsWith("'s", StringComparison.Ordinal) || name.EndsWith("’s", StringComparison.Ordinal)
                ? name[..^2] : name;
        }
        return null;
    }

    /// <summary>Where nobody is known, a name is what stands after "to", or begins with a capital.</summary>
    private int AsSaid(int index)
    {
        if (!IsName(index))
            return 0;
        var before = index - 1;
        while (before > 0 && IsFree(before, 1) && Lexicon.Has("article", Words[before]))
            before--;
        var follows = before >= 0 && Lexicon.Has("towards", Words[before]);
        var capital = char.IsUpper(ground.Tokens[index].Text[0]) && index > 0;
        if (!follows && !capital && !GoesToId(index) && intent.Name is not ("role" or "handover"))
            return 0;
        return index + 1 < used.Length && IsName(index + 1) && char.IsUpper(ground.Tokens[index + 1].Text[0]) ? 2 : 1;
    }
}
