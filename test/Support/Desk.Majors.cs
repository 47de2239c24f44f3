using System.Text;
using Muster.Core.Reports;
using Muster.Files.Logs;

namespace Muster.Support;

public sealed partial class Desk
{
    /// <summary>The ticket as room and report tell it.</summary>
    public MajorAccount Account(string ticket)
    {
        var facts = new List<DatedFact>();
        var replay = new LogReplay(policy, withMajors, (at, state, fact) =>
        {
            if (string.Equals(state.Id.Value, ticket, StringComparison.OrdinalIgnoreCase))
                facts.Add(new DatedFact(at, fact));
        })
        {
            Until = Now,
        };
        replay.Run(new MemoryStream(Encoding.UTF8.GetBytes(Log)));
        return MajorAccount.Of(this[ticket], facts);
    }
}
