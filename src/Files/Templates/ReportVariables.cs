namespace Muster.Files.Templates;

/// <summary>
/// What the template of a report may name. What nobody has said is there all the same: it prints its open question.
/// The reference says the same.
/// </summary>
internal static class ReportVariables
{
    public static TemplateEvent Event { get; } = new(
        "incident-report", "the post-incident report of a ticket", [TemplateChannel.Markdown],
        [
            new("draft", "how many questions are open; empty once a person has accepted the report", "Draft",
                IsOptional: true),
            new("title", "the ticket's title", "Checkout is down"),
            new("id", "the ticket's number", "INC-2026-00042"),
            new("severity", "SEV-1 to SEV-3, with its word", "SEV-1 (Critical)"),
            new("status", "the ticket's state", "Resolved"),
            new("date", "the day on which it began", "2026-03-02"),
            new("summary", "what happened, in a few sentences", Said("Nobody could pay.")),
            new("affected_users", "how many", Said("1,000+")),
            new("affected_share", "of all users", Said("40% of user base")),
            new("duration", "from the start until users could work again", Said("50 minutes")),
            new("systems", "what it touched; may be empty", Said("checkout"), IsOptional: true),
            Rows("business", "what it meant for the business: each has text", "text"),
            new("data_loss", "whether data was lost", Said("None")),
            Rows("timeline", "what happened when: each has time and event", "time", "event"),
            new("left_out", "how many rows the timeline has beyond those; may be empty", 3, IsOptional: true),
            new("cause", "the root cause in somebody's words", Said("A memory leak.")),
            Rows("whys", "each has number, question and claim, and explains, confidence and evidence, which may be "
                + "empty", "number", "question", "claim", "explains", "confidence", "evidence"),
            Rows("root_causes", "what all explanations come down to: each has text", "text"),
            Rows("well", "what went well: each has text", "text"),
            Rows("improve", "what could be better: each has text", "text"),
            Rows("actions", "what somebody has to do: each has text, owner, deadline and priority, and state, which "
                + "is empty while it is open", "text", "owner", "deadline", "priority", "state"),
            Measures("short_term", "for the next weeks"),
            Measures("medium_term", "for the next three months"),
            Measures("long_term", "for the next half year"),
            Rows("metrics", "each has name and value", "name", "value"),
            new("author", "who drafted it", "incident-coordinator"),
            new("drafted", "when it was accepted; before that, when it was drafted", "2026-03-02 16:00"),
            new("accepted_by", "who accepted it; empty while nobody has", Said("ana"), IsOptional: true),
        ]);

    private static ReportText Said(string text) => new(text, [1]);

    private static TemplateVariable Measures(string name, string when) => Rows(
        name, $"what prevents it {when}: each has text, state, which is empty while it is open, and done, which is "
        + "true or empty", "text", "state", "done");

    private static TemplateVariable Rows(string name, string meaning, params string[] fields) => new(
        name, meaning,
        (IReadOnlyList<IReadOnlyDictionary<string, object?>>)
        [
            fields.ToDictionary(field => field, field => (object?)Said(field), StringComparer.Ordinal),
        ])
    {
        Fields = [.. fields],
    };
}
