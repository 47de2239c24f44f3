using System.Text.Json.Nodes;
using Json.Schema;
using Muster.Edge.Tests.Policies;
using Muster.Files.Policies;
using Muster.Files.Settings;
using Xunit;

namespace Muster.Edge.Tests.Settings;

/// <summary>The JSON Schema of a configuration and its reader know the same keys.</summary>
public sealed class SettingsSchemaTests
{
    private const string Name = "https://muster.invalid/muster.schema.json";
    private const string PolicyName = "https://muster.invalid/muster-policy.schema.json";

    private static readonly string Text = File.ReadAllText(Path.Combine(Reading.Root, "schemas/muster.schema.json"));

    private static readonly string PolicyText =
        File.ReadAllText(Path.Combine(Reading.Root, "schemas/muster-policy.schema.json"));

    [Fact]
    public void Every_key_of_the_reader_is_in_the_schema_and_the_other_way_round()
    {
        var differences = new List<string>();
        PolicySchemaTests.Compare(SettingsShapes.Whole, Reading.Element(Text), "", differences);
        Assert.Equal([], differences);
    }

    [Fact]
    public void Every_key_in_the_schema_is_described()
    {
        var silent = new List<string>();
        PolicySchemaTests.Describe(SettingsShapes.Whole, Reading.Element(Text), "", silent);
        Assert.Equal([], silent);
    }

    [Theory]
    [InlineData("""{"server":{"url":["http://127.0.0.1:1"]}}""")]
    [InlineData("""{"server":{"urls":"http://127.0.0.1:1"}}""")]
    [InlineData("""{"server":{"urls":["https://127.0.0.1:1"]}}""")]
    [InlineData("""{"channels":{"mail":{"host":"a"}}}""")]
    [InlineData("""{"channels":{"slack":{"tokenFile":"a"}}}""")]
    [InlineData("""{"channels":{"slack":{"tokenFile":"a","signingSecretFile":"b","baseUrl":"ftp://a"}}}""")]
    [InlineData("""{"limits":{"bodyBytes":1}}""")]
    [InlineData("""{"time":{"drain":"soon"}}""")]
    [InlineData("""{"lifecycle":{"autoClose":"soon"}}""")]
    public void What_the_reader_refuses_the_schema_refuses(string configuration)
    {
        Assert.False(Evaluate(JsonNode.Parse(configuration)).IsValid);
        Assert.NotEmpty(Read(configuration).Faults);
    }

    [Fact]
    public void The_configuration_to_begin_with_is_right_for_both_and_names_the_schema()
    {
        var text = File.ReadAllText(Path.Combine(Reading.Root, "deploy/muster.yaml"));
        Assert.StartsWith("# yaml-language-server: $schema=../schemas/muster.schema.json\n", text);
        var read = Read(text);
        Assert.Equal([], read.Faults);
        Assert.Equal([], read.Warnings);
        var node = YamlNodes.Read("muster.yaml", text, new Findings())!;
        Assert.True(Evaluate(JsonNode.Parse(NodeJson.Text(node))).IsValid);
    }

    private static SettingsResult Read(string text) =>
        SettingsReader.Read([new PolicySource("muster.yaml", text, null)], new Dictionary<string, string>());

    private static EvaluationResults Evaluate(JsonNode? configuration)
    {
        var options = new EvaluationOptions();
        options.SchemaRegistry.Register(new Uri(PolicyName), JsonSchema.FromText(PolicyText));
        var schema = JsonNode.Parse(Text)!.AsObject();
        schema["$id"] = Name;
        return JsonSchema.FromText(schema.ToJsonString()).Evaluate(configuration, options);
    }
}
