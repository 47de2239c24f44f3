using System.Text.RegularExpressions;

namespace Muster.Core.Asking;

/// <summary>Whom a text speaks to: the coordinator where nobody is named.</summary>
/// <param name="Agent">The name after the @; null where there is none.</param>
/// <param name="Text">What is said to it.</param>
public sealed partial record Mention(string? Agent, string Text)
{
    private static readonly string[] Coordinators = ["incident-coordinator", "coordinator", "muster"];

    private static readonly string[] Agents =
    [
        .. Coordinators, "ticket-triager", "system-diagnostician", "access-manager", "knowledge-base-builder",
    ];

    /// <summary>
    /// What a comment says to the coordinator or an agent: from a line on that begins with its name. Null where none
    /// does: a name within a sentence is talked of, not to.
    /// </summary>
    public static string? In(string comment)
    {
        var match = AtALine().Match(comment);
        return match.Success && Agents.Contains(match.Groups[1].Value.ToLowerInvariant())
            ? comment[match.Groups[1].Index..].Insert(0, "@") : null;
    }

    public static Mention Of(string text)
    {
        var match = Named().Match(text);
        var rest = (match.Success ? text[match.Length..] : text).Trim();
        if (rest.Length > 1 && rest[0] is '"' or '“' or '„' or '«' && rest[^1] is '"' or '”' or '“' or '»'
            && rest[1..^1].IndexOfAny(['"', '“', '”', '«', '»']) < 0)
            rest = rest[1..^1].Trim();
        return new Mention(match.Success ? match.Groups[1].Value.ToLowerInvariant() : null, rest);
    }

    /// <summary>Each agent has its own trade; whoever else is named is nobody that Muster speaks for.</summary>
    internal bool Allows(IntentShape intent) => Agent switch
    {
        null => true,
        "ticket-triager" => intent.Name is "triage" or "assign" or "prioritise",
        "system-diagnostician" => intent.Name is "problem.investigate",
        "knowledge-base-builder" => intent.Name is "article.open",
        _ => Coordinators.Contains(Agent),
    };

    [GeneratedRegex(@"^[ \t]*@([\p{L}\p{N}_-]+)", RegexOptions.Multiline, 1_000)]
    private static partial Regex AtALine();

    [GeneratedRegex(@"^\s*@([\p{L}\p{N}_-]+)[\s:,]*", RegexOptions.None, 1_000)]
    private static partial Regex Named();
}
