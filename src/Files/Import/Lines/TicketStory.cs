using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Muster.Files.Import;

/// <summary>Tells the rows of one ticket as lines: its opening, then for each row what became different. Inside a row:
/// reopen or resume, priority, team and person, links, the verb of its state, and update when none of
/// them did anything. What our own table forbids is written all the same; a replay applies it and marks it.</summary>
internal sealed class TicketStory
{
    private static readonly string[] Yes = ["true", "yes", "y", "1", "vip", "x"];
    private static readonly string[] No = ["false", "no", "n", "0"];

    private readonly Mapping mapping;
    private readonly LogLine line;
    private readonly FaultList faults;
    private readonly ISet<string> holdReasons;
    private readonly TicketShape shape = new();
    private readonly string key;
    private readonly string?[] linked;

    private Row row;
    private Instant at;
    private int order;
    private string? state, told, priority, words, by;
    private bool machine, wrote, spoken, resumed;

    private TicketStory(Mapping mapping, LogLine line, FaultList faults, ISet<string> holdReasons, string key)
    {
        (this.mapping, this.line, this.faults, this.holdReasons, this.key) = (mapping, line, faults, holdReasons, key);
        linked = new string?[mapping.Links.Length];
    }

    public static void Tell(
        TicketRows ticket, Mapping mapping, LogLine line, FaultList faults, ISet<string> holdReasons)
    {
        Row[] rows = [.. ticket.Rows.OrderBy(row => row.At)];   // stable: one instant keeps the file's order
        var story = new TicketStory(mapping, line, faults, holdReasons, ticket.Key);
        if (rows.Length == 0 || !story.Open(rows[0]))
            return;
        for (int index = 0; index < rows.Length; index++)
            story.Tell(rows[index], first: index == 0);
    }

    private bool Open(Row first)
    {
        row = first;
        at = OpenedAt(first);
        order = first.Line;
        priority = Priority();
        string? actor = mapping.OpenedBy?.Read(row.Cells) ?? (mapping.OpenedAt is null ? Read(mapping.By) : null);
        return line.Begin(at, order, "open", key)
            .With("priority", priority)
            .With("title", Read(mapping.Title))
            .With("description", Read(mapping.Description))
            .With("category", Read(mapping.Category))
            .With("service", Read(mapping.Service))
            .Requester(Read(mapping.Requester), Vip())
            .With("affectedUsers", AffectedUsers())
            .With("source", Read(mapping.Source))
            .Tags(mapping.Tags.Select(tag => (tag.Name, tag.Value.Read(row.Cells))))
            .End(actor, new LinkClaim(key, null, "", order));
    }

    private void Tell(Row next, bool first)
    {
        row = next;
        order = row.At > at ? row.Line : Math.Max(order, row.Line);
        at = Instant.Max(at, row.At);
        by = Read(mapping.By);
        machine = by is not null && mapping.Automatic.Contains(by);
        (wrote, resumed) = (first, false);
        told = Read(mapping.State);
        ImmutableArray<StateAct> acts = ActsOf(told);
        bool isState = acts.Any(act => !act.Happens);
        bool changed = isState && told != state;
        if (isState)
            state = told;
        string? heard = Read(mapping.Text);
        spoken = heard is null || heard == words;
        words = heard ?? words;

        LeaveWhatWas(acts);
        Prioritise(first);
        Assign(acts);
        Link();
        foreach (StateAct act in acts)
            Perform(act, changed);
        if (!wrote || !spoken)
            Speak("update");
    }

    private ImmutableArray<StateAct> ActsOf(string? now)
    {
        if (now is null)
            return [];
        if (mapping.States.Find(now) is { } acts)
            return acts;
        faults.Unknown(row.Line, "state", now);
        return [];
    }

    private void LeaveWhatWas(ImmutableArray<StateAct> acts)
    {
        if (acts is [] || acts.All(act => act.Happens))
            return;
        if (shape.IsDone && !acts.Any(act => act.Verb is StateVerb.Resolve or StateVerb.Close))
        {
            wrote |= shape.Reopen();
            Write("reopen");
        }
        else if (shape.State == TicketShape.At.Pending
                 && acts.Any(act => act.Verb is StateVerb.Open or StateVerb.Assign or StateVerb.Start))
        {
            wrote |= resumed = shape.Resume();
            Write("resume");
        }
    }

    private void Prioritise(bool first)
    {
        if (first || Priority() is not { } now || now == priority)
            return;
        priority = now;
        wrote = true;
        line.Begin(at, order, "prioritise", key).With("priority", now).End(by);
    }

    private void Assign(ImmutableArray<StateAct> acts)
    {
        string? team = Limited(mapping.Team);
        string? person = Limited(mapping.To);
        bool otherTeam = team is not null && team != shape.Team;
        bool otherPerson = person is not null && person != shape.Person;
        bool asked = acts.Any(act => act.Verb == StateVerb.Assign);
        if (!otherTeam && !otherPerson && !asked)
            return;
        team = otherTeam ? team : asked ? team ?? shape.Team : null;
        person = otherTeam || otherPerson || team is null ? person : null;
        if (team is null && person is null)
            return;
        wrote |= shape.Assign(team, person);
        line.Begin(at, order, "assign", key).With("team", team).With("to", person).End(by);
    }

    private void Link()
    {
        for (int index = 0; index < linked.Length; index++)
        {
            (string kind, ValueSource source) = mapping.Links[index];
            if (source.Read(row.Cells) is not { } to || to == linked[index])
                continue;
            linked[index] = to;
            wrote = true;
            line.Begin(at, order, "link", key).With("to", to).With("kind", kind)
                .End(by, new LinkClaim(key, to, kind, row.Line));
        }
    }

    private void Perform(StateAct act, bool changed)
    {
        switch (act.Verb)
        {
            case StateVerb.Start when !(resumed && shape.State == TicketShape.At.InProgress)
                                      && (changed || shape.State != TicketShape.At.InProgress):
                wrote |= shape.Start();
                Write("start");
                break;
            case StateVerb.Hold when changed || shape.State != TicketShape.At.Pending:
                wrote |= shape.Hold(act.Argument!);
                holdReasons.Add(act.Argument!);
                line.Begin(at, order, "hold", key).With("reason", act.Argument).End(by);
                break;
            case StateVerb.Resolve when changed || shape.State != TicketShape.At.Resolved:
                Resolve(act.Argument);
                break;
            case StateVerb.Close when changed || shape.State != TicketShape.At.Closed:
                if (act.Argument is null && !shape.IsDone)
                    Resolve(null);
                wrote |= shape.Close();
                line.Begin(at, order, "close", key).With("code", act.Argument).End(by);
                break;
            case StateVerb.Update when changed:
                Speak("update");
                break;
            case StateVerb.Ask or StateVerb.Reply or StateVerb.Acknowledge:
                Speak(act.Verb.ToString().ToLowerInvariant());
                break;
        }
    }

    private void Resolve(string? code)
    {
        wrote |= shape.Resolve();
        line.Begin(at, order, "resolve", key).With("code", Read(mapping.Code) ?? code ?? "fixed").End(by);
    }

    /// <summary>A verb that always writes; it carries the row's new words.</summary>
    private void Speak(string verb)
    {
        bool flag = machine && (verb is "update" or "reply");
        line.Begin(at, order, verb, key).Flag("auto", flag).With("text", spoken ? null : words).End(by);
        (wrote, spoken) = (true, true);
        if (flag || verb == "acknowledge")
            return;
        if (verb == "reply")
            shape.Reply();
        else
            shape.Speak(by);
    }

    private void Write(string verb) => line.Begin(at, order, verb, key).End(by);

    private string? Read(ValueSource? source) => source?.Read(row.Cells);

    private string? Limited(ValueSource? source) =>
        source?.OnlyIn is { } only && !only.Fit(told ?? state) ? null : Read(source);

    private Instant OpenedAt(Row first)
    {
        if (Read(mapping.OpenedAt) is not { } text)
            return first.At;
        Instant? opened = mapping.Dates.Read(text, out string? why);
        if (opened is null)
            faults.Add(first.Line, $"{why}; {key} is opened at its first row instead");
        return opened ?? first.At;
    }

    private string? Priority()
    {
        if (Read(mapping.Priority) is not { } text)
            return null;
        string known = text.ToUpperInvariant();
        if (known is "P1" or "P2" or "P3" or "P4")
            return known;
        faults.Unknown(row.Line, "priority", text);
        return null;
    }

    private bool? Vip()
    {
        if (Read(mapping.Vip) is not { } text)
            return null;
        if (Yes.Contains(text.ToLowerInvariant()))
            return true;
        if (!No.Contains(text.ToLowerInvariant()))
            faults.Unknown(row.Line, "vip", text);
        return false;
    }

    private int? AffectedUsers()
    {
        if (Read(mapping.AffectedUsers) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int users) && users >= 0)
            return users;
        faults.Unknown(row.Line, "affectedUsers", text);
        return null;
    }
}
