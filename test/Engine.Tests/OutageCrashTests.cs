using Muster.Channels;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>
/// The process dies once at any point of the original's example 1, before or after any commit, any message and any
/// settlement: the story is the same, and what is told twice carries the key of the first time.
/// </summary>
public sealed class OutageCrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Wherever_the_process_dies_the_story_and_what_people_are_told_are_the_same()
    {
        await using var whole = new OutageSimulation(diesAt: null);
        await whole.Run();
        var (story, ends) = (await whole.Journal(), await whole.Ends());
        Assert.Contains(story, line => line.Contains("\"stood-down\"", StringComparison.Ordinal));
        string[] kinds = [.. whole.Taken.Select(letter => letter.Facts["kind"]).Distinct()];
        Assert.Superset(new HashSet<string> { "page", "role", "stakeholder" }, kinds.ToHashSet());
        Assert.Equal(whole.Taken.Count, whole.Taken.DistinctBy(letter => letter.Key).Count());

        output.WriteLine($"{whole.Points} points to die at, {whole.Taken.Count} messages");
        Assert.True(whole.Points > 150, $"only {whole.Points} points to die at");
        for (var point = 0; point < whole.Points; point++)
        {
            await using var killed = new OutageSimulation(point);
            await killed.Run();
            Assert.True(killed.Died, $"point {point} was never reached");
            Assert.Equal(story, await killed.Journal());
            Assert.Equal(ends, await killed.Ends());
            Assert.Equal(Words(whole.Taken.Select(Again)), Words(killed.Taken.Select(Again).Distinct()));
            Assert.InRange(killed.Taken.Count - whole.Taken.Count, 0, OutageSimulation.MostUnderWay);
        }
    }

    /// <summary>The message without the mark of being said again.</summary>
    private static (string Key, string To, string Subject, string Text) Again(Letter letter) =>
        (letter.Key, letter.To, letter.Subject, letter.Text);

    private static IEnumerable<(string, string, string, string)> Words(
        IEnumerable<(string Key, string To, string Subject, string Text)> letters) =>
        letters.OrderBy(letter => letter.Key, StringComparer.Ordinal);
}
