using Muster.Core.Majors;
using Muster.Core.Policies;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What the room of a major incident shows, and the editor of its report.</summary>
/// <param name="Account">All that was said and done.</param>
/// <param name="Forms">What may be said to it now.</param>
public sealed record RoomView(Instant Now, MajorAccount Account, RoomForms Forms, Policy Policy)
{
    public TicketState Ticket => Account.Ticket;

    public MajorState Major => Account.Major;

    public string Path => PagePlace.RoomOf(Ticket.Id.Value);

    /// <summary>The verb that brought the reader here, just done; null for none.</summary>
    public string? Done { get; init; }
    public Refused? Refused { get; init; }

    public string ActionOf(VerbChoice choice) => $"{Path}/{choice.Verb}";
}
