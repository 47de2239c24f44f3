namespace Muster.Files.Policies;

/// <summary>Finds what refers to itself in a circle. Iterative: a chain may be as long as a policy is large.</summary>
internal static class Circles
{
    public static void Find(
        IEnumerable<(string Name, MapNode Map)> all,
        Func<MapNode, IEnumerable<ScalarNode>> next,
        string words,
        Findings findings)
    {
        var maps = all.ToDictionary(e => e.Name, e => e.Map, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in maps.Keys)
        {
            if (!done.Contains(start))
                Walk(start, maps, next, done, words, findings);
        }
    }

    private static void Walk(
        string start,
        Dictionary<string, MapNode> maps,
        Func<MapNode, IEnumerable<ScalarNode>> next,
        HashSet<string> done,
        string words,
        Findings findings)
    {
        var path = new List<(string Name, Queue<ScalarNode> Ahead)> { (start, new(next(maps[start]))) };
        var onPath = new HashSet<string>(StringComparer.Ordinal) { start };
        while (path.Count > 0)
        {
            var (name, ahead) = path[^1];
            if (!ahead.TryDequeue(out var reference))
            {
                path.RemoveAt(path.Count - 1);
                onPath.Remove(name);
                done.Add(name);
            }
            else if (onPath.Contains(reference.Text))
            {
                var circle = path.Select(p => p.Name).SkipWhile(n => n != reference.Text).Append(reference.Text);
                findings.Fault(reference.Place, $"{words} in a circle: {string.Join(" → ", Cut([.. circle]))}");
            }
            else if (!done.Contains(reference.Text) && maps.TryGetValue(reference.Text, out var map))
            {
                path.Add((reference.Text, new(next(map))));
                onPath.Add(reference.Text);
            }
        }
    }

    private static List<string> Cut(List<string> circle) =>
        circle.Count <= 10 ? circle : [.. circle.Take(8), "…", circle[^1]];
}
