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
