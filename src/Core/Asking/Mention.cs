using System.Text.RegularExpressions;

namespace Muster.Core.Asking;

/// <summary>Whom a text speaks to: the coordinator where nobody is named.</summary>
/// <param name="Agent">The name after the @; null where there is none.</param>
internal sealed partial record Mention(string? Agent, string Text)
{
    private static readonly string[] Coordinators = ["incident-coordinator", "coordinator", "muster"];

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
    public bool Allows(IntentShape intent) => Agent switch
    {
        null => true,
        "ticket-triager" => intent.Name is "triage" or "assign" or "prioritise",
        "system-diagnostician" => intent.Name is "problem.investigate",
        "knowledge-base-builder" => intent.Name is "article.open",
        _ => Coordinators.Contains(Agent),
    };

    [GeneratedRegex(@"^\s*@([\p{L}\p{N}_-]+)[\s:,]*", RegexOptions.None, 1_000)]
    private static partial Regex Named();
}
