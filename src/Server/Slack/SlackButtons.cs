using Muster.Channels.Slack;
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
        if (!isTheirs && (Permissions.AllowedTo("acknowledge") & caller.Role) == 0)
            return ($"The page is {paged}'s, and the role {caller.Role.Name()} may not acknowledge for others.", false);
        var request = new TicketRequest(caller.Actor, id.Value, new AcknowledgeTicket { By = caller.Speaker })
        {
            Key = $"{caller.Actor}/slack/{signature}",
        };
        var answer = await house.Say(request).ConfigureAwait(false);
        house.Tail.Written.Beat();
        return answer switch
        {
            TicketAnswer.Done => ($"Acknowledged by {caller.Speaker}.", true),
            TicketAnswer.Overloaded => (null, false),
            _ => (TicketProblems.Of(answer).Detail, false),
        };
    }
}
