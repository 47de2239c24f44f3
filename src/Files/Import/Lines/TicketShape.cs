namespace Muster.Files.Import;

/// <summary>Where a ticket stands by the lines written so far (BEHAVIOUR 2, L10, L11), so far as an import needs
/// it: what would change nothing is not activity, and a state that the source names must be reached.</summary>
internal sealed class TicketShape
{
    public enum At
    {
        New,
        Assigned,
        InProgress,
        Pending,
        Resolved,
        Closed,
        Reopened,
    }

    private At before;
    private string? reason;

    public At State { get; private set; } = At.New;
    public string? Team { get; private set; }
    public string? Person { get; private set; }
    public bool IsDone => State is At.Resolved or At.Closed;

    /// <returns>Whether anything changed.</returns>
    public bool Assign(string? team, string? person)
    {
        bool otherTeam = team is not null && team != Team;
        bool otherPerson = otherTeam ? person != Person : person is not null && person != Person;
        At now = Moved(State == At.Pending ? before : State, otherTeam);
        bool moved = now != (State == At.Pending ? before : State);
        if (otherTeam || otherPerson)
            Person = otherTeam ? person : person ?? Person;
        Team = team ?? Team;
        if (State == At.Pending)
            before = now;
        else
            State = now;
        return otherTeam || otherPerson || moved;
    }

    private static At Moved(At state, bool otherTeam) => state switch
    {
        At.New or At.Reopened => At.Assigned,
        At.InProgress when otherTeam => At.Assigned,
        _ => state,
    };

    public bool Start() => MoveTo(At.InProgress);

    public bool Hold(string why)
    {
        if (State == At.Pending)
        {
            bool other = reason != why;
            reason = why;
            return other;
        }

        (before, reason) = (State, why);
        return MoveTo(At.Pending);
    }

    public bool Resume() => MoveTo(before);
    public bool Resolve() => MoveTo(At.Resolved);
    public bool Close() => MoveTo(At.Closed);
    public bool Reopen() => MoveTo(At.Reopened);

    /// <summary>L10: the assignee's own word on a reopened ticket takes it up again.</summary>
    public void Speak(string? by)
    {
        if (State == At.Reopened && by is not null && by.Equals(Person, StringComparison.OrdinalIgnoreCase))
            State = At.InProgress;
    }

    /// <summary>L4: the requester's reply ends a wait for them and a rest.</summary>
    public void Reply()
    {
        if (State == At.Pending && reason == "user")
            State = before;
        else if (IsDone)
            State = At.Reopened;
    }

    private bool MoveTo(At state)
    {
        bool moved = State != state;
        State = state;
        return moved;
    }
}
