using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Files.Logs;

/// <summary>
/// What one line said, field by field; what it did not say is null or empty. Used again for each line.
/// </summary>
internal sealed class LineValues
{
    public LogField Said;
    public Instant At;
    public string Verb = "";
    public string Ticket = "";
    public string? By;
    public string? Text;
    public string? Key;
    public bool Imported;
    public string? Title;
    public string? Description;
    public Priority Priority;
    public string? Category;
    public string? Service;
    public Requester? Requester;
    public int? AffectedUsers;
    public bool UsersAreAtLeast;
    public string? Source;
    public ImmutableArray<Tag> Tags;
    public ImmutableArray<string> Aliases;
    public TicketStatus State;
    public string? Reason;
    public bool ReasonIsHold;
    public string? Team;
    public string? To;
    public bool Public;
    public bool Auto;
    public Instant Until;
    public string? Code;
    public LinkKind Kind;
    public Instant AsOf;
    public string? Reference;
    public Instant HappenedAt;
    public int Number;
    public string? Severity;
    public readonly List<ImpactFact> Impact = [];

    /// <summary>What the fields of a major's verbs said; null where a line has none of them.</summary>
    public MajorValues? Major;

    public bool Has(LogField field) => (Said & field) != 0;

    public void Clear()
    {
        Said = LogField.None;
        (Verb, Ticket) = ("", "");
        (By, Text, Key, Title, Description, Category, Service) = (null, null, null, null, null, null, null);
        (Source, Reason, Team, To, Code, Severity, Reference) = (null, null, null, null, null, null, null);
        (Imported, Public, Auto) = (false, false, false);
        (Requester, AffectedUsers, UsersAreAtLeast) = (null, null, false);
        (Tags, Aliases) = ([], []);
        Kind = LinkKind.Relates;
        Impact.Clear();
        Major = null;
    }
}

/// <summary>The fields that only the verbs of a major take.</summary>
internal sealed class MajorValues
{
    public string? Role;
    public string? Phase;
    public Instant Next;
    public ImmutableArray<string> Options = [];
    public string? Effect;
    public string? Box;
    public int Task;
    public string? Milestone;
    public string? ConfirmedBy;
    public int Why;
    public string? Evidence;
    public string? Confidence;
    public int Action;
    public string? Class;
    public string? Horizon;
    public string? Verification;
    public string? Link;
    public string? Channel;

    /// <summary>Of a task or an action: open, done or cancelled.</summary>
    public string? State;

    /// <summary>Of a lesson: well or improve.</summary>
    public string? Kind;
}
