using Muster.Channels;
using Muster.Channels.Slack;
using Muster.Core.Majors;
using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Logs;
using Muster.Files.Pages;
using Muster.Files.Templates;
using Muster.Storage;

namespace Muster.Engine.Delivery;

/// <summary>
/// A channel in Slack for each major incident (M3): opened when it is declared, told of what those in it should know.
/// What was opened is said to the ticket, so that everybody finds it.
/// </summary>
public sealed class SlackBridge(
    TicketDesk desk, PolicyBook policies, SlackChannel slack, IReturnPath back, MessageTemplates templates)
    : IDeed
{
    public MessageKind Kind => MessageKind.Bridge;

    private readonly StreamLocks opening = new();

    public async Task<DeliveryResult> Do(Telltale told, CancellationToken stop)
    {
        if (told is not { Fact: { } fact, Ticket: { } asked })
            return new DeliveryResult.Refused("there is no major incident to tell of");
        // one at a time for each: two that open it at once would each begin it
        using var held = await opening.Enter(StreamId.Ticket(asked.Id.Value)).ConfigureAwait(false);
        if (await desk.Find(asked.Id.Value).ConfigureAwait(false) is not { State: { Major: { } major } ticket })
            return new DeliveryResult.Refused($"{asked.Id} is no major incident");
        if (major.BridgeChannel is { } room)
            return await slack.Rooms.Tell(
                room, TopicOf(major), MembersOf(major), LetterOf(told.Key, fact, ticket, major), stop)
                .ConfigureAwait(false);
        return major.IsActive
            ? await Open(told, ticket, major, stop).ConfigureAwait(false)
            : new DeliveryResult.Refused("the major incident is over, and nobody opened a channel for it");
    }

    private async Task<DeliveryResult> Open(
        Telltale told, TicketState ticket, MajorState major, CancellationToken stop)
    {
        var declared = new MajorDeclared(major.Severity, major.Reason);
        var order = new SlackRoomOrder(
            SlackRooms.NameOf(ticket.Id.Value, ticket.Title), TopicOf(major), MembersOf(major),
            LetterOf($"room/{ticket.Id}", declared, ticket, major));
        var result = await slack.Rooms.Open(order, stop).ConfigureAwait(false);
        if (result is not SlackRoomResult.Open open)
            return ((SlackRoomResult.Failed)result).Why;
        var bridge = new SetBridge(major.BridgeLink is null ? open.Link : null, open.Name)
        {
            By = Ticket.Coordinator,
        };
        var answer = await desk.Say(new TicketRequest(Ticket.Coordinator, ticket.Id.Value, bridge)
        {
            Key = $"room/{told.Key}",
        }).ConfigureAwait(false);
        return answer switch
        {
            TicketAnswer.Done => new DeliveryResult.Delivered(),
            TicketAnswer.Refused refused => new DeliveryResult.Refused(refused.Rejection.Text),
            _ => new DeliveryResult.Retry("the desk has too much to do"),
        };
    }

    private Letter LetterOf(string key, TicketEvent fact, TicketState ticket, MajorState major)
    {
        var (line, text) = MajorValues.AboutOf(fact) is { } about
            ? LetterWriting.Words(
                about, new Way(slack, ""), templates, MajorValues.Of(fact, ticket, major, back))
            : Plain(MessageTemplates.Mrkdwn(EventWords.Of(fact) ?? ticket.Id.Value));
        return new Letter(key, "", ticket.Id.Value, line, text, new Dictionary<string, string>());

        static (string, string) Plain(string words) => (words, words);
    }

    /// <summary>What somebody who comes in wants to know first.</summary>
    private static string TopicOf(MajorState major)
    {
        string?[] parts =
        [
            major.Phase == MajorPhase.Declared ? major.Severity : $"{major.Severity} {major.Phase.Name()}",
            major.HolderOf(MajorWords.Commander) is { } commander ? $"commander {commander}" : null,
            major.NextUpdateAt is { } next ? $"next update {Rfc3339.Format(next)}" : null,
            major.BridgeLink,
        ];
        return MessageTemplates.Mrkdwn(string.Join(" · ", parts.OfType<string>()));
    }

    /// <summary>Those who have a role or were asked to take one, as far as Slack knows them.</summary>
    private List<string> MembersOf(MajorState major)
    {
        var people = policies.Current.People;
        return
        [
            .. major.Roles.Select(role => role.Holder ?? role.Offered).OfType<string>()
                .Select(person => people.GetValueOrDefault(person)?.Slack).OfType<string>().Distinct(),
        ];
    }
}
