using System.Text.Json.Nodes;
using Muster.Server.Access;
using Muster.Server.Status;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>What programs say to the status page; what it shows is public and needs no token.</summary>
internal static class StatusDescriptions
{
    public static IReadOnlyList<RouteDescription> All { get; } =
    [
        new("GET", Permissions.StatusComponents, "The components of the status page, as shown and as derived.",
            AnswerShape.Json(Object(Need("items", List(Object(
                Need("id", Text(null, "vpn")), Need("name", Text(null, "vpn")),
                Need("state", State("As it is shown.", Health.Degraded)),
                Need("derived", State("By the majors that are open.", Health.Operational)),
                May("until", Until()))))))),
        new("PUT", Permissions.StatusComponent, "Says by hand how a component does, for a while.", AnswerShape.Json(
            Object(
                Need("id", Text(null, "vpn")), Need("state", State(null, Health.Degraded)), Need("until", Until()))))
        {
            Body = Closed(
                Need("state", State("Shown in the place of what is derived.", Health.Degraded)),
                Need("until", Moment("Lies in the future; from then on the state is derived again.", "13:00:00"))),
        },
        new("DELETE", Permissions.StatusComponent, "Lets a component's state be derived again.", AnswerShape.Nothing),
        new("GET", Permissions.StatusSubscribers, "Those who confirmed that they want to be told of updates.",
            AnswerShape.Json(Object(Need("items", List(Object(
                Need("id", Text(null, Examples.Subscriber)), Need("kind", OneOf(["mail", "webhook"], null, "mail")),
                Need("address", Text(null, "eva@example.org")),
                Need("confirmedAt", Moment(null, "09:00:00.000")))))))),
        new("DELETE", Permissions.StatusSubscriber, "Tells somebody no more, and erases the address.",
            AnswerShape.Nothing),
    ];

    private static JsonObject Until() => Moment("Until when somebody's word holds.", "13:00:00.000");

    private static JsonObject State(string? words, Health example) =>
        OneOf(HealthWords.All, words, example.Name());
}
