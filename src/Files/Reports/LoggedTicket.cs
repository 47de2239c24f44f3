using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files.Reports;

/// <summary>One ticket of a replay log with all that happened to it, majors running by themselves.</summary>
/// <param name="EndedAt">The log's last instant.</param>
public sealed record LoggedTicket(MajorAccount Account, Instant EndedAt)
{
    /// <param name="id">A key of the log without case, or a bare number that only one of them ends with.</param>
    /// <param name="onRefusal">Told of each line that was refused.</param>
    /// <returns>The ticket, or why there is none.</returns>
    public static (LoggedTicket? Ticket, string? Fault) Read(
        Stream log, Policy policy, string id, Action<int, Refusal> onRefusal)
    {
        var told = new Dictionary<TicketId, List<DatedFact>>();
        var replay = new LogReplay(policy, withMajors: true, Keep) { OnRefusal = onRefusal };
        replay.Run(log);
        var found = told.Keys
            .Where(key => string.Equals(key.Value, id, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0)
            found = [.. told.Keys];
        return found switch
        {
            [var one] => (new LoggedTicket(
                MajorAccount.Of(replay.Time.Find(one.Value)!, told[one]), replay.Time.Now!.Value), null),
            [] => (null, $"the log has no ticket {id}"),
            _ => (null, $"{id} may be any of {string.Join(", ", found.Take(5))}; say which"),
        };

        void Keep(Instant at, TicketState ticket, TicketEvent fact)
        {
            if (!IsMeant(ticket.Id.Value, id))
                return;
            if (!told.TryGetValue(ticket.Id, out var facts))
                told.Add(ticket.Id, facts = []);
            facts.Add(new DatedFact(at, fact));
        }
    }

    private static bool IsMeant(string key, string id) =>
        string.Equals(key, id, StringComparison.OrdinalIgnoreCase)
        || (long.TryParse(id, out var number) && key.LastIndexOf('-') is >= 0 and var dash
            && long.TryParse(key.AsSpan(dash + 1), out var own) && own == number);
}
