namespace Muster.Core.Asking;

/// <summary>The same word means a verb of another kind where the id is one of a change or a problem.</summary>
internal static class Kinds
{
    private static readonly Dictionary<string, string> OfChanges = new()
    {
        ["start"] = "change.begin",
        ["resolve"] = "change.complete",
        ["reject"] = "change.reject",
        ["acknowledge"] = "change.approve",
    };

    private static readonly Dictionary<string, string> OfProblems = new()
    {
        ["resolve"] = "problem.resolve",
        ["link"] = "problem.link",
        ["unlink"] = "problem.unlink",
        ["merge"] = "problem.merge",
        ["acknowledge"] = "problem.confirm",
        ["reject"] = "problem.dismiss",
    };

    public static Understanding Settle(Understanding read)
    {
        if (read.Intent is not { Changes: true } intent)
            return read;
        var named = read.Slots.List("ids").Concat(read.Slots.List("to")).ToList();
        var change = named.Exists(id => Is(id, "CHG"));
        var problem = named.Exists(id => Is(id, "PRB"));
        if (intent.Name == "close" && change && read.Slots.Text("code") == "cancelled")
            return read with { Intent = Intents.Named("change.cancel"), Slots = read.Slots.Without("code") };
        if (change && OfChanges.TryGetValue(intent.Name, out var ofChange))
            return read with { Intent = Intents.Named(ofChange) };
        if (problem && OfProblems.TryGetValue(intent.Name, out var ofProblem))
            return read with { Intent = Intents.Named(ofProblem) };
        var foreign = (change && !intent.Name.StartsWith("change.", StringComparison.Ordinal))
            || (problem && !intent.Name.StartsWith("problem.", StringComparison.Ordinal));
        return foreign && intent.Reach != Reach.Later ? read with { Doubt = read.Doubt ?? Doubt.Unexplained } : read;
    }

    private static bool Is(string id, string kind) => id.StartsWith(kind, StringComparison.OrdinalIgnoreCase);
}
