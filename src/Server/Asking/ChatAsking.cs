using Muster.Core.Asking;
using Muster.Server.Access;
using Muster.Server.Composition;
using Muster.Server.Slack;

namespace Muster.Server.Asking;

/// <summary>Sentences of a chat, as over HTTP; a yes is to what was asked last in the same conversation.</summary>
internal sealed class ChatAsking(House house)
{
    private static readonly string[] Yes = ["yes", "y", "yes please", "ja", "ja bitte", "sí", "si", "sí por favor"];
    private static readonly string[] No = ["no", "n", "no thanks", "nein", "nein danke", "no gracias"];

    /// <summary>The answer for a person.</summary>
    public async Task<string> Answer(AskedInWords asked, CancellationToken stop)
    {
        var asker = new Asker(house, asked.Caller, asked.Key)
        {
            Conversation = asked.Conversation,
            Ticket = asked.Ticket,
        };
        var word = Mention.Of(asked.Text).Text.Trim(' ', '.', '!', ',')
            .Replace(",", "", StringComparison.Ordinal).ToLowerInvariant();
        var waiting = house.Confirmations.LatestOf(asked.Conversation, asked.Caller.Id, house.Now);
        if (waiting is { } token && Yes.Contains(word))
            return (await asker.Confirm(token, null).ConfigureAwait(false))?.Words ?? "That was answered already.";
        if (waiting is { } dropped && No.Contains(word))
        {
            house.Confirmations.Drop(dropped);
            return "Then nothing is done.";
        }
        if (Yes.Contains(word))
            return "Nothing waits for a yes here; say again what you want.";
        var answer = await asker.Ask(asked.Text).ConfigureAwait(false);
        // Whoever asks what there is to say is told who they are to Muster, too.
        if (asked.Text.Length == 0 || answer.Understood?.Intent?.Name == "help")
            return $"You are {asked.Caller.Speaker} ({asked.Caller.Role.Name()}).\n{answer.Words}";
        return answer.NeedsConfirmation is null ? answer.Words : $"{answer.Words} {asked.SayYes}";
    }
}
