using System.Buffers;
using System.Text.Json;
using Muster.Core.Asking;
using Muster.Core.Policies;

namespace Muster.Server.Asking;

/// <summary>Slots as the body that the verb's own route takes.</summary>
internal static class SlotBodies
{
    // What says which tickets, or says a field in another way.
    private static readonly string[] NoFields = ["ids", "duration", "state", "tier", "assignee", "idleFor", "atRisk"];

    /// <param name="named">Whom and what the directory knows, and who "me" is.</param>
    public static byte[] Of(string verb, Slots slots, Named named)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var slot in slots.All.Where(slot => !NoFields.Contains(slot.Name)))
                WriteField(json, verb, slot, named);
            if (verb == "restore" && !slots.Has("confirmedBy"))
                json.WriteString("confirmedBy", named.Speaker);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteField(Utf8JsonWriter json, string verb, Slot slot, Named named)
    {
        switch (slot.Name)
        {
            case "at":
                json.WriteString("happenedAt", slot.Value);
                break;
            case "requester":
                json.WriteStartObject("requester");
                json.WriteString("name", named.Person(slot.Value));
                json.WriteEndObject();
                break;
            case "to" when verb is "assign" or "role" or "handover" or "task" or "action":
                json.WriteString("to", named.Person(slot.Value));
                break;
            case "confirmedBy":
                json.WriteString("confirmedBy", named.Person(slot.Value));
                break;
            case "kind" when verb is "link" or "unlink":
                json.WriteString("kind", OfTheOther(slot.Value));
                break;
            case "team":
                json.WriteString("team", named.Team(slot.Value));
                break;
            case "service":
                json.WriteString("service", named.Service(slot.Value));
                break;
            case "reason" when verb == "close":
                json.WriteString("text", slot.Value);
                break;
            default:
                AskAnswer.WriteSlot(json, slot);
                break;
        }
    }

    // "42 is a child of 17" is said of 42; a link's parent and child are what the other one is.
    private static string OfTheOther(string kind) => kind switch
    {
        "parent" => "child",
        "child" => "parent",
        _ => kind,
    };
}

/// <summary>Names as said to names as the policy in force has them; what it does not know stays as said.</summary>
internal sealed record Named(Policy Policy, string Speaker)
{
    public string Person(string said)
    {
        if (said == "me")
            return Speaker;
        if (Key(Policy.People.Keys, said) is { } key)
            return key;
        var found = Policy.People
            .Where(person => Parts(person.Key, person.Value.Name).Contains(said, Ignoring)).ToList();
        return found.Count == 1 ? found[0].Key : said;
    }

    public string Team(string said) => Key(Policy.Teams.Keys, said) ?? said;

    public string Service(string said) => Key(Policy.Services.Keys, said) ?? said;

    private static StringComparer Ignoring => StringComparer.OrdinalIgnoreCase;

    private static string? Key(IEnumerable<string> keys, string said) =>
        keys.FirstOrDefault(key => key == said) ?? keys.FirstOrDefault(key => Ignoring.Equals(key, said));

    private static IEnumerable<string> Parts(string key, string? name) =>
        [key, name ?? "", .. (name ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
