using System.Text.Json.Nodes;
using Muster.Core.Asking;
using Muster.Server.Access;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>Asking in words.</summary>
internal static class AskDescriptions
{
    public static IReadOnlyList<RouteDescription> All { get; } =
    [
        new("POST", Permissions.Ask,
            "Plain language, read as one intent with its slots: shown, done at once, or done after a yes.",
            AnswerShape.Json(Answer()))
        {
            Body = With(
                Closed(
                    May("text", Text("In English, German or Spanish, at most 2,000 characters; needed without confirm.",
                        "which tickets are open?")),
                    May("confirm", Text(
                        "The yes to what the answer before asked, by its token: once, by whoever asked, in ten minutes."
                        )),
                    May("key", Text("As the header Idempotency-Key."))),
                "examples", new JsonArray(new JsonObject { ["text"] = "which tickets are open?" })),
        },
    ];

    private static JsonObject Answer() => Object(
        May("understood", Object(
            Need("intent", OneOf(Intents.All.Select(intent => intent.Name), null, "list")),
            Need("slots", Anything(
                "What was said, by name: ids and a filter's priority are lists, durations ISO 8601, moments instants.",
                """{"state":"open"}""")))),
        Need("done", Lines(
            Object(Need("verb", Text()), Need("id", Text()), Need("state", States()), Need("words", Text())),
            "What was changed; empty where nothing was.")),
        May("refused", Unshown(List(Object(
            Need("verb", Text()), May("id", Text()), Need("code", Text("As the verb's own route gives it.")),
            Need("words", Text()))))),
        May("needsConfirmation", Unshown(Object(
            Need("confirm", Text("To be sent back as confirm.")), Need("expiresAt", Moment()),
            Need("intent", Text()), Need("tickets", Texts()), Need("question", Text())))),
        May("asksBack", Unshown(Object(
            Need("why", OneOf(
                ["not-understood", "unexplained", "several", "negated", "conditional", "question",
                    "no-incident", "missing", "unknown-name", "unknown-ticket", "too-many"])),
            Need("nearest", List(Object(Need("intent", Text()), Need("example", Text()))))))),
        May("missing", Text("What is not there yet; nothing was done.")),
        May("data", Unshown(Anything("What was read."))),
        Need("answer", Text("For a person.", "One ticket:\nINC-2030-00042 P2 New VPN gateway is down")));
}
