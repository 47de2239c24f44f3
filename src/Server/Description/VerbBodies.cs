using System.Text.Json.Nodes;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>The body of each verb, made of the fields that a replay line of it has.</summary>
internal static class VerbBodies
{
    public static JsonObject Of(string verb) => Closed(
        FieldShape.Of(verb).Select(field => new Field(field.Name, Shape(verb, field), field.IsNeeded)));

    public static bool NeedsBody(string verb) => FieldShape.Of(verb).Any(field => field.IsNeeded);

    public static string WordsOf(string verb) => verb switch
    {
        "open" => "Opens a ticket.",
        "triage" => "Says what it is about: category, service, priority, team.",
        "assign" => "Gives it to a team, to a person, or to both.",
        "start" => "Begins work on it; the first start is the response.",
        "hold" => "Sets it aside for a reason, until an instant where one is given.",
        "resume" => "Takes it up again where it stood.",
        "resolve" => "Ends the work on it, with a code and words.",
        "close" => "Closes what is resolved; an open ticket as cancelled or duplicate.",
        "reopen" => "Opens it again: what is resolved, or closed for at most 30 days.",
        "merge" => "Links it to another ticket as its duplicate, and closes it.",
        "acknowledge" => "Says that somebody has seen it; nobody else is paged for it then.",
        "prioritise" => "Sets its priority; its clocks keep what has counted and get other targets.",
        "ask" => "Asks its requester, and waits for the answer.",
        "link" => "Links it to another ticket, a problem or a change.",
        "unlink" => "Takes a link away.",
        "tag" => "Sets tags; an empty value takes one away.",
        "snooze" => "Keeps its rules quiet until an instant.",
        "escalate" => "Hands it up the ladder, to the next tier where none is named.",
        "update" => "Adds a note, for the team or for everybody.",
        "reply" => "Adds what its requester wrote.",
        "impact" => "Says whom and what it touches.",
        "declare" => "Puts it under the procedure of a major incident.",
        "stand-down" => "Ends that procedure.",
        "accept" => "Says that the candidate is a major incident; after the stand-down, that its report is right.",
        "reject" => "Says that it is none.",
        "severity" => "Changes the severity; a lower one needs a reason.",
        "bridge" => "Says where the team talks.",
        "role" => "Asks a person to take a role.",
        "accept-role" => "Takes a role.",
        "handover" => "Asks another to take a role over.",
        "post" => "Posts a status update, or what is new as drafted where no words are given.",
        "decide" => "Writes down a decision, and when to judge it.",
        "note" => "Writes on the timeline, at a past time where one is given.",
        "task" => "Adds a task, or ends a known one.",
        "milestone" => "Says when a milestone was reached.",
        "restore" => "Says who confirmed that users can work again; it is watched from then on.",
        "why" => "Adds a claim to the five whys.",
        "lesson" => "Adds what went well, or what could be better.",
        "action" => "Adds an action, or changes the state of a known one.",
        "correct" => "Says anew when an entry of its timeline happened; figures follow, and nothing is undone.",
        _ => throw new ArgumentException($"{verb} is not described", nameof(verb)),
    };

    private static JsonObject Shape(string verb, FieldShape field)
    {
        var (words, example) = (WordsOf(verb, field.Name), ExampleOf(verb, field.Name));
        var made = field.Name switch
        {
            "priority" => Priorities(),
            "state" when verb == "task" => OneOf(["done", "cancelled"]),
            "state" when verb == "action" => OneOf(["open", "done", "cancelled"]),
            "state" => States(),
            "kind" when verb == "lesson" => OneOf(["well", "improve"]),
            "kind" => OneOf(LinkKinds.All),
            "role" => OneOf(MajorWords.Roles),
            "phase" => OneOf(MajorWords.Phases),
            "box" => OneOf(MajorWords.BoxAnswers),
            "milestone" => OneOf(MajorWords.Milestones),
            "horizon" => OneOf(MajorWords.Horizons),
            "confidence" => OneOf(["low", "medium", "high"]),
            "severity" => OneOf(MajorWords.Severities),
            "affectedUsers" when verb == "impact" =>
                With(new JsonObject(), "type", new JsonArray("integer", "string")),
            _ => Of(field.Kind),
        };
        if (words is not null)
            made["description"] = words;
        if (example is not null)
            made["examples"] = new JsonArray(JsonNode.Parse(example));
        return made;
    }

    private static JsonObject Of(FieldKind kind) => kind switch
    {
        FieldKind.Flag => Flag(),
        FieldKind.Number => Whole(),
        FieldKind.Moment => Moment(),
        FieldKind.Texts => Texts(),
        FieldKind.Tags => Tags(),
        FieldKind.Requester => Closed(May("name", Text()), May("vip", Flag())),
        FieldKind.Any => With(new JsonObject(), "type", new JsonArray("string", "number", "boolean")),
        _ => Text(),
    };

    private static string? WordsOf(string verb, string field) => (verb, field) switch
    {
        (_, "by") => "Who does it; the person of the token where it is not said.",
        (_, "key") => "As the header Idempotency-Key.",
        ("correct", "number") => "The entry's, as the timeline shows it.",
        ("correct", "happenedAt") => "When it happened: at or before the instant of its record.",
        (_, "happenedAt") => "When it happened, where that was before it is said; nothing is decided by it.",
        (_, "text") => "Words that stand beside it.",
        (_, "until") => "Lies in the future.",
        ("hold", "reason") => "user, vendor, approval, change, or one that the policy adds.",
        ("close", "code") => "cancelled or duplicate for an open ticket.",
        ("resolve", "code") => "How it ended, such as fixed.",
        ("link" or "unlink", "kind") => "relates where it is absent.",
        ("link" or "unlink" or "merge", "to") => "The other one, by its number.",
        ("assign", "to") => "A person; it empties with another team where none is named.",
        ("escalate", "to") => "A tier, in the place of the next one.",
        ("escalate", "reference") => "The vendor's own number of the case; kept as the tag vendor-reference.",
        ("escalate", "asOf") => "Since when it should have been there.",
        ("open", "aliases") => "Names from elsewhere by which it is found too.",
        ("open", "state") => "Of a ticket that is taken over from elsewhere: it is told as opened and no more.",
        ("update", "public") => "Whether its requester may see it.",
        ("update" or "reply", "auto") => "A machine wrote it: recorded, and no activity.",
        ("declare", "severity") => "SEV-1 to SEV-3.",
        ("open", "affectedUsers") => "How many.",
        ("impact", "affectedUsers") => "How many; 1000+ for at least so many.",
        ("impact", "summary") => "What happened, in a few sentences, as the report tells it.",
        ("impact", "cause") => "The root cause, as the report tells it.",
        ("impact", "affectedShare") => "Of all users, such as 10%.",
        _ => WordsOfMajor(verb, field),
    };

    private static string? WordsOfMajor(string verb, string field) => (verb, field) switch
    {
        ("severity", "reason") => "Needed when it falls.",
        ("role" or "handover", "to") => "The person who is asked.",
        ("accept-role", "to") => "Who takes it; whoever says it where it is absent.",
        ("post", "next") => "When the next one is promised; by the severity where it is absent.",
        ("decide", "reason") => "Why.",
        ("decide", "effect") => "What is expected of it.",
        ("decide", "box") => "Answers what the end of the rapid diagnosis asks.",
        ("task", "task") or ("action", "action") => "The number of a known one, with its new state.",
        ("milestone", "reason") => "Needed where it corrects a known one.",
        ("restore", "confirmedBy") => "The person or probe that saw users work again.",
        ("why", "why") => "The number of the claim that it explains.",
        ("action", "verification") => "How it was seen that it works; needed for done.",
        _ => null,
    };

    private static string? ExampleOfMajor(string verb, string field) => (verb, field) switch
    {
        ("severity", "severity") => "\"SEV-1\"",
        ("bridge", "link") => "\"https://meet.example.org/vpn\"",
        ("role" or "handover" or "accept-role", "role") => "\"commander\"",
        ("role" or "handover" or "accept-role", "to") => "\"ana\"",
        ("post", "text") => "\"A power supply is dead; a new one is on its way.\"",
        ("post", "phase") => "\"monitoring\"",
        ("decide", "text") => "\"Route all traffic over the second site.\"",
        ("note", "text") => "\"Both power supplies are dead.\"",
        ("task", "text") => "\"Call the maker.\"",
        ("milestone", "milestone") => "\"started\"",
        ("restore", "confirmedBy") => "\"probe vpn-login\"",
        ("why", "text") => "\"The second power supply had been dead for weeks.\"",
        ("lesson", "kind") => "\"improve\"",
        ("lesson", "text") => "\"Nobody looks at the lamps.\"",
        ("action", "text") => "\"Watch the power supplies.\"",
        _ => null,
    };

    private static string? ExampleOf(string verb, string field) => (verb, field) switch
    {
        ("open", "title") => "\"VPN gateway is down\"",
        ("open", "priority") or ("triage", "priority") => "\"P2\"",
        ("open", "service") or ("triage", "service") => "\"vpn\"",
        ("open", "requester") => """{"name":"Dora Dietz"}""",
        ("open", "tags") => """{"site":"berlin"}""",
        ("triage", "category") => "\"network\"",
        ("triage" or "assign", "team") => "\"network\"",
        ("assign", "to") => "\"ana\"",
        ("hold", "reason") => "\"vendor\"",
        ("hold" or "snooze", "until") => $"\"{Monday}T13:00:00Z\"",
        ("hold", "text") => "\"The maker sends a new power supply.\"",
        ("resolve", "code") => "\"fixed\"",
        ("resolve", "text") => "\"The power supply was changed.\"",
        ("close", "code") => "\"cancelled\"",
        ("close", "text") => "\"It was a drill.\"",
        ("reopen", "reason") => "\"It is down again.\"",
        ("merge" or "link" or "unlink", "to") => $"\"{Examples.Other}\"",
        ("link" or "unlink", "kind") => "\"relates\"",
        ("prioritise", "priority") => "\"P1\"",
        ("prioritise", "reason") => "\"The whole site is offline.\"",
        ("ask", "text") => "\"Which address did you try?\"",
        ("reply", "text") => "\"vpn.example.org, since nine o'clock.\"",
        ("update", "text") => "\"Both power supplies are dead.\"",
        ("update", "public") => "true",
        ("tag", "tags") => """{"site":"berlin"}""",
        ("snooze", "reason") => "\"Waits for the part.\"",
        ("escalate", "reason") => "\"Nobody here may open the cabinet.\"",
        ("impact", "affectedUsers") => "120",
        ("impact", "systems") => """["vpn"]""",
        ("declare", "severity") => "\"SEV-1\"",
        ("correct", "number") => "1",
        ("correct", "happenedAt") => "\"2025-01-06T08:55:00Z\"",
        ("correct", "reason") => "\"The caller's mail came then.\"",
        _ => ExampleOfMajor(verb, field),
    };
}
