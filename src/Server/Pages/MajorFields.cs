using Muster.Core.Majors;
using Muster.Files.Logs;

namespace Muster.Server.Pages;

/// <summary>How the fields of a major's verbs are asked for on a page; null leaves it to the field's kind.</summary>
internal static class MajorFields
{
    public static string? Label(VerbChoice choice, FieldShape field) => (choice.Verb, field.Name) switch
    {
        ("role" or "handover" or "task" or "action", "to") => "Person",
        ("override", "from") => "From, if not now",
        ("override", "to") => "Until",
        ("correct", "happenedAt") => "When it happened",
        (_, "happenedAt") => "When it was, if not now",
        ("post", "text") => "The update, as those who wait will read it",
        ("post", "next") => "Next update",
        ("post", "phase") => "Phase",
        ("decide", "text") => "What is decided",
        ("decide", "options") => "What could have been done",
        ("decide", "effect") => "Expected effect",
        ("decide", "until") => "When to judge it",
        ("note", "text") => "What happened",
        ("task", "text") => "What is to do",
        ("task" or "action", "until") => "Due",
        ("restore", "confirmedBy") => "Who or which probe saw that users can work again",
        ("restore", "text") => "What restored it",
        ("why", "text") => choice.Fixed.ContainsKey("why") ? "Because" : "What happened, in one claim",
        ("lesson", "text") => "Lesson",
        ("lesson", "kind") => "Which",
        ("action", "text") => "What prevents that it happens again",
        ("action", "verification") => "How it was seen that it works",
        ("reject", "reason") => "Why it is none",
        ("declare" or "severity", "severity") => "Severity",
        ("impact", "summary") => "What happened, in two or three sentences",
        ("impact", "cause") => "The root cause",
        ("impact", "affectedShare") => "Which share of all users that is",
        ("impact", "tickets") => "Tickets that came of it",
        ("impact", "business") => "What it cost the business",
        _ => null,
    };

    public static IEnumerable<string>? Choices(VerbChoice choice, FieldShape field) => (choice.Verb, field.Name) switch
    {
        (_, "severity") => MajorWords.Severities,
        (_, "role") => MajorWords.Roles,
        (_, "phase") => MajorWords.Phases,
        (_, "milestone") => MajorWords.Milestones,
        (_, "confidence") => ["low", "medium", "high"],
        (_, "horizon") => MajorWords.Horizons,
        ("lesson", "kind") => ["well", "improve"],
        _ => null,
    };

    public static string? Hint(VerbChoice choice, FieldShape field) => (choice.Verb, field.Name) switch
    {
        (_, "happenedAt") => "10m ago is 10m; or 14:05 (UTC)",
        ("post", "next") => "by the severity; or 30m, 14:05",
        (_, "until") => "2h, 14:05, or 2030-01-01T09:00:00Z",
        ("bridge", "link") => "https://…",
        ("bridge", "channel") => "#inc-42",
        _ => null,
    };
}
