using Muster.Core.Sla;

namespace Muster.Files.Eval;

/// <summary>The states of a clock as every answer writes them.</summary>
public static class ClockNames
{
    public static string Of(ClockState state) => state switch
    {
        ClockState.Running => "running",
        ClockState.OutOfHours => "outOfHours",
        ClockState.Paused => "paused",
        ClockState.Breached => "breached",
        ClockState.Met => "met",
        _ => "cancelled",
    };
}
