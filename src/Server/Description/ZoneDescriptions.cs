using System.Text.Json.Nodes;
using Muster.Server.Access;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>The zone data that clocks are counted by.</summary>
internal static class ZoneDescriptions
{
    private const string Name = "2029c@sha256:0f3c8d12ab45e967";

    /// <summary>A file that knows no zone: the shortest there is.</summary>
    private const string Data = "AAAAAAADAQF4AgYFMjAzMGEDAQAEBAAAAAA=";

    public static IReadOnlyList<RouteDescription> All { get; } =
    [
        new("GET", Permissions.Zones, "The zone data in use, and what it moved when it came.",
            AnswerShape.Json(Object(
                Need("version", Text(null, "2029c")), Need("name", NameText()),
                Need("at", Moment("Since when it is in use.", "08:00:00.000")),
                Need("builtIn", Text("What is inside the program.", "2029b")), Need("moved", Moved()),
                Need("versions", List(
                    Object(
                        Need("version", Text(null, "2029c")), Need("name", NameText()),
                        Need("at", Moment(null, "08:00:00.000")), Need("tickets", Whole("How many it moved.", 1)),
                        Need("shifts", Whole("How many it moved.", 1))),
                    "All of them, oldest first.")))))
        {
            Asked = [new("query", "version", Text(), "Other zone data that was in use once.")],
            Refused = [new(404, "not-found")],
        },
        new("POST", Permissions.ZonesForeseen, "What other zone data would move; changes nothing.",
            AnswerShape.Json(Object(
                Need("version", Text(null, "2030a")), Need("name", Text(null, "2030a@sha256:4b1f0c2d9a3e5768")),
                Need("older", Flag("It is of an earlier release than what is in use.", false)),
                Need("moved", Moved()))))
        {
            Body = Closed(Need("data", Text("The bytes of a tzdb*.nzd, in base64; 1 MiB at most.", Data))),
        },
    ];

    private static JsonObject Clock() => Object(
        May("due", Moment(null, "15:00:00.000")), May("newDue", Moment(null, "16:00:00.000")),
        May("breached", Flag("It is over its target by that.")));

    private static JsonObject NameText() =>
        Text("By which data of one version is told apart; what is built in goes by its version.", Name);

    private static JsonObject Moved() => Object(
        Need("from", Text("The name of the data before.", "2029b")), Need("to", Text(null, Name)),
        Need("zones", List(
            Object(Need("id", Text(null, "Europe/Berlin")), Need("since", Moment(null, "01:00:00.000"))),
            "Those that policies name and that show other times, each with the first instant at which it does.")),
        Need("tickets", Whole("How many move.", 1)),
        Need("items", List(
            Object(
                Need("id", Text(null, Examples.Ticket)),
                Need("clocks", With(
                    Object(May("response", Unshown(Clock())), May("resolution", Clock())), "description",
                    "Those that are due at another instant, a further clock under its own name.")),
                May("next", Moment("When time was to bring something to it.", "15:00:00.000")),
                May("newNext", Moment("When it does.", "16:00:00.000"))),
            "The newest tickets first, 1000 at most.")),
        Need("shifts", Whole("How many of the next 90 days move.", 1)),
        Need("oncall", List(
            Object(
                Need("schedule", Text(null, "primary")), Need("person", Text(null, "ana")),
                May("from", Moment(null, "08:00:00.000")), May("to", Moment(null, "16:00:00.000")),
                May("newFrom", Moment(null, "09:00:00.000")), May("newTo", Moment(null, "17:00:00.000"))),
            "1000 at most; without from it was not there, without newFrom it is not any more.")));
}
