using Muster.Core.Sla;

namespace Muster.Files.Eval;

/// <summary>The states of a clock as every answer writes them.</summary>
public static class ClockNames
{
    public static string Of(ClockState state) => SlaCase.StateName(state);
}
