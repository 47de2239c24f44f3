using System.Text.RegularExpressions;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Xunit;

namespace Muster.Edge.Tests.Commands;

/// <summary>What a verb and its options are for, said by <c>--help</c>.</summary>
public sealed class HelpOnTheCommandLine
{
    [Fact]
    public void Every_verb_and_every_field_of_it_has_a_sentence_that_says_more_than_its_name()
    {
        foreach (var verb in Verbs.All.Concat(Verbs.OfMajors).Append("correct"))
        {
            Assert.Matches("^[A-Z].+ .+[.]$", VerbWords.Of(verb));
            foreach (var field in FieldShape.Of(verb))
                Assert.Matches("^[A-Za-z].*[.]$", VerbWords.Of(verb, field.Name));
            Assert.DoesNotContain(FieldShape.Of(verb), field => VerbWords.Of(verb, field.Name) == $"{field.Name}.");
        }
    }

    [Theory]
    [InlineData("ticket", "open", "--aliases", "--alias")]
    [InlineData("ticket", "open", "--tags", "--tag")]
    [InlineData("ticket", "tag", "--tags", "--tag")]
    [InlineData("ticket", "impact", "--systems", "--system")]
    [InlineData("ticket", "impact", "--business", "--business")]
    [InlineData("major", "decide", "--options", "--option")]
    [InlineData("team", "set", "--members", "--member")]
    [InlineData("person", "set", "--skills", "--skill")]
    public void A_field_that_is_a_list_is_an_option_by_its_own_name_and_by_that_of_one(
        string noun, string verb, string name, string one)
    {
        var help = RealProgram.Run(noun, verb, "--help").Output;
        var begun = $"muster {noun} {verb} {name[..4]}";
        var suggested = RealProgram.Run($"[suggest:{begun.Length}]", begun).Lines;
        foreach (var option in (string[])[name, one])
        {
            Assert.Matches($"{option}[ ,]", help);
            Assert.Contains(option, suggested);
        }
        Assert.DoesNotMatch("--busine[ ,]", help);
    }

    [Theory]
    [InlineData("major", "task")]
    [InlineData("major", "decide")]
    [InlineData("major", "action")]
    [InlineData("ticket", "open")]
    [InlineData("ticket", "resolve")]
    public void The_help_of_a_verb_says_what_it_does_and_what_each_option_means(string noun, string verb)
    {
        var help = RealProgram.Run(noun, verb, "--help");
        Assert.Equal((0, ""), (help.Code, help.Error));
        var said = Regex.Replace(help.Output, @"\s+", " ");
        Assert.Contains(VerbWords.Of(verb), said, StringComparison.Ordinal);
        // what may be said alone has its words at TEXT
        foreach (var field in FieldShape.Of(verb).Where(field => field.Name is not ("key" or "requester")))
            Assert.Contains(VerbWords.Of(verb, field.Name), said, StringComparison.Ordinal);
    }
}
