namespace Muster.Files.Import;

/// <summary>What a line says about the web of links: an opening (<paramref name="To"/> is null) or a link.</summary>
internal sealed record LinkClaim(string Ticket, string? To, string Kind, int Line)
{
    /// <summary>Kinds whose other end lies outside the log.</summary>
    public bool IsOutward => Kind is "in-problem" or "by-change";
}

/// <summary>Follows the links in the order of the log: the other end must be open already, no ticket is linked with
/// itself, parents and blocks run in no circle (CONTRACT, replay log).</summary>
internal sealed class LinkCheck(FaultList faults)
{
    private readonly HashSet<string> opened = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> below = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>False where a replay would refuse the line.</returns>
    public bool Take(LinkClaim claim)
    {
        if (claim.To is null)
            return opened.Add(claim.Ticket);
        if (claim.IsOutward)
            return true;
        string? fault = opened.Contains(claim.To) ? Circle(claim) : "which is not opened before it";
        if (fault is not null)
            faults.Add(claim.Line, $"{claim.Ticket} is linked ({claim.Kind}) to {claim.To}, {fault}; left out");
        return fault is null;
    }

    private string? Circle(LinkClaim claim)
    {
        if (claim.Ticket.Equals(claim.To, StringComparison.OrdinalIgnoreCase))
            return "which is itself";
        (string Upper, string Lower, string Tree)? edge = claim.Kind switch
        {
            "child" => (claim.Ticket, claim.To!, "tree"),
            "parent" => (claim.To!, claim.Ticket, "tree"),
            "blocks" => (claim.Ticket, claim.To!, "blocks"),
            "blocked-by" => (claim.To!, claim.Ticket, "blocks"),
            _ => null,
        };
        if (edge is not var (upper, lower, tree))
            return null;
        if (Reaches($"{tree} {lower}", $"{tree} {upper}"))
            return "which closes a circle";
        if (!below.TryGetValue($"{tree} {upper}", out HashSet<string>? set))
            below.Add($"{tree} {upper}", set = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        set.Add($"{tree} {lower}");
        return null;
    }

    private bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { from };
        var waiting = new Queue<string>(seen);
        while (waiting.TryDequeue(out string? node))
        {
            if (node.Equals(to, StringComparison.OrdinalIgnoreCase))
                return true;
            foreach (string next in below.GetValueOrDefault(node) ?? [])
            {
                if (seen.Add(next))
                    waiting.Enqueue(next);
            }
        }

        return false;
    }
}
