using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Muster.Files.Policies;
using Xunit;
using static Muster.Edge.Tests.Policies.Reading;

namespace Muster.Edge.Tests.Policies;

/// <summary>The JSON Schema for editors and the reader know the same keys, and both accept what is shipped.</summary>
public sealed class PolicySchemaTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Root, "schemas/muster-policy.schema.json"));
    private static readonly JsonElement Schema = Element(Text);

    [Fact]
    public void Every_key_of_the_reader_is_in_the_schema_and_the_other_way_round()
    {
        var differences = new List<string>();
        Compare(PolicyShapes.Policy, Schema, "", differences);
        Assert.Equal([], differences);
    }

    [Fact]
    public void Every_key_in_the_schema_is_described()
    {
        var silent = new List<string>();
        Describe(PolicyShapes.Policy, Schema, "", silent);
        Assert.Equal([], silent);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void The_schema_accepts_the_shipped_policies(string file)
    {
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List };
        var accepted = JsonSchema.FromText(Text).Evaluate(AsJson(file), options);
        var faults = accepted.Details.Where(d => d.HasErrors)
            .Select(d => d.InstanceLocation + " " + string.Join(';', d.Errors!.Values));
        Assert.True(accepted.IsValid, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("""{"sla":[{"targets":{"P2":{"escalatAt":"3h"}}}]}""")]
    [InlineData("""{"lifecycle":{"autoClose":"soon"}}""")]
    [InlineData("""{"lifecycle":{"autoClose":7}}""")]
    [InlineData("""{"calendars":{"a":{"zone":"UTC","week":{"mo":[]}}}}""")]
    [InlineData("""{"calendars":{"a":{"zone":"UTC","week":{"mon":["9:00-17:00"]}}}}""")]
    [InlineData("""{"paging":{"a":{"steps":[{"notify":["bo"]}],"lastResort":["role:x"]}}}""")]
    [InlineData("""{"schedules":{"a":{"zone":"UTC","layers":[{"rotation":"daily","people":[]}]}}}""")]
    public void What_the_reader_refuses_the_schema_refuses(string policy)
    {
        Assert.False(JsonSchema.FromText(Text).Evaluate(JsonNode.Parse(policy)).IsValid);
        Assert.NotEmpty(PolicyReader.Read(Element(policy)).Faults);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void The_shipped_policies_name_the_schema_for_editors_and_have_no_faults_or_warnings(string file)
    {
        Assert.StartsWith(
            "# yaml-language-server: $schema=../schemas/muster-policy.schema.json\n",
            File.ReadAllText(file),
            StringComparison.Ordinal);
        var result = PolicyCheck.Check([file], together: false).Single().Result;
        Assert.Equal([], result.Faults);
        Assert.Equal([], result.Warnings);
    }

    public static TheoryData<string> Shipped() => [.. PolicyCheck.FilesOf(Path.Combine(Root, "policies"))];

    private static JsonNode? AsJson(string file) =>
        JsonNode.Parse(NodeJson.Text(YamlNodes.Read(file, File.ReadAllText(file), new Findings())!));

    internal static void Compare(Shape shape, JsonElement schema, string path, List<string> differences)
    {
        schema = Resolve(schema);
        switch (shape)
        {
            case MapShape map:
                var properties = schema.GetProperty("properties");
                var (mine, theirs) = (map.Fields.Select(f => f.Key), properties.EnumerateObject().Select(p => p.Name));
                differences.AddRange(mine.Except(theirs).Select(key => $"{path}/{key} is not in the schema"));
                differences.AddRange(theirs.Except(mine).Select(key => $"{path}/{key} is unknown to the reader"));
                Assert.False(schema.GetProperty("additionalProperties").GetBoolean(), path);
                foreach (var field in map.Fields.Where(f => theirs.Contains(f.Key)))
                    Compare(field.Shape, properties.GetProperty(field.Key), $"{path}/{field.Key}", differences);
                break;
            case NamedShape named:
                Compare(named.Each, schema.GetProperty("additionalProperties"), path + "/*", differences);
                break;
            case ListShape list:
                Compare(list.Each, schema.GetProperty("items"), path + "[]", differences);
                if ((schema.TryGetProperty("minItems", out var least) ? least.GetInt32() : 0) != list.AtLeast)
                    differences.Add($"{path} wants another number of items");
                break;
            case ScalarShape { Words.IsEmpty: false } words:
                if (!words.Words.SequenceEqual(schema.GetProperty("enum").EnumerateArray().Select(w => w.GetString()!)))
                    differences.Add($"{path} knows other words");
                break;
        }
    }

    internal static void Describe(Shape shape, JsonElement schema, string path, List<string> silent)
    {
        if (!schema.TryGetProperty("description", out _) && !Resolve(schema).TryGetProperty("description", out _))
            silent.Add(path);
        schema = Resolve(schema);
        if (shape is MapShape map)
        {
            var properties = schema.GetProperty("properties");
            foreach (var field in map.Fields)
                Describe(field.Shape, properties.GetProperty(field.Key), $"{path}/{field.Key}", silent);
        }
        else if (shape is NamedShape named)
        {
            Describe(named.Each, schema.GetProperty("additionalProperties"), path + "/*", silent);
        }
        else if (shape is ListShape list)
        {
            Describe(list.Each, schema.GetProperty("items"), path + "[]", silent);
        }
    }

    // the configuration's schema refers to the policy's, and to nothing of its own
    private static JsonElement Resolve(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference)
            ? Resolve(reference.GetString()!.Split('#')[1].Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Aggregate(Schema, (within, key) => within.GetProperty(key)))
            : schema;
}
