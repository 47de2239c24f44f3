using System.Text;
using System.Text.Json;
using Muster.Core.Majors;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Files.Policies;
using Muster.Files.Reports;
using Muster.Files.Templates;
using Muster.Edge.Import;
using NodaTime;
using Xunit;

namespace Muster.Edge.Tests.Reports;

/// <summary>The original's example 5; what a report does with what nobody said, and with what somebody should not.
/// </summary>
public sealed class IncidentReportTests
{
    private const string Id = "INC-2025-05678";

    private static readonly Instant Now = Instant.FromUtc(2025, 10, 20, 16, 0);

    [Fact]
    public void The_report_of_example_5_is_the_golden_file()
    {
        var golden = File.ReadAllText(SampleOf("example-5.md"));
        Assert.Equal(golden, Written(Example(), ReportFormat.Markdown));
    }

    /// <summary>Each heading, row and fact of the original's sample, in the order of that page.</summary>
    [Theory]
    [InlineData("# Incident Report: Production Application Server Outage")]
    [InlineData("**Severity**: SEV-1 (Critical)")]
    [InlineData("- **Affected Users**: 1,000+ (100% of user base)")]
    [InlineData("- **Duration**: 50 minutes")]
    [InlineData("| 14:00 | Application server out of memory, process crashed |")]
    [InlineData("| 15:00 | SEV-1 stood down, post-mortem scheduled |")]
    [InlineData("5. **Why wasn't high load testing performed?** → Load testing not part of standard QA process")]
    [InlineData("**Root Cause**: Insufficient load testing before production deployment")]
    [InlineData("| Implement staged rollout policy | Engineering Mgr | 2025-11-15 | P2 |")]
    [InlineData("- [x] Upgrade to version 2.3.2 (completed 2025-10-21)")]
    [InlineData("- [ ] Build self-healing automation (auto-restart on OOM)")]
    [InlineData("*Date: 2025-10-20 16:00*")]
    public void It_says_what_the_original_says(string line) =>
        Assert.Contains(line, Written(Example(), ReportFormat.Markdown).Split('\n'));

    [Fact]
    public void A_note_of_the_same_minute_takes_no_fact_out_of_the_timeline()
    {
        var report = Logged("""
            {"at":"2025-10-20T14:02:00Z","do":"open","ticket":"A","priority":"P1","title":"Server down"}
            {"at":"2025-10-20T14:02:00Z","do":"declare","ticket":"A","severity":"SEV-1"}
            {"at":"2025-10-20T14:02:30Z","do":"note","ticket":"A","text":"Nobody can log in","by":"bo"}
            {"at":"2025-10-20T14:50:05Z","do":"note","ticket":"A","text":"Pizza ordered","by":"bo"}
            {"at":"2025-10-20T14:50:20Z","do":"post","ticket":"A","text":"It works.","phase":"monitoring"}
            {"at":"2025-10-20T14:50:30Z","do":"milestone","ticket":"A","milestone":"mitigated","by":"bo"}
            {"at":"2025-10-20T14:50:40Z","do":"restore","ticket":"A","confirmedBy":"bo"}
            {"at":"2025-10-20T15:00:00Z","do":"note","ticket":"A","text":"Thanks all","by":"bo"}
            {"at":"2025-10-20T15:00:30Z","do":"stand-down","ticket":"A"}
            """);
        Assert.Equal(
            [
                "Reported: Server down", "SEV-1 declared", "Nobody can log in", "Pizza ordered",
                "Status update (monitoring): It works.", "Impact contained", "Restored, confirmed by bo", "Thanks all",
                "SEV-1 stood down, post-mortem scheduled",
            ],
            report.Timeline.Select(row => row.Text));
    }

    [Fact]
    public void Not_even_a_note_of_the_same_instant_takes_the_end_out_of_the_timeline()
    {
        var report = Logged("""
            {"at":"2025-10-20T14:02:00Z","do":"open","ticket":"A","priority":"P1","title":"Server down"}
            {"at":"2025-10-20T14:02:00Z","do":"declare","ticket":"A","severity":"SEV-1"}
            {"at":"2025-10-20T14:50:00Z","do":"note","ticket":"A","text":"Pizza ordered","by":"bo"}
            {"at":"2025-10-20T14:50:00Z","do":"milestone","ticket":"A","milestone":"mitigated","by":"bo"}
            {"at":"2025-10-20T14:50:00Z","do":"restore","ticket":"A","confirmedBy":"bo"}
            {"at":"2025-10-20T14:50:00Z","do":"stand-down","ticket":"A"}
            """);
        Assert.Equal(
            [
                "Reported: Server down", "SEV-1 declared", "Pizza ordered", "Restored, confirmed by bo",
                "SEV-1 stood down, post-mortem scheduled",
            ],
            report.Timeline.Select(row => row.Text));
    }

    [Theory]
    [InlineData("start", "In Progress")]
    [InlineData("restore", "Monitoring")]
    [InlineData("stand-down", "Resolved")]
    [InlineData("resolve", "Resolved")]
    [InlineData("close", "Closed")]
    public void Its_status_is_what_the_procedure_says_until_the_ticket_has_ended(string last, string expected)
    {
        string[] log =
        [
            """{"at":"2025-10-20T14:02:00Z","do":"open","ticket":"A","priority":"P1","title":"Server down"}""",
            """{"at":"2025-10-20T14:02:00Z","do":"declare","ticket":"A","severity":"SEV-1"}""",
            """{"at":"2025-10-20T14:03:00Z","do":"start","ticket":"A"}""",
            """{"at":"2025-10-20T14:50:00Z","do":"restore","ticket":"A","confirmedBy":"bo"}""",
            """{"at":"2025-10-20T15:00:00Z","do":"stand-down","ticket":"A"}""",
            """{"at":"2025-10-20T15:10:00Z","do":"resolve","ticket":"A","code":"fixed"}""",
            """{"at":"2025-10-20T15:20:00Z","do":"close","ticket":"A"}""",
        ];
        var told = log.TakeWhile(line => !line.Contains($"\"{last}\"", StringComparison.Ordinal)).Count() + 1;
        var report = Logged(string.Join('\n', log[..told]));
        Assert.Contains($"**Status**: {expected}", Written(report, ReportFormat.Markdown).Split('\n'));
        using var json = JsonDocument.Parse(Written(report, ReportFormat.Json));
        Assert.Equal(expected.Replace(" ", ""), json.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public void Every_fact_cites_the_event_that_says_it()
    {
        using var report = JsonDocument.Parse(Written(Example(), ReportFormat.Json));
        Assert.Equal(Id, report.RootElement.GetProperty("id").GetString());
        var rows = report.RootElement.GetProperty("timeline").EnumerateArray().ToList();
        Assert.Equal(9, rows.Count);
        Assert.All(rows, row => Assert.True(row.ToString().Contains("fact", StringComparison.Ordinal), $"{row}"));
    }

    [Fact]
    public void What_no_event_says_is_a_question_and_their_number_heads_the_draft()
    {
        var report = IncidentReport.Of(Bare("Slow"), Now);
        Assert.NotEmpty(report.Questions);
        var text = Written(report, ReportFormat.Markdown);
        Assert.Contains($"{report.Questions.Length}", text.Split("**Incident ID**")[0]);
        Assert.All(report.Questions, question => Assert.EndsWith("?", question.Text));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("\"><svg/onload=alert(1)>")]
    [InlineData("| a | b |\n# heading")]
    public void What_others_wrote_is_shown_as_it_was_written_and_does_nothing(string text)
    {
        var html = Written(IncidentReport.Of(Bare(text), Now), ReportFormat.Html);
        foreach (var sign in (string[])["<script", "<img", "<svg", "href=\"javascript", "<h1 id=\"heading\">heading"])
            Assert.DoesNotContain(sign, html, StringComparison.OrdinalIgnoreCase);
    }

    private static string SampleOf(string name) => Path.Combine(Repository.Root, "samples", name);

    private static IncidentReport Example()
    {
        using var log = File.OpenRead(SampleOf("example-5.jsonl"));
        var (ticket, fault) = LoggedTicket.Read(log, PolicyReader.Shipped, Id, (line, refusal) =>
            Assert.Fail($"line {line}: {refusal.Text}"));
        Assert.Null(fault);
        return IncidentReport.Of(ticket!.Account, ticket.EndedAt);
    }

    private static IncidentReport Logged(string lines)
    {
        using var log = new MemoryStream(Encoding.UTF8.GetBytes(lines));
        var (ticket, fault) = LoggedTicket.Read(log, PolicyReader.Shipped, "A", (line, refusal) =>
            Assert.Fail($"line {line}: {refusal.Text}"));
        Assert.Null(fault);
        return IncidentReport.Of(ticket!.Account, ticket.EndedAt);
    }

    /// <summary>A major of which nothing is known but that somebody wrote the same everywhere.</summary>
    private static MajorAccount Bare(string text)
    {
        TicketEvent[] facts =
        [
            new MajorDeclared("SEV-1") { By = text }, new Noted(text) { By = text },
            new StatusPosted("investigating", text, null), new LessonAdded(true, text),
            new WhyStated(1, null, text, text, null), new ActionAdded(1, text, text, null, null, null, Horizon.Short),
        ];
        var opened = new TicketOpened { Title = text, Priority = Priority.P1 };
        var ticket = TicketState.From(new TicketId("INC-1"), opened, Now, PolicyReader.Shipped);
        foreach (var fact in facts)
            ticket = ticket.Evolve(fact, Now, PolicyReader.Shipped);
        return MajorAccount.Of(ticket, [.. facts.Prepend(opened).Select(fact => new DatedFact(Now, fact))]);
    }

    private static string Written(IncidentReport report, ReportFormat format) =>
        Encoding.UTF8.GetString(ReportFormats.Write(report, format, ReportTemplate.Shipped).ToArray());
}
