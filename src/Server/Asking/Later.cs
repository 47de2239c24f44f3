using Muster.Core.Asking;

namespace Muster.Server.Asking;

/// <summary>What is understood and not there yet.</summary>
internal static class Later
{
    public static string Of(IntentShape intent) => intent.Name switch
    {
        var name when name.StartsWith("change.", StringComparison.Ordinal) =>
            "I understood that; planned maintenance and changes are not there yet, so nothing was done.",
        "problem.investigate" =>
            "I understood that; agents that investigate are not there yet, so nothing was done.",
        var name when name.StartsWith("problem.", StringComparison.Ordinal) =>
            "I understood that; problems are not there yet, so nothing was done.",
        "patterns" => "I understood that; the search for patterns is not there yet, so nothing was done.",
        "article.open" => "I understood that; knowledge articles are not there yet, so nothing was done.",
        _ => throw new System.Diagnostics.UnreachableException(intent.Name),
    };
}
