namespace Muster.Core.Sla;

/// <summary>Which of a ticket's clocks, as the journal names it.</summary>
/// <param name="Further">Its name in the policy; null for one of the two that every ticket has.</param>
public readonly record struct ClockName(ClockKind Kind, string? Further = null)
{
    public static implicit operator ClockName(ClockKind kind) => new(kind);

    public static ClockName Of(FurtherClock further) => new(default, further.Name);

    public override string ToString() => Further ?? (Kind == ClockKind.Response ? "response" : "resolution");
}
