using Muster.Core.Asking;
using Xunit;

namespace Muster.Core.Tests.Asking;

/// <summary>The reference of intents says what the program has, line by line.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void The_table_of_the_reference_is_the_programs()
    {
        var written = File.ReadLines(Repository.File("docs/reference/asking.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(Intents.All.Select(Line), written);
    }

    private static string Line(IntentShape intent) =>
        $"| `{intent.Name}` | {Slots(intent)} | {Consent(intent)} | {intent.Example} |";

    /// <summary>What must be said stands first and in bold.</summary>
    private static string Slots(IntentShape intent)
    {
        var needed = intent.NeededSlots.Select(need => $"**{need.Replace("|", " or ", StringComparison.Ordinal)}**");
        var named = intent.NeededSlots.SelectMany(need => need.Split('|')).Append("all");
        var free = intent.SlotNames.Append(intent.Text).OfType<string>().Select(slot => slot.TrimEnd('*'));
        return string.Join(", ", needed.Concat(free.Distinct().Except(named)));
    }

    private static string Consent(IntentShape intent)
    {
        var read = Grammar.Read(intent.Example, Phrasing.Wednesday);
        return Consents.Of(intent, read.Slots, true) switch
        {
            Core.Asking.Consent.Reads => "shows",
            Core.Asking.Consent.AtOnce => "at once",
            Core.Asking.Consent.YesFirst => "a yes first",
            _ => "not there yet",
        };
    }
}
