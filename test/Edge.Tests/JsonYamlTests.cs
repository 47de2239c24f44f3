using System.Text.Json;
using Muster.Files;
using YamlDotNet.Serialization;
using Xunit;

namespace Muster.Edge.Tests;

/// <summary>Answers as YAML.</summary>
public sealed class JsonYamlTests
{
    [Fact]
    public void Maps_and_lists_stand_in_blocks_and_words_are_bare()
    {
        var yaml = Yaml(
            """{"items":[{"id":"INC-2026-00001","tags":{"os":"macOS"},"to":[]},{"a":[[1,2],{}]}],"count":1.50}""");
        Assert.Equal(
            """
            items:
              - id: INC-2026-00001
                tags:
                  os: macOS
                to: []
              - a:
                  - - 1
                    - 2
                  - {}
            count: 1.50

            """, yaml, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("No")]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("2026-01-01")]
    [InlineData("")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("- a")]
    [InlineData("*a")]
    [InlineData("a ")]
    [InlineData("one\ntwo\t\u0001\u0085\"\\")]
    [InlineData("Zoë 😀")]
    public void Whatever_a_text_says_it_comes_back_as_that_text(string text)
    {
        var yaml = Yaml(JsonSerializer.Serialize(new Dictionary<string, string> { [text] = text }));
        var read = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(yaml);
        Assert.Equal(text, Assert.Single(read).Key);
        Assert.Equal(text, read.Single().Value);
    }

    private static string Yaml(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonYaml.Write(document.RootElement);
    }
}
