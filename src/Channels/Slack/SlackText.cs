using System.Text.Json.Nodes;

namespace Muster.Channels.Slack;

/// <summary>
/// Words as Slack takes them. Its limits in characters, each as documented, but the last: a whole message is refused
/// from about 13,200 on (<c>msg_blocks_too_long</c>).
/// </summary>
internal static class SlackText
{
    public const int LongestFallback = 4_000;
    public const int LongestSection = 3_000;
    public const int LongestTopic = 250;
    public const int LongestLabel = 75;
    public const int LongestValue = 2_000;
    public const int MostButtons = 25;
    public const int LongestBody = 11_000;

    private const string More = "…";

    /// <summary>Whole where it fits; otherwise its beginning, with no mention, link or entity cut in two.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = BreakBefore(text, longest - More.Length);
        return text[..end].TrimEnd() + More;
    }

    /// <summary>Sections of the text, then its buttons.</summary>
    /// <param name="body">In mrkdwn; beyond <see cref="LongestBody"/> it is cut.</param>
    public static JsonArray Blocks(string body, IReadOnlyList<LetterButton> buttons)
    {
        var blocks = new JsonArray();
        var rest = Cut(body.Trim('\n'), LongestBody);
        while (rest.Length > 0)
        {
            var end = rest.Length <= LongestSection ? rest.Length : BreakBefore(rest, LongestSection);
            blocks.Add(Section(rest[..end]));
            rest = rest[end..].TrimStart('\n');
        }
        if (buttons.Count > 0)
            blocks.Add(new JsonObject { ["type"] = "actions", ["elements"] = Buttons(buttons) });
        return blocks;
    }

    private static JsonObject Section(string text) => new()
    {
        ["type"] = "section",
        ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true },
    };

    private static JsonArray Buttons(IReadOnlyList<LetterButton> buttons)
    {
        var elements = new JsonArray();
        foreach (var button in buttons.Take(MostButtons))
        {
            var element = new JsonObject
            {
                ["type"] = "button",
                ["action_id"] = button.Action,
                ["text"] = new JsonObject
                {
                    ["type"] = "plain_text",
                    ["text"] = Cut(button.Label, LongestLabel),
                },
                ["value"] = button.Value.Length <= LongestValue
                    ? button.Value
                    : throw new ArgumentException($"a button's value has {button.Value.Length} characters"),
            };
            if (elements.Count == 0)
                element["style"] = "primary";
            elements.Add(element);
        }
        return elements;
    }

    /// <summary>A good place to break at or before: a line's end, a space, else between two signs.</summary>
    private static int BreakBefore(string text, int longest)
    {
        var line = text.LastIndexOf('\n', longest - 1);
        if (line > longest / 2)
            return line;
        var space = text.LastIndexOf(' ', longest - 1);
        var end = space > longest / 2 ? space : longest;
        var open = text.LastIndexOf('<', end - 1);
        if (open > 0 && text.IndexOf('>', open, end - open) < 0)
            end = open;
        var entity = text.LastIndexOf('&', end - 1, Math.Min(end, 6));
        if (entity > 0 && text.IndexOf(';', entity, end - entity) < 0)
            end = entity;
        return char.IsHighSurrogate(text[end - 1]) && end > 1 ? end - 1 : end;
    }
}
