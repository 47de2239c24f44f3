using System.Collections.Immutable;
using Muster.Files.Policies;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Policies;

/// <summary>Somebody wants another policy in force.</summary>
/// <param name="Command">For the audit and for repeats; its answer is filled in with the version.</param>
/// <param name="Seen">The version that they looked at; null for whichever there is.</param>
/// <param name="IsDry">Only says what would come of it.</param>
public sealed record PolicyRequest(string Actor, Instant At, CommandRecord Command, string? Seen, bool IsDry);

/// <summary>What became of it.</summary>
public abstract record PolicyAnswer
{
    private PolicyAnswer() { }

    /// <param name="IsNew">False where it was in force already.</param>
    public sealed record Done(AdoptedPolicy Version, bool IsNew) : PolicyAnswer;

    public sealed record Faulty(ImmutableArray<PolicyFault> Faults) : PolicyAnswer;

    public sealed record Stale(string Version) : PolicyAnswer;

    public sealed record Repeated(CommandRecord Earlier) : PolicyAnswer;

    public sealed record Overloaded : PolicyAnswer;
}
