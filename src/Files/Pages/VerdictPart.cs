using Muster.Core.Policies;
using Muster.Core.Reports;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>Whether what the rules did by themselves was of use (E14), inside the part about escalations.</summary>
internal sealed class VerdictPart(Html html, Verdicts verdicts, VerdictPolicy policy)
{
    /// <summary>A share of fewer says nothing.</summary>
    private const int Enough = 10;

    public void Write()
    {
        if (verdicts.Rules.Count == 0)
            return;
        html.Leaf("h3", "Was it worth it?");
        html.Leaf(
            "p", "Useful: somebody took the ticket up in the tier it was brought to, before it was resolved. Not "
            + $"needed: nobody did, and it was resolved or taken back within {Spell(policy.NoiseWithin)} or by the "
            + "person who had it all along. Too late: the resolution target had been missed before. What the log does "
            + "not tell is left open and does not count in the share.");
        var table = Table.Stacking(html).Begin(
            "What came of it", "Rule", "Useful", "Not needed", "Too late", "Left open", "Share useful");
        foreach (var (rule, found) in verdicts.Rules)
            table.Row(Name(rule), Count(found.Useful), Count(found.Noise), Count(found.Late), Count(found.Unjudged),
                found.Judged < Enough ? "not enough data" : Share(found.Accuracy));
        table.End();
        foreach (var (rule, found) in verdicts.Rules)
        {
            if (found.IsBelowFloor)
                html.Leaf("p", $"{Name(rule)}: fewer than {policy.Floor.Hundredths}\u202f% of the last "
                    + $"{Count(policy.LastJudged)} that were judged were useful. A running service would let this rule "
                    + "only propose until that changes; a replay lets it go on.");
        }
    }
}
