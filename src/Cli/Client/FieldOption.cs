using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Files.Logs;

namespace Muster.Cli.Client;

/// <summary>One field of a body as options: <c>affectedUsers</c> is <c>--affected-users</c>.</summary>
internal sealed class FieldOption
{
    private readonly FieldShape shape;
    private readonly Option<bool?>? flag;
    private readonly Option<string?>? text;
    private readonly Option<string[]>? several;

    /// <param name="isLone">It may be said without its name, too.</param>
    public FieldOption(string verb, FieldShape field, bool isLone)
    {
        shape = field;
        var words = isLone ? "The same as TEXT."
            : VerbWords.Of(verb, field.Name) + (field.IsNeeded ? " Needed." : "");
        switch (field.Kind)
        {
            case FieldKind.Flag:
                flag = new Option<bool?>(NameOf(field.Name))
                {
                    Description = words,
                    Arity = ArgumentArity.ZeroOrOne,
                };
                break;
            case FieldKind.Requester:
                text = new Option<string?>("--requester") { Description = "Who reported it." };
                flag = new Option<bool?>("--vip") { Description = "The requester is a VIP." };
                break;
            case FieldKind.Tags:
                several = new Option<string[]>(NameOf(field.Name), "--tag")
                {
                    Description = $"{words} NAME=VALUE, any number of times.",
                };
                break;
            case FieldKind.Texts:
                several = new Option<string[]>(NameOf(field.Name), One(field.Name))
                {
                    Description = $"{words} Any number of times.",
                };
                break;
            default:
                text = new Option<string?>(NameOf(field.Name))
                {
                    Description = words
                        + (field.Kind == FieldKind.Moment ? " An instant such as 2025-10-20T09:00:00Z." : ""),
                };
                break;
        }
    }

    public string Name => shape.Name;

    public void AddTo(Command command)
    {
        foreach (var option in new Option?[] { text, flag, several })
        {
            if (option is not null)
                command.Add(option);
        }
    }

    /// <summary>The value that the call gave; null for none.</summary>
    /// <exception cref="UsageFault">It cannot be meant.</exception>
    public JsonNode? Read(ParseResult parsed) => shape.Kind switch
    {
        FieldKind.Flag => Flag(parsed) is { } said ? JsonValue.Create(said) : null,
        FieldKind.Requester => Requester(parsed),
        FieldKind.Tags => Tags(parsed),
        FieldKind.Texts => parsed.GetValue(several!) is { Length: > 0 } texts
            ? new JsonArray([.. texts.Select(one => JsonValue.Create(one))])
            : null,
        FieldKind.Number or FieldKind.Any => parsed.GetValue(text!) is { } said ? NumberOrText(said) : null,
        _ => parsed.GetValue(text!) is { } said ? JsonValue.Create(said) : null,
    };

    private static string NameOf(string field) =>
        "--" + string.Concat(field.Select(letter =>
            char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>What one of a list is called, where that is another word; each may be said by it.</summary>
    private static string[] One(string field) => field switch
    {
        "aliases" => ["--alias"],
        "options" => ["--option"],
        "systems" => ["--system"],
        _ => [],
    };

    /// <summary>An option that stands alone says yes.</summary>
    private bool? Flag(ParseResult parsed) =>
        parsed.GetResult(flag!) is null ? null : parsed.GetValue(flag!) ?? true;

    private JsonObject? Requester(ParseResult parsed)
    {
        var (name, vip) = (parsed.GetValue(text!), Flag(parsed));
        if (name is null && vip is null)
            return null;
        var requester = new JsonObject();
        if (name is not null)
            requester["name"] = name;
        if (vip is { } said)
            requester["vip"] = said;
        return requester;
    }

    private JsonObject? Tags(ParseResult parsed)
    {
        if (parsed.GetValue(several!) is not { Length: > 0 } said)
            return null;
        var tags = new JsonObject();
        foreach (var tag in said)
        {
            var at = tag.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                throw new UsageFault($"--tag {tag}: NAME=VALUE is needed");
            tags[tag[..at]] = tag[(at + 1)..];
        }
        return tags;
    }

    private static JsonValue? NumberOrText(string said)
    {
        try
        {
            if (JsonNode.Parse(said) is JsonValue value && value.GetValueKind() is not JsonValueKind.String)
                return value;
        }
        catch (JsonException)
        {
            // a text then; whether it will do is the server's to say
        }
        return JsonValue.Create(said);
    }
}
