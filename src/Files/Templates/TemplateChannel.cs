namespace Muster.Files.Templates;

/// <summary>What a template's words are for, which says how the text of others is escaped in them.</summary>
public enum TemplateChannel
{
    /// <summary>A subject and plain text; the webhook and the console say the same words.</summary>
    Mail,

    /// <summary>Slack's mrkdwn.</summary>
    Slack,

    /// <summary>One line, as an SMS or a phone's notification shows it.</summary>
    Short,

    /// <summary>A piece of HTML for the status page.</summary>
    Status,

    /// <summary>The Markdown of a report.</summary>
    Markdown,
}

/// <summary>Channels as file names write them.</summary>
public static class TemplateChannels
{
    public static string Name(this TemplateChannel channel) => channel.ToString().ToLowerInvariant();

    /// <summary>Null where there is no such channel; case counts.</summary>
    public static TemplateChannel? Parse(string name)
    {
        foreach (var channel in Enum.GetValues<TemplateChannel>())
        {
            if (channel.Name() == name)
                return channel;
        }
        return null;
    }
}
