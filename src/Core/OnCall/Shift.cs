using NodaTime;

namespace Muster.Core.OnCall;

/// <summary>Somebody is on call without a break (E13).</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive, after <paramref name="From"/>.</param>
public readonly record struct Shift(Instant From, Instant To, string Person);

/// <summary>Nobody is on call (E13).</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive, after <paramref name="From"/>.</param>
public readonly record struct Gap(Instant From, Instant To);

/// <summary>Somebody is on call whom nobody can reach (E13).</summary>
/// <param name="First">The first of their shifts in the range that was asked for.</param>
/// <param name="Known">False when the policy's people do not list them; true when they are listed without mail, slack
/// and phone.</param>
public readonly record struct Unreachable(string Person, Shift First, bool Known);
