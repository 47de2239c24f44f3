namespace Muster.Files.Policies;

/// <summary>What two whole policies say differently, key by key.</summary>
public static class PolicyDifferences
{
    /// <summary>People's addresses are told to nobody who may only read a log.</summary>
    private const string Private = "people";

    /// <summary>One line each: <c>lifecycle.autoClose: 7d, not 3d</c>. Empty where both say the same.</summary>
    /// <param name="kept">A whole policy's text, as the store keeps it.</param>
    /// <param name="other">The one that is held against it.</param>
    public static IReadOnlyList<string> Between(string kept, string other)
    {
        var found = new List<string>();
        Compare(Read(kept), Read(other), "", found);
        return found;
    }

    private static Node? Read(string text) => YamlNodes.Read("policy", text, new Findings());

    private static void Compare(Node? one, Node? two, string path, List<string> found)
    {
        if (one is MapNode left && two is MapNode right)
        {
            foreach (var key in left.Entries.Concat(right.Entries).Select(entry => entry.Key).Distinct())
                Compare(left.Find(key), right.Find(key), path.Length == 0 ? key : $"{path}.{key}", found);
        }
        else if (one is ListNode { Items: var some } && two is ListNode { Items: var others }
            && some.Concat(others).All(item => item is MapNode))
        {
            for (var at = 0; at < Math.Max(some.Count, others.Count); at++)
                Compare(some.ElementAtOrDefault(at), others.ElementAtOrDefault(at), $"{path}[{at}]", found);
        }
        else if (Said(one) != Said(two))
        {
            found.Add(path.Split('.')[0] == Private
                ? $"{path} differs"
                : $"{path}: {Said(one)}, not {Said(two)}");
        }
    }

    private static string Said(Node? node) => node switch
    {
        null => "nothing",
        ScalarNode scalar => scalar.Text,
        ListNode list => "[" + string.Join(", ", list.Items.Select(Said)) + "]",
        MapNode map => "{" + string.Join(", ", map.Entries.Select(e => $"{e.Key}: {Said(e.Value)}")) + "}",
        _ => throw new InvalidOperationException("There is no other kind of node."),
    };
}
