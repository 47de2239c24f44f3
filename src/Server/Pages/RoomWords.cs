using Muster.Core.Majors;
using Muster.Core.Tickets;

namespace Muster.Server.Pages;

/// <summary>The words of a room that are no fact's.</summary>
internal static class RoomWords
{
    public static string Phase(MajorState major) => major.Phase switch
    {
        MajorPhase.None => "No major incident",
        MajorPhase.Candidate => "May be a major incident",
        MajorPhase.Rejected => "No major incident: rejected",
        MajorPhase.Declared => "Declared",
        MajorPhase.Watched => "Restored, and watched",
        MajorPhase.StoodDown => "Stood down",
        _ => throw new System.Diagnostics.UnreachableException($"{major.Phase}"),
    };

    public static string Role(string role) => VerbChoice.NameOf(role);

    /// <summary>The link, where a browser may be led there; null for one that is no address of the web.</summary>
    public static string? SafeLink(string? link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? link : null;

    /// <summary>What kind of entry it is, as the timeline is coloured.</summary>
    public static string Kind(TicketEvent fact) => fact switch
    {
        TicketEscalated or ClockBreached or MajorDeclared or Relapsed or StatusMissed or BoxUnanswered => "loud",
        StatusPosted => "post",
        DecisionMade or DecisionDue => "decision",
        Noted or TicketUpdated => "note",
        ServiceRestored or MajorStoodDown => "good",
        _ => "plain",
    };
}
