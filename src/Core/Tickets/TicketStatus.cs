namespace Muster.Core.Tickets;

/// <summary>The states of BEHAVIOUR section 2. "Open" is every state but Resolved and Closed.</summary>
public enum TicketStatus
{
    New,
    Triaged,
    Assigned,
    InProgress,
    Pending,
    Resolved,
    Closed,
    Reopened,
}

public static class TicketStatusExtensions
{
    public static bool IsOpen(this TicketStatus status) => status is not (TicketStatus.Resolved or TicketStatus.Closed);
}
