using System.Collections.Frozen;
using System.Collections.Immutable;
using Muster.Core.Asking;

namespace Muster.Server.Asking;

/// <summary>What was understood, done or is asked back, in words for a person.</summary>
internal static class Telling
{
    private static readonly FrozenDictionary<string, string> Past = new Dictionary<string, string>
    {
        ["open"] = "Opened",
        ["triage"] = "Triaged",
        ["assign"] = "Assigned",
        ["start"] = "Started",
        ["update"] = "Updated",
        ["ask"] = "Asked the requester of",
        ["reply"] = "Replied on",
        ["hold"] = "Put on hold",
        ["resume"] = "Resumed",
        ["resolve"] = "Resolved",
        ["close"] = "Closed",
        ["reopen"] = "Reopened",
        ["prioritise"] = "Prioritised",
        ["link"] = "Linked",
        ["unlink"] = "Unlinked",
        ["merge"] = "Merged",
        ["tag"] = "Tagged",
        ["snooze"] = "Snoozed",
        ["escalate"] = "Escalated",
        ["acknowledge"] = "Acknowledged",
        ["impact"] = "Stated the impact of",
        ["declare"] = "Declared a major incident:",
        ["severity"] = "Changed the severity of",
        ["role"] = "Offered a role in",
        ["accept-role"] = "Accepted a role in",
        ["handover"] = "Handed over a role in",
        ["post"] = "Posted a status update on",
        ["decide"] = "Decided on",
        ["note"] = "Noted on",
        ["task"] = "Added a task to",
        ["milestone"] = "Stated a milestone of",
        ["restore"] = "Restored",
        ["stand-down"] = "Stood down",
        ["why"] = "Stated a why of",
        ["lesson"] = "Added a lesson to",
        ["action"] = "Added an action to",
        ["accept"] = "Accepted",
        ["reject"] = "Rejected",
    }.ToFrozenDictionary();

    private static readonly string[] Unsaid = ["ids", "duration", "title"];

    public static string Done(string verb, string id, Slots slots)
    {
        var details = Details(slots);
        return verb == "open" && slots.Text("title") is { } title
            ? $"Opened {id} “{title}”{(details.Length > 0 ? "," : "")}{details}."
            : $"{Past[verb]} {id}{details}.";
    }

    /// <summary>What the slots say beside the tickets: " to tier-2, reason nobody answers".</summary>
    public static string Details(Slots slots)
    {
        var said = slots.All.Where(slot => !Unsaid.Contains(slot.Name)).Select(Of).ToList();
        return said.Count == 0 ? "" : $" {string.Join(", ", said)}";
    }

    private static string Of(Slot slot) => slot.Name switch
    {
        "public" => "for the requester to see",
        "text" => $"“{slot.Value}”",
        "tags" => string.Join(' ', slot.Values),
        "kind" => $"as {slot.Value}",
        _ => $"{slot.Name} {string.Join(' ', slot.Values)}",
    };

    /// <summary>The question that a yes answers.</summary>
    public static string Question(PreparedAct act, string speaker)
    {
        var slots = act.Slots;
        if (act.Intent.Name == "restore" && !slots.Has("confirmedBy"))
            slots = slots.With("confirmedBy", speaker);
        var what = act.Tickets.IsEmpty
            ? $"open “{slots.Text("title")}”{As(slots)} and declare it a major incident{Severity(slots)}"
            : $"{act.Intent.Name} {string.Join(", ", act.Tickets)}{Details(slots)}";
        return $"Shall I {what}? It wants a yes first.";
    }

    private static string As(Slots slots) => slots.Text("priority") is { } priority ? $" as {priority}" : "";

    private static string Severity(Slots slots) => slots.Text("severity") is { } severity ? $", {severity}" : "";

    public static string Acted(ImmutableArray<DoneAct> done, ImmutableArray<RefusedAct> refused)
    {
        var lines = done.Select(act => act.Words).Concat(refused.Select(Refused)).ToList();
        return lines.Count == 0 ? "It is so already; nothing was changed." : string.Join('\n', lines);
    }

    private static string Refused(RefusedAct act) =>
        $"Not done ({string.Join(' ', new[] { act.Verb, act.Id }.OfType<string>())}): {act.Words}";

    /// <summary>Why it is asked back, by a word that stays the same.</summary>
    public static string Code(Doubt doubt) => doubt switch
    {
        Doubt.NotUnderstood or Doubt.TooLong => "not-understood",
        Doubt.Unexplained => "unexplained",
        Doubt.Several => "several",
        Doubt.Negated => "negated",
        Doubt.Conditional => "conditional",
        Doubt.Question => "question",
        Doubt.NoIncident => "no-incident",
        Doubt.Missing => "missing",
        Doubt.UnknownName => "unknown-name",
        _ => throw new System.Diagnostics.UnreachableException($"{doubt}"),
    };

    public static string AskedBack(Understanding read)
    {
        var what = read.Intent?.Name;
        var why = read.Doubt!.Value switch
        {
            Doubt.TooLong => $"That is longer than {Grammar.LongestText} characters; can you say it in one sentence?",
            Doubt.NotUnderstood => "I did not understand that. What shall I do?",
            Doubt.Several => "That may be two things at once. Which one shall I do?",
            Doubt.Negated => $"You said “{read.Word}”, so I do nothing. What shall I do instead?",
            Doubt.Conditional => $"You said “{read.Word}”: I do nothing on a condition. What shall I do now?",
            Doubt.Question => $"Was that a question, or shall I {what}? Say it as an order if I shall.",
            Doubt.NoIncident => $"You said “{read.Word}”, so I do nothing. What is the matter right now?",
            Doubt.Missing => $"I understood {what}. {MissingSlot(read.Word!)}",
            Doubt.UnknownName => $"I know nobody and no team by the name “{read.Word}”. Whom do you mean?",
            _ when read.Word is { } word => $"What do you mean by “{word}”? I did nothing yet.",
            _ => $"Something in it does not fit {what ?? "anything I can do"}. What do you mean?",
        };
        return read.Nearest.IsEmpty ? why : $"{why}\nFor example: {Examples(read.Nearest)}";
    }

    public static string Examples(IEnumerable<IntentShape> intents) =>
        string.Join(" · ", intents.Select(intent => $"“{intent.Example}”"));

    private static string MissingSlot(string slot) => slot switch
    {
        "ids" => "Which ticket?",
        "to" => "To whom, or to which ticket?",
        "code" => "With which code: fixed, workaround, …?",
        "reason" => "What is it waiting for: user, vendor, approval or change?",
        "until" => "Until when?",
        "title" => "What is it about?",
        "text" => "What is the text?",
        "priority" => "Which priority: P1 to P4?",
        "severity" => "Which severity: SEV-1 to SEV-3?",
        "kind" => "Did it go well, or could it be better?",
        "assume" => "What shall be assumed: which other priority?",
        _ => $"What is the {slot}?",
    };
}
