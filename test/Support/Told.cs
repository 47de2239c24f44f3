using System.Text.Json.Nodes;
using NodaTime;

namespace Muster.Support;

/// <summary>One line of a journal, and whether it is what somebody expected.</summary>
internal sealed class Told(Instant at, string line)
{
    private readonly JsonObject fields = JsonNode.Parse(line)!.AsObject();

    public string Line => line;

    public string Event => Text("event");

    /// <summary>
    /// True when every word holds: <c>[day 2] 14:00</c> of the day meant, the ticket, the event, a rule such as E2, and
    /// fields as <c>name=value</c>.
    /// </summary>
    public bool Is(string expected, Instant today)
    {
        var words = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var next = 0;
        if (words[0] == "day" || words[0].Contains(':'))
        {
            next = words[0] == "day" ? 3 : 1;
            if (Clock.At(string.Join(' ', words[..next]), today) != at)
                return false;
        }
        if (!Text("ticket").Equals(words[next], StringComparison.OrdinalIgnoreCase) || Event != words[next + 1])
            return false;
        return words[(next + 2)..].All(Holds);
    }

    private bool Holds(string word)
    {
        var split = word.IndexOf('=', StringComparison.Ordinal);
        if (split < 0)
            return Text("rule") == word;
        var value = Text(word[..split]);
        return value == word[(split + 1)..].Replace('_', ' ');
    }

    private string Text(string name) => fields[name] switch
    {
        null => "",
        System.Text.Json.Nodes.JsonArray several => string.Join(',', several),
        var value => value.ToString(),
    };
}
