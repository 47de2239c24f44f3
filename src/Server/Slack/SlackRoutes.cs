using Microsoft.AspNetCore.Http;
using Muster.Channels;
using Muster.Channels.Slack;
using Muster.Files.Templates;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;

namespace Muster.Server.Slack;

/// <summary>What Slack says: the slash command, and the buttons of messages. Each is answered within three seconds.
/// </summary>
internal static class SlackRoutes
{
    /// <summary>Slack waits for 3 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private const int LongestAnswer = 3_000;

    public static void Map(Routes routes)
    {
        var door = new SlackDoor(routes.House);
        var buttons = new SlackButtons(routes.House);
        routes.MapKeyed("POST", Permissions.SlackCommands, http => Command(http, routes.House, door));
        routes.MapKeyed("POST", Permissions.SlackInteractivity, http => Press(http, door, buttons));
    }

    private static async Task Command(HttpContext http, House house, SlackDoor door)
    {
        if (await door.Read(http).ConfigureAwait(false) is not { } form)
            return;
        var member = form.Text("user_id");
        if (SlackCaller.Of(member, house.Policies.Current) is not { } caller)
        {
            await Tell(http, Stranger(member)).ConfigureAwait(false);
            return;
        }
        var key = $"slack/{form.Signature}";
        var asked = new AskedInWords(caller, form.Text("text").Trim())
        {
            Key = key,
            Conversation = $"slack/{form.Text("channel_id")}/{member}",
        };
        var answering = house.InWords(asked, CancellationToken.None);
        try
        {
            await Tell(http, await answering.WaitAsync(Longest, house.Time).ConfigureAwait(false))
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await Tell(http, "That takes a little longer. The answer comes as a message.").ConfigureAwait(false);
            await http.Response.CompleteAsync().ConfigureAwait(false);
            await TellLater(house, member, key, await answering.ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static async Task Press(HttpContext http, SlackDoor door, SlackButtons buttons)
    {
        if (await door.Read(http).ConfigureAwait(false) is not { } form)
            return;
        if (SlackPress.Read(form.Text("payload")) is not { } press)
        {
            await ProblemWriter.Write(http, Problem.Unreadable("no payload of a button") with
            {
                Detail = "Only the buttons of Muster's own messages are known here.",
            }).ConfigureAwait(false);
            return;
        }
        var (answer, isDone) = await buttons.Press(press, form.Signature).ConfigureAwait(false);
        if (answer is null)
        {
            await ProblemWriter.Write(http, Problem.Overloaded()).ConfigureAwait(false);
            return;
        }
        await Answers.Write(http, 200, "application/json; charset=utf-8", "{}"u8.ToArray()).ConfigureAwait(false);
        await http.Response.CompleteAsync().ConfigureAwait(false); // what is shown may take longer than Slack waits
        await buttons.Show(press, answer, isDone).ConfigureAwait(false);
    }

    /// <summary>Only the one who asked sees it.</summary>
    private static Task Tell(HttpContext http, string words) => Answers.Write(http, 200, json =>
    {
        json.WriteStartObject();
        json.WriteString("response_type", "ephemeral");
        json.WriteString(
            "text", MessageTemplates.Mrkdwn(words.Length <= LongestAnswer ? words : words[..LongestAnswer] + "…"));
        json.WriteEndObject();
    });

    private static Task TellLater(House house, string member, string key, string words) =>
        house.Slack is { } slack
            ? slack.Send(
                new Letter(
                    key, member, null, MessageTemplates.Mrkdwn(words), MessageTemplates.Mrkdwn(words),
                    new Dictionary<string, string>()),
                CancellationToken.None)
            : Task.CompletedTask;

    internal static string Stranger(string member) =>
        $"Muster knows nobody with the Slack member id {member}. Whoever leads here adds it: "
            + $"muster person set NAME --slack {member}.";
}
