using Muster.Channels.Slack;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Engine.Tickets;
using Muster.Files.Templates;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;

namespace Muster.Server.Slack;

/// <summary>What the buttons of Muster's own messages do: the same as the person would have said elsewhere.</summary>
internal sealed class SlackButtons(House house)
{
    /// <summary>Says it, and what became of it; no answer where it could not be written just now.</summary>
    /// <param name="signature">A press that comes again after a restart is known again by it (L7).</param>
    public async Task<(string? Answer, bool IsDone)> Press(SlackPress press, string signature)
    {
        if (SlackCaller.Of(press.Member, house.Policies.Current) is not { } caller)
            return (SlackRoutes.Stranger(press.Member), false);
        return press.Action switch
        {
            LetterWriting.Acknowledge => await Acknowledge(caller, press, signature).ConfigureAwait(false),
            MajorValues.AcceptRole => await AcceptRole(caller, press, signature).ConfigureAwait(false),
            MajorValues.PostDraft => await PostDraft(caller, press, signature).ConfigureAwait(false),
            _ => ($"This button ({press.Action}) is none that this Muster knows.", false),
        };
    }

    /// <summary>In the message itself where it is done, so that its button goes; else to the one who pressed.</summary>
    public async Task Show(SlackPress press, string answer, bool isDone)
    {
        if (house.Slack is not { } slack || press.Channel is not { } channel)
            return;
        var said = MessageTemplates.Mrkdwn(answer);
        if (isDone && press.At is { } at)
            await slack.Update(channel, at, said, $"{press.Words}\n{said}", [], CancellationToken.None)
                .ConfigureAwait(false);
        else
            await slack.Whisper(channel, press.Member, said, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<(string?, bool)> Acknowledge(Token caller, SlackPress press, string signature)
    {
        if (house.Answers.Read(press.Value) is not var (id, paged))
            return ("This page is older than seven days. Acknowledge on the ticket's page.", false);
        var isTheirs = string.Equals(paged, caller.Person, StringComparison.OrdinalIgnoreCase);
        if (!isTheirs && !May(caller, "acknowledge"))
            return ($"The page is {paged}'s, and the role {caller.Role.Name()} may not acknowledge for others.", false);
        return await Say(
            caller, id.Value, new AcknowledgeTicket(), signature, $"Acknowledged by {caller.Speaker}.")
            .ConfigureAwait(false);
    }

    private async Task<(string?, bool)> AcceptRole(Token caller, SlackPress press, string signature)
    {
        if (press.Value.Split(' ') is not [var ticket, var role])
            return ("This button names no role.", false);
        // whoever was asked may take it; for others it is as on any other way
        var isAsked = await house.Desk.Find(ticket).ConfigureAwait(false) is { State.Major: { } major }
            && major.Roles.Any(held => held.Role == role
                && string.Equals(held.Offered, caller.Person, StringComparison.OrdinalIgnoreCase));
        if (!isAsked && !May(caller, "accept-role"))
            return ($"The role {role} was not offered to {caller.Speaker}.", false);
        return await Say(
            caller, ticket, new AcceptRole(role, null), signature, $"{caller.Speaker} is {role}.")
            .ConfigureAwait(false);
    }

    private async Task<(string?, bool)> PostDraft(Token caller, SlackPress press, string signature)
    {
        if (!May(caller, "post"))
            return ($"The role {caller.Role.Name()} may not post a status update.", false);
        if (await house.Desk.Find(press.Value.Split(' ')[0]).ConfigureAwait(false) is not { State: var ticket }
            || ticket.Major is not { } major)
            return ("There is no such major incident.", false);
        if (MajorNews.Draft(major) is not { } draft)
            return ("There is nothing new since the last update.", false);
        if (MajorValues.DraftValue(ticket.Id, draft) != press.Value)
            return ($"There is more to say by now: {draft} Post it in the war room.", false);
        return await Say(
            caller, ticket.Id.Value, new PostStatus(null, draft, null), signature, $"Posted by {caller.Speaker}.")
            .ConfigureAwait(false);
    }

    private static bool May(Token caller, string verb) => (Permissions.AllowedTo(verb) & caller.Role) != 0;

    private async Task<(string?, bool)> Say(
        Token caller, string ticket, TicketCommand command, string signature, string done)
    {
        var answer = await house.Say(new TicketRequest(caller.Actor, ticket, command with { By = caller.Speaker })
        {
            Key = $"{caller.Actor}/slack/{signature}",
        }).ConfigureAwait(false);
        house.Tail.Written.Beat();
        return answer switch
        {
            TicketAnswer.Done => (done, true),
            TicketAnswer.Overloaded => (null, false),
            _ => (TicketProblems.Of(answer).Detail, false),
        };
    }
}
