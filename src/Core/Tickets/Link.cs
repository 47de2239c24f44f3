namespace Muster.Core.Tickets;

/// <summary>How two tickets hang together (L9), read from the ticket that carries the link.</summary>
public enum LinkKind
{
    Relates,
    Duplicate,
    Follows,

    /// <summary>The other one is this ticket's parent.</summary>
    Parent,

    /// <summary>The other one is this ticket's child.</summary>
    Child,
    Blocks,
    BlockedBy,
    CausedBy,
    InProblem,
    ByChange,
}

public readonly record struct Link(LinkKind Kind, TicketId To);

public static class LinkKinds
{
    private static readonly string[] Names =
    [
        "relates", "duplicate", "follows", "parent", "child", "blocks", "blocked-by", "caused-by", "in-problem",
        "by-change",
    ];

    public static IReadOnlyList<string> All => Names;

    public static string Name(this LinkKind kind) => Names[(int)kind];

    /// <summary>The kind that is written <paramref name="name"/>, case counting; null when there is none.</summary>
    public static LinkKind? Parse(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : (LinkKind)index;
    }

    /// <summary>Problems and changes are no tickets: what such a link points at need not be known.</summary>
    public static bool PointsAtTicket(this LinkKind kind) => kind is not (LinkKind.InProblem or LinkKind.ByChange);
}
