using Muster.Core.Tickets;

namespace Muster.Core.Messages;

/// <summary>What a message asks of who gets it.</summary>
public enum MessageKind
{
    /// <summary>Look now, and acknowledge: it is tried again until somebody does (E12).</summary>
    Page,

    /// <summary>Something to know.</summary>
    Notice,

    /// <summary>Somebody tries out whether they can be told.</summary>
    Test,

    /// <summary>Take a role in a major incident, now: tried like a page (M4).</summary>
    Role,

    /// <summary>Somebody who has a role is asked for something now: tried like a page (M3, M6).</summary>
    Call,

    /// <summary>What those who wait for a major incident's end are to know; to a person or an address (M3, M6).
    /// </summary>
    Stakeholder,

    /// <summary>The linked tickets are to be told of a status update, each by a message of its own (M6).</summary>
    Linked,

    /// <summary>A status update goes to a linked ticket, too: To is that ticket (M6).</summary>
    Relay,

    /// <summary>The status page is to show what is so now (M3, M6).</summary>
    Status,

    /// <summary>The chat channel of a major is to be opened, or told (M3).</summary>
    Bridge,

    /// <summary>Whoever subscribed to the status page is to be told, each by a message of their own (M6).</summary>
    Subscribers,

    /// <summary>One of them is told: To is the subscription. Nobody's work waits for it.</summary>
    Subscriber,

    /// <summary>Somebody is asked whether they meant to subscribe: To is the subscription.</summary>
    Confirmation,
}

/// <summary>
/// That somebody is to be told of a fact: no address, no words. Both are found when it is told, by what holds then.
/// </summary>
/// <param name="To">A person of the policy, by key; of some kinds an address, a ticket or a place.</param>
/// <param name="Ticket">Null for a test.</param>
/// <param name="Version">The fact's place in its ticket's story, from 1.</param>
public sealed record Message(MessageKind Kind, string To, TicketId? Ticket, long Version)
{
    /// <summary>The ticket that is blocked no more, whose person is told (L9); null for any other message.</summary>
    public TicketId? Blocked { get; init; }
}
