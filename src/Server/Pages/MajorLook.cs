using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Server.Api;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>A major incident as a line of a list shows it.</summary>
public sealed record MajorLook(TicketState Ticket, MajorState Major)
{
    /// <summary>Of a list: the state of each is read.</summary>
    private const int MostShown = 50;

    public static readonly ImmutableArray<string> Active = ["declared", "watched"];

    public string Id => Ticket.Id.Value;

    public string Path => PagePlace.RoomOf(Id);

    public string? Commander => Major.HolderOf(MajorWords.Commander);

    public bool IsOverdue(Instant now) => Major.NextUpdateAt <= now;

    /// <summary>The newest first, those alone that the caller sees.</summary>
    internal static async Task<IReadOnlyList<MajorLook>> All(Call call, ImmutableArray<string> states)
    {
        var page = await call.House.Store.ListTickets(new TicketFilter
        {
            Major = states,
            Limit = MostShown,
            SeenBy = call.Caller.Scope,
        }).ConfigureAwait(false);
        var looks = new List<MajorLook>();
        foreach (var row in page.Items)
        {
            // the row may be older than what the ticket has become meanwhile
            if (await call.House.Desk.Find(row.Stream.Id).ConfigureAwait(false) is
                { State: { Major: { } major } ticket }
                && states.Contains(major.Phase.Name()))
                looks.Add(new MajorLook(ticket, major));
        }
        return looks;
    }
}
