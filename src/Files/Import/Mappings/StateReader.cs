using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Muster.Files.Import;

/// <summary>Reads <c>states</c>: a name, and one act (<c>start</c>, <c>{hold: user}</c>) or a list of them.</summary>
internal sealed class StateReader(MappingFile file)
{
    private const string ResolvedWithoutCode = "fixed";

    private static readonly string[] Verbs =
        [.. Enum.GetNames<StateVerb>().Select(name => name.ToLowerInvariant())];

    public StateTable Table(YamlNode node)
    {
        var rules = new List<(string, ImmutableArray<StateAct>)>();
        var met = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((YamlScalarNode key, YamlNode value) in file.Entries(node, "states"))
        {
            string name = (key.Value ?? "").Trim();
            if (!met.Add(name))
                file.Fault(key, $"the state '{name}' stands twice");
            else
                rules.Add((name, Acts(value)));
        }

        return new StateTable(rules);
    }

    private ImmutableArray<StateAct> Acts(YamlNode node) =>
        [.. (node is YamlSequenceNode list ? list.Children : [node]).Select(Act).OfType<StateAct>()];

    private StateAct? Act(YamlNode node)
    {
        YamlNode word = node;
        string? argument = null;
        if (node is YamlMappingNode { Children: [var only] })
        {
            word = only.Key;
            argument = file.Text(only.Value, $"what stands after {word}");
        }

        if (word is not YamlScalarNode { Value: { } verb })
        {
            file.Fault(node, "a state means one verb, such as start or {hold: user}, or a list of them");
            return null;
        }

        int index = Array.IndexOf(Verbs, verb);
        if (index < 0)
        {
            file.Fault(word, $"'{verb}' is no verb of an import{Nearest.Hint(verb, Verbs)}");
            return null;
        }

        return Checked(word, (StateVerb)index, argument);
    }

    private StateAct? Checked(YamlNode place, StateVerb verb, string? argument)
    {
        string? fault = verb switch
        {
            StateVerb.Hold when string.IsNullOrWhiteSpace(argument) => "a hold needs its reason: {hold: user}",
            StateVerb.Close when argument is not (null or "cancelled" or "duplicate") =>
                $"a close without a resolve has the code cancelled or duplicate, not '{argument}'",
            StateVerb.Resolve when argument is "" => "the code of a resolve is a text: {resolve: fixed}",
            StateVerb.Hold or StateVerb.Resolve or StateVerb.Close => null,
            _ when argument is not null => $"{verb.ToString().ToLowerInvariant()} takes nothing after it",
            _ => null,
        };
        if (fault is not null)
        {
            file.Fault(place, fault);
            return null;
        }

        return new StateAct(verb, verb == StateVerb.Resolve ? argument ?? ResolvedWithoutCode : argument);
    }
}
