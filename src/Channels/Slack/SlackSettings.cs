namespace Muster.Channels.Slack;

/// <summary>How Slack is reached.</summary>
/// <param name="Token">Of the app's bot: <c>xoxb-…</c>.</param>
public sealed record SlackSettings(string Token)
{
    /// <summary>What the methods' names are put behind; ends with a slash.</summary>
    public Uri BaseUrl { get; init; } = new("https://slack.com/api/");
}
