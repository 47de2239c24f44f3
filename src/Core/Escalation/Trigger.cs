namespace Muster.Core.Escalation;

/// <summary>What made a ticket move up, or would have.</summary>
public enum Trigger
{
    Threshold,
    Stagnation,
    Bounced,
    Customer,
    Related,
    Manual,
    Breach,
}
