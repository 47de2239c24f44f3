using System.Collections.Frozen;

namespace Muster.Channels.Slack;

/// <summary>Slack's words for what went wrong, as its documentation lists them.</summary>
internal static class SlackErrors
{
    /// <summary>Slack is not well, or does not know itself what became of it.</summary>
    private static readonly FrozenSet<string> Passing =
    [
        "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org",
        "external_channel_migrating", "duplicate_channel_not_found", "duplicate_message_not_found",
    ];

    /// <summary>The same call may be answered otherwise later; all other errors are for good.</summary>
    public static bool MayPass(string error) => Passing.Contains(error);
}
