using System.Text.Json.Nodes;
using Muster.Core.Majors;
using Muster.Core.Reports;
using Muster.Core.Reports.Metrics;
using Muster.Core.Tickets;
using Muster.Files.Reports;
using Muster.Server.Access;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>The post-incident report of a ticket.</summary>
internal static class ReportDescription
{
    public static RouteDescription Of { get; } = new(
        "GET", Permissions.Report,
        "Its post-incident report, drafted from its facts: as text/markdown, text/html or application/json.",
        AnswerShape.Json(Report()))
    {
        Asked =
        [
            new("query", "format", OneOf(ReportFormats.Names), "In the place of the header Accept."),
        ],
        Refused = [new(406, "not-acceptable")],
    };

    public static RouteDescription Figures { get; } = new(
        "GET", Permissions.Figures,
        "Figures of a period, 28 days where it is not said: promises, times, ages, escalations and their accuracy, "
        + "workload, noise, and the numbers that Muster keeps about itself; as JSON, text/csv or text/html.",
        AnswerShape.Json(Period()))
    {
        Name = "getFigures", // the path's own word is Prometheus' already
        Asked =
        [
            new("query", "from", Text(), "Inclusive: a date, which begins in UTC, or an instant."),
            new("query", "to", Text(), "Exclusive; now when absent. At most 400 days are taken together."),
            new("query", "priority", Text(), "One or several, with commas: what happened while a ticket had it."),
            new("query", "team", Text(), "One or several, with commas: what happened while it had the ticket."),
            new("query", "service", Text(), "One or several, with commas: what happened to its tickets."),
            new("query", "format", OneOf(MetricFormats.Names), "In the place of the header Accept."),
        ],
        Refused = [new(406, "not-acceptable")],
    };

    private static JsonObject Period() => Object(
    [
        Need("from", Moment(null, "00:00:00.000")), Need("to", Moment(null, "09:12:00.000")),
        May("priorities", List(Priorities())), May("teams", List(Text())), May("services", List(Text())),
        Need("takenAt", Moment(null, "09:12:00.000")),
        Need("figures", List(Object(
            Need("name", Text(null, "slaCompliance")), Need("n", Whole("How many it was taken from.", 240)),
            Need("enough", Flag("Fewer than 10 say nothing.", true)), May("value", Unshown(new JsonObject())),
            May("p95", Span()), May("target", Text("The original's.", "> 95 %")), May("met", Flag(null, true)),
            Need("note", Text("How it was taken.", "both clocks, all cycles"))))),
        .. MetricTables.Names.Select(table => Need(table, List(Object(
        [
            Need("by", OneOf([.. MetricTables.GroupNames], null, "all")), May("name", Text()),
            .. MetricTables.ColumnsOf(table).Select(column => May(column.Name, Value(column))),
        ])))),
    ]);

    private static JsonObject Value(MetricColumn column) => column.Unit switch
    {
        MetricUnit.Count => Whole(column.Title),
        MetricUnit.Share => Share(column.Title),
        _ => Span(column.Title),
    };

    private static JsonObject Share(string words) =>
        new() { ["type"] = "number", ["description"] = words, ["minimum"] = 0, ["maximum"] = 1 };

    private static JsonObject Report() => Object(
        Need("id", Text(null, Examples.Ticket)), May("title", Text(null, "VPN gateway is down")),
        May("severity", OneOf(MajorWords.Severities, null, "SEV-1")),
        Need("status", OneOf(
            [.. Enum.GetNames<TicketStatus>(), "Monitoring"],
            "The ticket's state; Monitoring while it is restored and watched, Resolved once it was stood down.",
            "Resolved")),
        Need("date", Text("On which it began, in UTC.", Monday)),
        Need("draft", Flag("Nobody has accepted it yet.", true)),
        Need("draftedAt", Moment("When it was accepted; before that, now.", "16:00:00.000")),
        May("accepted", Unshown(Object(Need("at", Moment()), May("by", Text()), Need("facts", Facts())))),
        Need("questions", List(Object(
            Need("part", OneOf(Enum.GetNames<ReportPart>().Select(LowerFirst), null, "rootCause")),
            Need("about", Text(null, "cause")), Need("text", Text(null, "What was the root cause?"))),
            "What it needs and no fact says.")),
        May("summary", Said()),
        Need("impact", Anything(
            "By the names of the verb impact, and duration: each has value and facts.",
            """{"affectedUsers":{"value":120,"facts":[3]}}""")),
        Need("timeline", List(Object(
            Need("at", Moment(null, "09:02:00.000")), Need("text", Text(null, "Both power supplies are dead.")),
            Need("facts", Facts())))),
        May("leftOut", Whole("How many entries the timeline has beyond those.")),
        May("rootCause", Unshown(Said())),
        Need("whys", List(Object(
            Need("why", Whole(null, 1, 1)), May("explains", Whole("The why that it explains.", null, 1)),
            May("question", Text(null, "Why did it go down?")), May("claim", Text(null, "No power")),
            May("evidence", Text()), May("confidence", OneOf(["low", "medium", "high"])), Need("facts", Facts())))),
        Need("rootCauses", List(Said())),
        Need("wentWell", ShownEmpty(List(Said()))), Need("couldImprove", ShownEmpty(List(Said()))),
        Need("actions", ShownEmpty(List(Object(
            Need("action", Whole(null, null, 1)), Need("text", Text()), May("owner", Text()),
            May("deadline", Moment()), May("priority", Priorities()), May("class", Text()),
            May("horizon", OneOf(MajorWords.Horizons)), Need("state", OneOf(["open", "done", "cancelled"])),
            May("changedAt", Moment()), May("verification", Text()), Need("facts", Facts()))))),
        Need("metrics", Object([.. ((string[])
            [
                "timeToDetect", "timeToAcknowledge", "timeToWarRoom", "timeToDiagnose", "timeToMitigate",
                "timeToResolve", "downtime",
            ]).Select(name => May(name, Span(null, name == "downtime" ? "PT50M" : null)))])));

    private static JsonObject Said() => Object(Need("text", Text(null, "No power.")), Need("facts", Facts()));

    private static JsonObject Facts() => With(
        List(Whole(least: 1), "Numbers of the ticket's timeline."), "examples", new JsonArray(new JsonArray(3)));

    private static string LowerFirst(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
