using System.Collections.Immutable;
using System.Globalization;
using Muster.Core.Policies;

namespace Muster.Files.Policies;

/// <summary>One policy text.</summary>
/// <param name="Name">The file as the user named it; it stands in faults, and its base name in the version.</param>
/// <param name="Directory">Where <c>holidaysFrom</c> is looked for; null is the current directory.</param>
public sealed record PolicySource(string Name, string Text, string? Directory);

/// <summary>What is wrong in a policy, and where: prints as <c>file:line:column: message</c>.</summary>
public sealed record PolicyFault(string File, int Line, int Column, string Message)
{
    internal PolicyFault(Place place, string message) : this(place.File, place.Line, place.Column, message)
    {
    }

    public override string ToString() =>
        Line == 0
            ? $"{File}: {Message}"
            : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: {Message}");
}

/// <summary>A policy, or what is wrong with it: <paramref name="Policy"/> is null when there are faults.</summary>
/// <param name="Faults">All that were found, by place.</param>
/// <param name="Warnings">What is allowed but can hardly be meant.</param>
public sealed record PolicyResult(
    Policy? Policy, ImmutableArray<PolicyFault> Faults, ImmutableArray<PolicyFault> Warnings)
{
    internal MapNode? Merged { get; init; }

    /// <summary>A digest of these parts alone; empty when there are faults.</summary>
    public string DigestOf(params IEnumerable<string> parts) => Merged is null
        ? ""
        : MergedText.Digest(new MapNode(Merged.Place, [.. Merged.Entries.Where(entry => parts.Contains(entry.Key))]));

    /// <summary>The whole policy in force, as <c>policy show</c> prints it; empty when there are faults.</summary>
    public string MergedYaml => Merged is null ? "" : MergedText.Yaml(Merged);
}

/// <summary>A value read, or what is wrong with it.</summary>
public sealed record ReadResult<T>(T? Value, ImmutableArray<PolicyFault> Faults)
    where T : class;

/// <summary>Collects faults and warnings; each is kept once.</summary>
internal sealed class Findings
{
    private readonly HashSet<PolicyFault> faults = [];
    private readonly HashSet<PolicyFault> warnings = [];

    public bool AnyFault => faults.Count > 0;

    public void Fault(Place place, string message) => faults.Add(new PolicyFault(place, Printable(message)));

    public void Warn(Place place, string message) => warnings.Add(new PolicyFault(place, Printable(message)));

    // Bound: whatever was written, a fault is one line, not much longer than a terminal is wide, and steers none.
    private static string Printable(string message)
    {
        var cut = message.Length <= 400 ? message : message[..397] + "...";
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? ' ' : c)) : cut;
    }

    public ImmutableArray<PolicyFault> Faults(IReadOnlyList<string> files) => InOrder(faults, files);

    public ImmutableArray<PolicyFault> Warnings(IReadOnlyList<string> files) => InOrder(warnings, files);

    private static ImmutableArray<PolicyFault> InOrder(IEnumerable<PolicyFault> found, IReadOnlyList<string> files)
    {
        var order = files.Select((name, index) => (name, index)).ToLookup(p => p.name, p => p.index);
        return
        [
            .. found.OrderBy(f => order[f.File].DefaultIfEmpty(int.MaxValue).First())
                .ThenBy(f => f.Line).ThenBy(f => f.Column),
        ];
    }
}
