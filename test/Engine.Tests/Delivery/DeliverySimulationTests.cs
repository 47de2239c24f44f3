using Muster.Engine.Delivery;
using Muster.Storage;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>
/// Whatever fails on the way: every page reaches its person, or was not needed any more, or is a dead letter after all
/// its ways were tried; none is told that was not needed; a repeat carries the key of the first.
/// </summary>
public sealed class DeliverySimulationTests
{
    private static readonly int Runs = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 2_000 : 60;

    [Fact]
    public async Task Every_page_is_told_while_it_is_needed_and_under_one_key()
    {
        for (var seed = 1; seed <= Runs; seed++)
            await Check(seed, TellingBug.None);
    }

    [Theory]
    [InlineData(TellingBug.RecordsBeforeSending)]
    [InlineData(TellingBug.TellsWhatIsMoot)]
    [InlineData(TellingBug.RetriesWithoutKey)]
    public async Task A_bug_that_was_put_in_is_found(TellingBug bug)
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            try
            {
                await Check(seed, bug);
            }
            catch (Xunit.Sdk.XunitException)
            {
                return;
            }
        }
        Assert.Fail($"{bug} went unnoticed in 30 runs");
    }

    private static async Task Check(int seed, TellingBug bug)
    {
        await using var simulation = new DeliverySimulation(seed, bug);
        await simulation.Run();
        var messages = await simulation.Messages();
        var byKey = messages.ToDictionary(message => message.Message.Key);
        foreach (var (ticket, version, person) in await simulation.Paged())
            Assert.True(byKey.ContainsKey($"page/{ticket}/{version}/{person}"), $"seed {seed}: {ticket} {person} lost");
        Assert.All(messages, message => Assert.True(
            message.State != OutboxState.Waiting, $"seed {seed}: {message.Message.Key} waits for ever"));
        foreach (var (letter, moot) in simulation.Taken)
        {
            Assert.True(byKey.ContainsKey(letter.Key), $"seed {seed}: {letter.Key} is nobody's key");
            Assert.True(moot is null, $"seed {seed}: {letter.Key} was told though {moot}");
        }
        var taken = simulation.Taken.Select(each => each.Letter.Key).ToHashSet();
        foreach (var message in messages.Where(each => each.Message.Kind == "page"))
        {
            var ended = message.State == OutboxState.Delivered
                ? taken.Contains(message.Message.Key)
                : message.Reason!.StartsWith(DeliveryLoop.NotTold, StringComparison.Ordinal)
                    || message.Reason.StartsWith("given up", StringComparison.Ordinal)
                    || message.Reason.Contains("no such user", StringComparison.Ordinal);
            Assert.True(
                ended, $"seed {seed}: {message.Message.Key} {message.State} {message.Reason}, and nobody has it");
        }
    }
}
