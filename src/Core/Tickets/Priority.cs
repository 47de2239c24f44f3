namespace Muster.Core.Tickets;

/// <summary>How urgent a ticket is; P1 is the most urgent.</summary>
public enum Priority
{
    P1 = 1,
    P2,
    P3,
    P4,
}
