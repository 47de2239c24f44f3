using Muster.Server.Access;

namespace Muster.Server.Description;

/// <summary>Routes that belong together, under one heading.</summary>
internal sealed record Section(string Id, string Title, IReadOnlyList<RouteDescription> Routes);

/// <summary>The whole interface for programs, as it is told to people and to programs.</summary>
internal static class RouteDescriptions
{
    public static IReadOnlyList<Section> Sections { get; } =
    [
        new("tickets", "Tickets", TicketDescriptions.Tickets),
        new("verbs", "Verbs of a ticket", TicketDescriptions.Verbs),
        new("majors", "Major incidents", MajorDescriptions.All),
        new("status", "The status page", StatusDescriptions.All),
        new("ask", "Asking in words", AskDescriptions.All),
        new("on-call", "On call", PolicyDescriptions.OnCall),
        new("directory", "People, teams, messages", PolicyDescriptions.Directory),
        new("policy", "The policy", PolicyDescriptions.Policy),
        new("zones", "Zone data", ZoneDescriptions.All),
        new("integrations", "Integrations", AccessDescriptions.Integrations),
        new("alerts", "Alerts from senders", AlertDescriptions.All),
        new("access", "Tokens and the audit", AccessDescriptions.Access),
        new("server", "The server itself", AccessDescriptions.Server),
    ];

    public static IEnumerable<RouteDescription> All => Sections.SelectMany(section => section.Routes);

    /// <summary>
    /// Whether a route is a part of the interface: pages, refusals, what Slack alone may say and senders to come are
    /// none.
    /// </summary>
    public static bool Tells(RouteRule rule) =>
        rule.Path is not (Permissions.AnyVerb or Permissions.AnyMajorVerb) && !rule.IsPage
        && !Permissions.LaterSenders.Contains(rule.Path)
        && !rule.Path.StartsWith(Permissions.Slack, StringComparison.Ordinal);
}
