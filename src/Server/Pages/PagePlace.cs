using Muster.Server.Access;
using Muster.Server.Api;

namespace Muster.Server.Pages;

/// <summary>The page on which a verb is said: shown again where it is refused, come back to where it is done.</summary>
/// <param name="PathOf">Its address for a ticket.</param>
/// <param name="Show">The page for a ticket, with a status and what was refused.</param>
internal sealed record PagePlace(Func<string, string> PathOf, Func<Call, string, int, Refused?, Task> Show)
{
    public static readonly PagePlace Tickets = new(
        TicketLook.PathOf, (call, _, status, refused) => PageRoutes.List(call, status, refused));

    public static readonly PagePlace Ticket = new(TicketLook.PathOf, PageRoutes.Ticket);

    public static readonly PagePlace Room = new(RoomOf, MajorPages.Room);

    public static readonly PagePlace Report = new(id => $"{RoomOf(id)}/report", MajorPages.Report);

    public static readonly PagePlace Majors = new(
        _ => PageRules.Majors, (call, _, status, refused) => MajorPages.List(call, status, refused));

    public static string RoomOf(string id) => $"{PageRules.Majors}/{Uri.EscapeDataString(id)}";

    /// <summary>The page that the form names; a ticket that becomes a major incident leads to its room.</summary>
    public PagePlace As(string verb, string? page) => page switch
    {
        "report" => Report,
        "majors" => Majors,
        // a parent's page stays where it is when it resolves a child
        { Length: > 0 } parent when this == Ticket && verb == "resolve" =>
            this with { PathOf = _ => TicketLook.PathOf(parent) },
        _ when this == Ticket && verb == "declare" => this with { PathOf = RoomOf },
        _ => this,
    };
}
