using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Tickets;

namespace Muster.Files.Logs;

/// <summary>
/// Each verb and each of its fields in a sentence, for whoever says what they are for: the command line's help and the
/// description of the interface.
/// </summary>
public static class VerbWords
{
    /// <summary>What the verb does.</summary>
    /// <exception cref="ArgumentException">There is no such verb.</exception>
    public static string Of(string verb) => verb switch
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
        "tag" => "Sets tags, each by its name.",
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

    /// <summary>What the field of the verb says.</summary>
    /// <exception cref="ArgumentException">The verb takes no such field.</exception>
    public static string Of(string verb, string field) => OfMajor(verb, field) ?? OfTicket(verb, field) ?? field switch
    {
        "by" => "Who does it; the person of the token where it is not said.",
        "key" => "As the header Idempotency-Key.",
        "happenedAt" => "When it happened, where that was before it is said; nothing is decided by it.",
        "text" => "Words that stand beside it.",
        "until" => "Lies in the future.",
        "reason" => "Why.",
        "priority" => $"{Listed(Enum.GetNames<Priority>())}.",
        "service" => "The service that it concerns.",
        "category" => "The kind of trouble, such as network.",
        "team" => "The team that it goes to.",
        "tags" => "Names with their values; a name that it has gets the new one.",
        "severity" => $"{Listed(MajorWords.Severities)}, from the worst down.",
        _ => throw new ArgumentException($"{field} of {verb} is not described", nameof(field)),
    };

    private static string? OfTicket(string verb, string field) => (verb, field) switch
    {
        ("open", "title") => "What is wrong, in a line.",
        ("open", "description") => "What was reported, at length.",
        ("open", "priority") => $"{Listed(Enum.GetNames<Priority>())}; by the policy where it is absent.",
        ("open", "requester") => "Who reported it, and whether that is a VIP.",
        ("open", "affectedUsers") => "How many users it touches.",
        ("open", "source") => "Where it came from, such as mail, portal, chat, phone or monitoring.",
        ("open", "aliases") => "Names from elsewhere by which it is found too.",
        ("open", "state") => "Of a ticket that is taken over from elsewhere: it is told as opened and no more.",
        ("open", "reason") => "What a ticket that is taken over as Pending waits for; user where it is absent.",
        ("assign", "to") => "A person; it empties with another team where none is named.",
        ("update", "public") => "Whether its requester may see it.",
        ("update" or "reply", "auto") => "A machine wrote it: recorded, and no activity.",
        ("update", "text") => "The note.",
        ("ask", "text") => "The question.",
        ("reply", "text") => "What the requester wrote.",
        ("hold", "reason") => "user, vendor, approval, change, or one that the policy adds.",
        ("hold", "until") => "When it is taken up again by itself; lies in the future.",
        ("snooze", "until") => "Until when its rules are quiet; lies in the future.",
        ("resolve", "code") => "How it ended, such as fixed.",
        ("resolve", "text") => "What ended it.",
        ("close", "code") => "cancelled or duplicate for an open ticket.",
        ("link" or "unlink", "kind") => $"{Listed(LinkKinds.All)}; relates where it is absent.",
        ("link" or "unlink" or "merge", "to") => "The other one, by its number.",
        ("escalate", "to") => $"A tier, in the place of the next one: {Listed(TierNames.All)}.",
        ("escalate", "reference") => "The vendor's own number of the case; kept as the tag vendor-reference.",
        ("escalate", "asOf") => "Nothing is done if it has been escalated after this instant.",
        ("impact", "affectedUsers") => "How many; 1000+ for at least so many.",
        ("impact", "affectedShare") => "Of all users, such as 10%.",
        ("impact", "revenue") => "What it cost in revenue, as a number or in words.",
        ("impact", "tickets") => "How many tickets came of it.",
        ("impact", "dataLoss") => "Whether data was lost, or which.",
        ("impact", "systems") => "A system that it touches.",
        ("impact", "business") => "What it cost a line of business.",
        ("impact", "summary") => "What happened, in a few sentences, as the report tells it.",
        ("impact", "cause") => "The root cause, as the report tells it.",
        ("correct", "number") => "The entry's, as the timeline shows it.",
        ("correct", "happenedAt") => "When it happened: at or before the instant of its record.",
        _ => null,
    };

    private static string? OfMajor(string verb, string field) => (verb, field) switch
    {
        ("declare", "text") => "Why; of a relapse while it is watched, what happened.",
        ("severity", "reason") => "Why; needed when it falls.",
        ("bridge", "link") => "The link to the call.",
        ("bridge", "channel") => "The channel in which the team writes.",
        ("role" or "handover" or "accept-role", "role") => $"{Listed(MajorWords.Roles)}.",
        ("role" or "handover", "to") => "The person who is asked.",
        ("accept-role", "to") => "Who takes it; whoever says it where it is absent.",
        ("post", "text") => "The update, as those who wait will read it; as drafted where it is absent.",
        ("post", "phase") => $"{Listed(MajorWords.Phases)}; as before where it is absent.",
        ("post", "next") => "When the next one is promised; by the severity where it is absent.",
        ("decide", "text") => "What is decided.",
        ("decide", "options") => "What could have been done.",
        ("decide", "effect") => "What is expected of it.",
        ("decide", "until") => "When the scribe is asked whether it worked; lies in the future.",
        ("decide", "box") => $"Answers what the end of the rapid diagnosis asks: {Listed(MajorWords.BoxAnswers)}.",
        ("note", "text") => "What happened.",
        ("task", "text") => "What is to do.",
        ("action", "text") => "What prevents that it happens again.",
        ("task", "task") or ("action", "action") => "The number of a known one, with its new state.",
        ("task", "to") => "The person or the role that does it.",
        ("action", "to") => "The person who answers for it.",
        ("task" or "action", "until") => "When it is due.",
        ("task", "state") => "done or cancelled, of a known one.",
        ("action", "state") => "open, done or cancelled, of a known one.",
        ("action", "class") => "What kind of action it is, in a word.",
        ("action", "horizon") => $"How soon it prevents: {Listed(MajorWords.Horizons)}.",
        ("action", "verification") => "How it was seen that it works; needed for done.",
        ("milestone", "milestone") => $"{Listed(MajorWords.Milestones)}.",
        ("milestone", "happenedAt") => "When it was reached; now where it is absent.",
        ("milestone", "reason") => "Why; needed where it corrects what a person stated.",
        ("restore", "confirmedBy") => "The person or probe that saw users work again.",
        ("restore", "text") => "What restored it.",
        ("why", "text") => "The claim.",
        ("why", "why") => "The number of the claim that it explains.",
        ("why", "evidence") => "What shows it.",
        ("why", "confidence") => "low, medium or high.",
        ("lesson", "text") => "The lesson.",
        ("lesson", "kind") => "well or improve: what went well, or what could be better.",
        _ => null,
    };

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);
}
