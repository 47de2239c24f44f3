namespace Muster.Browser.Tests;

/// <summary>A desk with a major incident that is half an hour old, one that is over, and one that may become one.
/// </summary>
internal static class ToldMajor
{
    public const string Running = "2";
    public const string Over = "1";
    public const string Candidate = "3";

    public static async Task<ShownDesk> Tell()
    {
        var desk = new ShownDesk();
        await desk.At(TimeSpan.FromDays(2));
        await Past(desk);
        await desk.At(TimeSpan.FromMinutes(31));
        await desk.Say("majors", new
        {
            title = "Production application server down: nobody can check out",
            service = "checkout",
            severity = "SEV-2",
            description = "Every page of the shop answers 503 since 14:02.",
            by = "ana",
        });
        await desk.Say("majors/2/accept-role", new { role = "commander", to = "dee", by = "dee" });
        await desk.Say("majors/2/accept-role", new { role = "technical-lead", to = "ana", by = "ana" });
        await desk.Say("majors/2/bridge", new { link = "https://meet.example.org/inc-2", channel = "#inc-2-checkout" });
        await desk.Say("majors/2/note", new { text = "All eight application servers answer 503.", by = "bo" });
        await desk.Say("majors/2/post", new
        {
            text = "Nobody can check out. We are looking into it.",
            phase = "investigating",
            by = "ana",
        });
        await desk.At(TimeSpan.FromMinutes(14));
        await desk.Say("majors/2/decide", new
        {
            text = "Roll the release of 13:40 back",
            options = new[] { "wait for the vendor", "move to the second site" },
            reason = "it is the only change of the day",
            effect = "checkout answers within five minutes",
            until = In(TimeSpan.FromMinutes(20)),
            by = "dee",
        });
        await desk.Say("majors/2/task",
            new { text = "Compare the configuration of both sites", to = "bo", by = "dee" });
        await desk.Say("majors/2/task", new { text = "Keep the queue of payments", to = "cy", by = "dee" });
        await desk.Say("majors/2/task", new { task = 2, state = "done", by = "cy" });
        await desk.Say("majors/2/impact", new { affectedUsers = 12_400, revenue = "4000 EUR an hour" });
        await desk.Say("tickets", new
        {
            title = "Payroll is slow for some",
            priority = "P2",
            service = "payroll",
            affectedUsers = 140,
        });
        await desk.At(TimeSpan.Zero);
        await desk.Say("majors/2/note", new { text = "The rollback runs on half of the servers.", by = "bo" });
        return desk;
    }

    private static async Task Past(ShownDesk desk)
    {
        await desk.Say("majors",
            new { title = "The payment gateway refuses every card", service = "checkout", by = "bo" });
        await desk.Say("majors/1/accept-role", new { role = "commander", to = "ana", by = "ana" });
        await desk.Say("majors/1/milestone", new { milestone = "diagnosed", by = "ana" });
        await desk.Say("majors/1/milestone", new
        {
            milestone = "started",
            happenedAt = In(TimeSpan.FromHours(-49)),
            by = "ana",
        });
        await desk.Say("majors/1/impact", new { affectedUsers = 12_400, systems = new[] { "shop", "gateway" } });
        await desk.Say("majors/1/restore",
            new { confirmedBy = "checkout probe", text = "The key was renewed.", by = "ana" });
        await desk.Say("majors/1/stand-down", new { by = "ana" });
        await desk.Say("majors/1/why",
            new { text = "Cards were refused", evidence = "graph of the gateway", confidence = "high" });
        await desk.Say("majors/1/why", new { text = "The key of the gateway had ended", why = 1, confidence = "high" });
        await desk.Say("majors/1/why",
            new { text = "Nobody is told before a key ends", why = 2, confidence = "medium" });
        await desk.Say("majors/1/lesson", new { kind = "well", text = "The team was together within two minutes." });
        await desk.Say("majors/1/lesson", new { kind = "improve", text = "The first update came late." });
        await desk.Say("majors/1/action", new
        {
            text = "Watch the end of every key, and tell its owner a month before",
            to = "bo",
            until = In(TimeSpan.FromDays(10)),
            priority = "P2",
            @class = "monitoring",
            horizon = "short",
        });
        await desk.Say("majors/1/action", new { text = "Write down where keys are renewed", to = "ana" });
        await desk.Say("majors/1/action", new { action = 2, state = "done", verification = "Cy renewed one by it." });
    }

    internal static string In(TimeSpan span) => (DateTimeOffset.UtcNow + span).ToString(
        "yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
