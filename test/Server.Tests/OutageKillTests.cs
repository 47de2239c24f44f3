using Xunit;

namespace Muster.Server.Tests;

/// <summary>
/// The program is killed around the commands of the original's example 1: the story ends the same, and every message
/// reaches its receiver, once or under the same key. A few kills; under MUSTER_LONG around every command in each way.
/// </summary>
public sealed class OutageKillTests(ITestOutputHelper output)
{
    private const int FewKills = 7;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1";

    [Fact]
    public async Task Killed_around_any_command_the_story_ends_the_same_and_every_message_is_told()
    {
        using var whole = new ServedOutage();
        await whole.Run([.. Enumerable.Repeat(Kill.Never, ServedOutage.Commands)]);
        Assert.Contains(whole.Story, line => line.Contains("\"stood-down\"", StringComparison.Ordinal));
        Assert.Equal(whole.Taken.Count, whole.Taken.Distinct().Count());
        output.WriteLine($"{ServedOutage.Commands} commands, {whole.Story.Count} facts, {whole.Taken.Count} messages");
        foreach (var kills in Plans(whole.Messages))
        {
            using var killed = new ServedOutage();
            await killed.Run(kills);
            Assert.Equal(whole.Story, killed.Story);
            Assert.Equal(whole.Ends, killed.Ends);
            Assert.Empty(killed.Words.Except(whole.Words));
            Assert.Empty(whole.Words.Except(killed.Words));
            output.WriteLine($"{kills.Count(kill => kill != Kill.Never)} kills, "
                + $"{killed.Taken.Count - whole.Taken.Count} messages came again");
        }
    }

    /// <param name="messages">How many messages each command brings about.</param>
    private IEnumerable<Kill[]> Plans(List<int> messages)
    {
        if (IsLong)
            return Enum.GetValues<Kill>().Where(kill => kill != Kill.Never)
                .Select(kill => messages.Select(count => Possible(kill, count)).ToArray());
        var seed = Environment.GetEnvironmentVariable("MUSTER_SEED") is { } said
            ? int.Parse(said, System.Globalization.CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"MUSTER_SEED={seed}");
        var random = new Random(seed);
        var plan = new Kill[messages.Count];
        foreach (var number in Enumerable.Range(0, messages.Count).OrderBy(_ => random.Next()).Take(FewKills))
            plan[number] = Possible((Kill)random.Next(1, 4), messages[number]);
        return [plan];
    }

    private static Kill Possible(Kill kill, int messages) =>
        kill == Kill.AfterItsFirstMessage && messages == 0 ? Kill.AfterItsAnswer : kill;
}
