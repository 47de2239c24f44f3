using System.Collections.Immutable;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Muster.Files.Templates;

/// <summary>
/// One rendering. A template reaches what it was given and a few filters of text, numbers and lists, no clock, no file,
/// no other template; what it prints of a value is escaped for its channel, what it says itself is not.
/// </summary>
internal sealed class TemplateRun : LiquidTemplateContext
{
    /// <summary>Of characters, in what the template of a message prints.</summary>
    public const int Longest = 32 << 10;

    /// <summary>Of characters, in a report.</summary>
    public const int LongestReport = 8 << 20;

    /// <summary>Of rounds, over all loops of a message's template together; a report's has the second.</summary>
    public const int MostRounds = 1_000;
    public const int MostRoundsOfReport = 50_000;

    private const int Deepest = 20;

    private readonly TemplateChannel channel;

    public TemplateRun(TemplateChannel channel, IReadOnlyDictionary<string, object?> values)
    {
        this.channel = channel;
        var isReport = channel == TemplateChannel.Markdown;
        LoopLimit = isReport ? MostRoundsOfReport : MostRounds;
        RecursiveLimit = Deepest;
        ObjectRecursionLimit = Deepest;
        LimitToString = 2 * (isReport ? LongestReport : Longest);
        foreach (var name in BuiltinObject.Keys.ToList())
        {
            if (!Filters.Contains(name) && !Constants.Contains(name))
                BuiltinObject.Remove(name);
        }
        PushGlobal(Of(values));
    }

    /// <summary>What is said cites its facts.</summary>
    public bool HasMarks { get; init; }

    public static ImmutableArray<string> Filters { get; } =
    [
        "append", "capitalize", "ceil", "compact", "concat", "contains", "default", "divided_by", "downcase", "first",
        "floor", "join", "last", "lstrip", "minus", "modulo", "plus", "prepend", "remove", "remove_first", "replace",
        "replace_first", "reverse", "round", "rstrip", "size", "slice", "sort", "split", "strip", "strip_newlines",
        "times", "truncate", "truncatewords", "uniq", "upcase",
    ];

    /// <summary>Words that stand for a value in Liquid.</summary>
    public static ImmutableArray<string> Constants { get; } = ["blank", "empty", "nil"];

    public override TemplateContext Write(SourceSpan span, object? textAsObject) => (TemplateContext)Write(
        textAsObject switch
        {
            null => "",
            WebAddress link => Escaping.Address(channel, link),
            ReportText said => said.Print(HasMarks),
            _ => Escaping.Text(channel, ObjectToString(textAsObject) ?? ""),
        });

    private static ScriptObject Of(IReadOnlyDictionary<string, object?> values)
    {
        var given = new ScriptObject(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            given[name] = value is IReadOnlyList<IReadOnlyDictionary<string, object?>> rows
                ? new ScriptArray(rows.Select(Of))
                : value is "" ? null : value; // in Liquid an empty text is true
        }
        return given;
    }
}
