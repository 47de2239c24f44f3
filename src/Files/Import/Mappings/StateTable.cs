using System.Collections.Immutable;

namespace Muster.Files.Import;

/// <summary>What a state of the source makes us do.</summary>
internal enum StateVerb
{
    /// <summary>Nothing: the ticket stands as it was opened.</summary>
    Open,
    Assign,
    Start,
    Hold,
    Resolve,
    Close,
    Update,

    // Things that happen rather than states: written for every row, and they end no hold and reopen nothing.
    Ask,
    Reply,
    Acknowledge,
}

/// <param name="Argument">The reason of a hold, the code of resolve and close.</param>
internal sealed record StateAct(StateVerb Verb, string? Argument)
{
    public bool Happens => Verb is StateVerb.Ask or StateVerb.Reply or StateVerb.Acknowledge;
}

/// <summary>Acts by state, any case: the name as written, else the longest one that ends in <c>*</c> and
/// fits.</summary>
internal sealed class StateTable(IEnumerable<(string Name, ImmutableArray<StateAct> Acts)> rules)
{
    private readonly Dictionary<string, ImmutableArray<StateAct>?> known = rules
        .Where(rule => !rule.Name.EndsWith('*'))
        .ToDictionary(rule => rule.Name, rule => (ImmutableArray<StateAct>?)rule.Acts,
            StringComparer.OrdinalIgnoreCase);

    private readonly ImmutableArray<(string Prefix, ImmutableArray<StateAct> Acts)> open =
        [.. rules.Where(rule => rule.Name.EndsWith('*'))
            .Select(rule => (rule.Name[..^1], rule.Acts))
            .OrderByDescending(rule => rule.Item1.Length)];

    /// <returns>Null for a state that the table does not know.</returns>
    public ImmutableArray<StateAct>? Find(string state)
    {
        if (known.TryGetValue(state, out ImmutableArray<StateAct>? acts))
            return acts;
        foreach ((string prefix, ImmutableArray<StateAct> fitting) in open)
        {
            if (state.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return fitting;
        }

        return null;
    }
}

/// <summary>A set of states, each a name or a beginning that ends in <c>*</c>.</summary>
internal sealed record StatePatterns(ImmutableArray<string> Names)
{
    public bool Fit(string? state) => state is not null && Names.Any(name => name.EndsWith('*')
        ? state.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase)
        : state.Equals(name, StringComparison.OrdinalIgnoreCase));
}
