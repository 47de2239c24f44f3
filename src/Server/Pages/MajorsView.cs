using Muster.Core.Policies;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What the list of major incidents shows.</summary>
/// <param name="Active">Declared, or restored and watched.</param>
/// <param name="Candidates">What may be one, and a person says whether it is (M1).</param>
public sealed record MajorsView(
    Instant Now, IReadOnlyList<MajorLook> Active, IReadOnlyList<MajorLook> Candidates,
    IReadOnlyList<MajorLook> StoodDown, Policy Policy)
{
    /// <summary>The form for a new one; null for who may not declare.</summary>
    public VerbChoice? Declaring { get; init; }
    public required Func<string, bool> May { get; init; }

    /// <summary>The verb that brought the reader here, just done; null for none.</summary>
    public string? Done { get; init; }
    public Refused? Refused { get; init; }
}
