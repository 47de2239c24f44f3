using System.Text.Json.Nodes;

namespace Muster.Support.Slack;

public sealed partial class SlackWorkspace
{
    private static readonly string[] KnownBlocks = ["section", "actions", "divider", "header", "context"];

    /// <summary>Why a message is not taken; null where it is.</summary>
    private static string? FaultOf(JsonObject said)
    {
        var text = (string?)said["text"];
        if (text is { Length: > 40_000 })
            return "msg_too_long";
        if (said["metadata"] is { } metadata
            && (metadata["event_type"]?.GetValueKind() != System.Text.Json.JsonValueKind.String
                || metadata["event_payload"] is not JsonObject))
            return "invalid_metadata_format";
        if (said["blocks"] is null)
            return string.IsNullOrEmpty(text) ? "no_text" : null;
        if (said["blocks"] is not JsonArray blocks || blocks.Count is 0 or > MostBlocks || !blocks.All(IsGood))
            return "invalid_blocks";
        return blocks.Sum(SizeOf) > LongestMessage ? "msg_blocks_too_long" : null;
    }

    /// <summary>A divider alone was measured as 125.</summary>
    private static int SizeOf(JsonNode? block) => 125 + $"{block!["text"]?["text"]}".Length;

    private static bool IsGood(JsonNode? block) => block is JsonObject known && $"{known["type"]}" switch
    {
        "section" => IsText(known["text"], LongestSection, "mrkdwn", "plain_text"),
        "header" => IsText(known["text"], 150, "plain_text"),
        "actions" => known["elements"] is JsonArray { Count: > 0 and <= 25 } elements && elements.All(IsButton)
            && elements.Select(each => $"{each!["action_id"]}").Distinct().Count() == elements.Count,
        var type => KnownBlocks.Contains(type),
    };

    private static bool IsButton(JsonNode? element) =>
        element is JsonObject button && $"{button["type"]}" == "button" && IsText(button["text"], 75, "plain_text")
        && $"{button["action_id"]}".Length is > 0 and <= 255 && $"{button["value"]}".Length <= 2_000
        && $"{button["style"]}" is "" or "primary" or "danger";

    private static bool IsText(JsonNode? text, int longest, params ReadOnlySpan<string> types) =>
        text is JsonObject known && types.Contains($"{known["type"]}")
        && $"{known["text"]}".Length is > 0 && $"{known["text"]}".Length <= longest
        && (known["verbatim"] is null || $"{known["type"]}" == "mrkdwn");
}
