using Xunit;

namespace Muster.Core.Tests.Asking;

/// <summary>
/// Phrasings, each with what is to become of it. tuned.jsonl and aside.jsonl were written before there was a grammar;
/// of aside.jsonl 97.7 of 100 were right or asked back before anybody looked at what was not, and its mistakes are not
/// printed, so that the grammar is not made after them. more.jsonl came later, to be looked at. fresh.jsonl was written
/// by somebody who did not know the grammar; its expectations were brought to the names of this program (what a later
/// part brings is missing, a P1 declared from words is yesnow, an opened ticket has its title), its sentences are as
/// written. Unseen, 72.5 of 100 of it were right, 95.0 right or asked back, and 6 of the 240 were wrong acts, each for
/// a priority or service that a title named; then it was looked at, so that what it measures now is no unseen figure.
/// unseen.jsonl came after that, in the same way: unseen, 85.2 of 100 were right, 98.8 right or asked back (78.0 and
/// 91.6 before its names were brought to the program's), and one of 250 was a wrong act, the two ends of a parent link.
/// second.jsonl has other words on purpose: unseen, 43.8 of 100 were right, 95.0 right or asked back, and one of 80 was
/// done with a wrong title.
/// </summary>
public sealed class PhrasingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("tuned", 90)]
    [InlineData("more", 90)]
    [InlineData("aside", 90)]
    [InlineData("fresh", 90)]
    [InlineData("unseen", 90)]
    [InlineData("second", 80)]
    public void At_least_95_of_100_are_right_or_asked_back_and_none_is_a_wrong_act(string file, int understood)
    {
        var judged = Phrasing.Of(file).Select(phrasing => (phrasing, Judging.Of(phrasing))).ToList();
        foreach (var outcome in judged.GroupBy(one => one.Item2.Outcome))
            output.WriteLine($"{file}: {outcome.Key} {outcome.Count()} of {judged.Count}");
        if (file != "aside" || Environment.GetEnvironmentVariable("MUSTER_ASIDE") is not null)
        {
            foreach (var (phrasing, (outcome, told)) in judged.Where(one => one.Item2.Outcome != Outcome.Right))
                output.WriteLine($"{outcome}: {phrasing.Text} -> {told} (wanted {phrasing})");
        }
        Assert.Empty(judged.Where(one => one.Item2.Outcome == Outcome.WrongAct).Select(one => one.phrasing.Text));
        Assert.InRange(judged.Count(one => one.Item2.Outcome != Outcome.Wrong) * 100.0 / judged.Count, 95, 100);
        // Asking back is safe, and no use: most is understood.
        Assert.InRange(judged.Count(one => one.Item2.Outcome == Outcome.Right) * 100.0 / judged.Count, understood, 100);
    }
}
