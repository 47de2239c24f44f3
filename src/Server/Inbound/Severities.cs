using Muster.Core.Policies;
using Muster.Core.Tickets;

namespace Muster.Server.Inbound;

/// <summary>Senders' words for how bad it is, as priorities; the words are the policy's.</summary>
internal static class Severities
{
    /// <summary>Null for no word, and for one that the policy does not know: its default stands in.</summary>
    public static Priority? Of(string? word, Policy policy) => word switch
    {
        null => null,
        ['P' or 'p', >= '1' and <= '4' and var digit] => (Priority)(digit - '0'),
        _ => policy.Alerts.Severities.TryGetValue(word, out var priority) ? priority : null,
    };

    /// <summary>The worst of several; null where none is known.</summary>
    public static Priority? Worst(IEnumerable<Priority?> priorities) => priorities.Min();
}
