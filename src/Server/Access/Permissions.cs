using Muster.Core.Tickets;

namespace Muster.Server.Access;

/// <summary>Who may use one route.</summary>
/// <param name="Path">As routes are written: <c>/api/v1/tickets/{id}</c>.</param>
/// <param name="IsPublic">Wants no token at all.</param>
/// <param name="IsKeyed">Wants the key of an integration in place of a token, and looks for it itself.</param>
public sealed record RouteRule(
    string Method, string Path, Roles Allowed, bool IsPublic = false, bool IsKeyed = false)
{
    /// <summary>Answers a person in HTML, refusals too; no part of the interface for programs.</summary>
    public bool IsPage { get; init; }

    /// <summary>It is about the whole installation: a token with a scope may not use it.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>
/// The one table of who may do what. A route that is not in it cannot be mapped, and one that is in it and not mapped
/// stops the server at its start.
/// </summary>
public static class Permissions
{
    public const string Tickets = "/api/v1/tickets";
    public const string Ticket = Tickets + "/{id}";
    public const string Timeline = Ticket + "/timeline";
    public const string Explanation = Ticket + "/explain";
    public const string Report = Ticket + "/report";
    public const string Graph = Ticket + "/graph";
    public const string Sla = "/api/v1/sla";
    public const string AnyVerb = Ticket + "/{verb}";
    public const string Majors = "/api/v1/majors";
    public const string Major = Majors + "/{id}";
    public const string AnyMajorVerb = Major + "/{verb}";
    public const string Stream = "/api/v1/stream";
    public const string Policies = "/api/v1/policies";
    public const string Rebase = Policies + "/rebase";
    public const string Zones = "/api/v1/zones";
    public const string ZonesForeseen = Zones + "/foresee";
    public const string People = "/api/v1/people";
    public const string Person = People + "/{id}";
    public const string Teams = "/api/v1/teams";
    public const string Team = Teams + "/{id}";
    public const string OnCall = "/api/v1/oncall";
    public const string Readiness = OnCall + "/readiness";
    public const string Shifts = OnCall + "/{schedule}/shifts";
    public const string Overrides = OnCall + "/{schedule}/overrides";
    public const string OnCallCalendar = "/calendars/oncall/{schedule}.ics";
    public const string Audit = "/api/v1/audit";
    public const string Tokens = "/api/v1/tokens";
    public const string Token = Tokens + "/{id}";
    public const string Messages = "/api/v1/messages";
    public const string MessageTrial = "/api/v1/people/{person}/test";
    public const string WhyNot = Ticket + "/why-not/{person}";
    public const string Answer = "/answer/{code}";
    public const string Ask = "/api/v1/ask";
    public const string OpenApi = "/openapi/v1.json";
    public const string Metrics = "/metrics";
    public const string Figures = "/api/v1/metrics";
    public const string TokenRotation = Token + "/rotate";
    public const string TokenLink = Token + "/link";
    public const string Integrations = "/api/v1/integrations";
    public const string Integration = Integrations + "/{id}";
    public const string PagerDuty = "/v2/enqueue";
    public const string Opsgenie = "/v2/alerts";
    public const string OpsgenieAcknowledge = Opsgenie + "/{id}/acknowledge";
    public const string OpsgenieClose = Opsgenie + "/{id}/close";
    public const string OpsgenieNotes = Opsgenie + "/{id}/notes";
    public const string OpsgenieMessage = Opsgenie + "/{id}/message";
    public const string OpsgenieDescription = Opsgenie + "/{id}/description";
    public const string OpsgenieRequest = Opsgenie + "/requests/{id}";
    public const string Heartbeat = "/heartbeat/{key}";
    public const string StatusComponents = "/api/v1/status/components";
    public const string StatusComponent = StatusComponents + "/{id}";
    public const string StatusSubscribers = "/api/v1/status/subscribers";
    public const string StatusSubscriber = StatusSubscribers + "/{id}";
    public const string Slack = "/in/slack/";
    public const string SlackCommands = Slack + "commands";
    public const string SlackInteractivity = Slack + "interactivity";

    /// <summary>Paths of senders that come later; they answer 501 and stand in no description of the interface.
    /// </summary>
    public static IReadOnlyList<string> LaterSenders { get; } =
    [
        .. ((string[])["sns", "sentry", "zabbix", "datadog", "cloudevents"]).Select(InboundOf),
        "/in/sms",
    ];

    /// <summary>
    /// What an agent may do by itself: nothing that closes, that customers see, or that changes how severe it is (W5).
    /// </summary>
    private static readonly string[] OfAgents =
    [
        "triage", "assign", "start", "update", "hold", "resume", "link", "unlink", "tag", "snooze", "escalate",
        "acknowledge", "impact",
    ];

    private static readonly string[] OfIntegrations =
        ["update", "reply", "resolve", "reopen", "link", "unlink", "tag", "acknowledge", "impact"];

    /// <summary>What is said to a ticket that is there.</summary>
    public static IReadOnlyList<string> TicketVerbs { get; } =
        [.. Verbs.All.Where(verb => verb != "open"), "correct"];

    /// <summary>What is said to a major incident.</summary>
    public static IReadOnlyList<string> MajorVerbs { get; } = ["declare", "stand-down", "impact", .. Verbs.OfMajors];

    public static IReadOnlyList<RouteRule> All { get; } =
    [
        new("GET", Tickets, Roles.Everyone),
        new("POST", Tickets, Roles.People | Roles.Agent | Roles.Integration),
        new("GET", Ticket, Roles.Everyone),
        new("GET", Timeline, Roles.Everyone),
        new("GET", Explanation, Roles.Everyone),
        new("GET", Graph, Roles.Everyone),
        new("GET", Report, Roles.Everyone),
        new("GET", Sla, Roles.Readers),
        new("GET", Figures, Roles.Readers),
        .. TicketVerbs.Select(verb => new RouteRule("POST", OfVerb(verb), AllowedTo(verb))),
        // says of a word that is no verb that it is none
        new("POST", AnyVerb, Roles.Everyone),
        new("GET", Majors, Roles.Everyone),
        new("POST", Majors, Roles.People),
        new("GET", Major, Roles.Everyone),
        .. MajorVerbs.Select(verb => new RouteRule("POST", OfMajor(verb), AllowedTo(verb))),
        new("POST", AnyMajorVerb, Roles.Everyone),
        new("GET", Stream, Roles.Readers),
        // holds people's addresses
        new("GET", Policies, Roles.People),
        new("PUT", Policies, Roles.Admin) { IsWhole = true },
        new("POST", Rebase, Roles.Leaders) { IsWhole = true },
        new("GET", Zones, Roles.People) { IsWhole = true },
        new("POST", ZonesForeseen, Roles.Leaders) { IsWhole = true },
        new("GET", Audit, Roles.Admin) { IsWhole = true },
        .. Directory(People, Person),
        .. Directory(Teams, Team),
        new("GET", OnCall, Roles.Readers),
        new("GET", Readiness, Roles.People),
        new("GET", Shifts, Roles.Readers),
        new("POST", Overrides, Roles.People) { IsWhole = true },
        new("GET", OnCallCalendar, Roles.Readers),
        new("GET", Tokens, Roles.Admin) { IsWhole = true },
        new("POST", Tokens, Roles.Admin) { IsWhole = true },
        new("POST", TokenRotation, Roles.Admin) { IsWhole = true },
        new("DELETE", Token, Roles.Admin) { IsWhole = true },
        new("GET", Integrations, Roles.Leaders) { IsWhole = true },
        new("POST", Integrations, Roles.Leaders) { IsWhole = true },
        new("DELETE", Integration, Roles.Leaders) { IsWhole = true },
        .. Senders().Select(sender => new RouteRule(sender.Method, sender.Path, Roles.Everyone, IsKeyed: true)),
        new("POST", TokenLink, Roles.Admin) { IsWhole = true },
        new("GET", Messages, Roles.People),
        new("POST", MessageTrial, Roles.People) { IsWhole = true },
        new("GET", WhyNot, Roles.Readers),
        // the code is the whole credential
        new("GET", Answer, Roles.Everyone, IsPublic: true),
        new("POST", Answer, Roles.Everyone, IsPublic: true),
        // what is asked for is held against the rule of its own route
        new("POST", Ask, Roles.Everyone),
        new("GET", OpenApi, Roles.Everyone),
        new("GET", Metrics, Roles.Readers),
        new("GET", StatusComponents, Roles.Readers),
        // strangers' addresses
        new("GET", StatusSubscribers, Roles.Admin) { IsWhole = true },
        new("DELETE", StatusSubscriber, Roles.Admin) { IsWhole = true },
        new("PUT", StatusComponent, Roles.Leaders) { IsWhole = true },
        new("DELETE", StatusComponent, Roles.Leaders) { IsWhole = true },
        new("GET", "/health/engine", Roles.Everyone, IsPublic: true),
        new("GET", "/livez", Roles.Everyone, IsPublic: true),
        new("GET", "/readyz", Roles.Everyone, IsPublic: true),
        new("GET", "/healthz", Roles.Everyone, IsPublic: true),
        .. PageRules.All,
    ];

    private static (string Method, string Path)[] Senders() =>
    [
        .. ((string[])["alertmanager", "grafana", "json"]).Select(kind => ("POST", InboundOf(kind))),
        .. ((string[])[PagerDuty, Opsgenie, OpsgenieAcknowledge, OpsgenieClose, OpsgenieNotes, Heartbeat])
            .Select(path => ("POST", path)),
        ("PUT", OpsgenieMessage),
        ("PUT", OpsgenieDescription),
        ("GET", OpsgenieRequest),
        ("POST", SlackCommands), // Slack's signature is the credential
        ("POST", SlackInteractivity),
        .. LaterSenders.Select(path => ("POST", path)),
    ];

    public static string InboundOf(string kind) => $"/in/{kind}/{{key}}";

    public static string OfMajor(string verb) => $"{Major}/{verb}";

    public static string OfVerb(string verb) => $"{Ticket}/{verb}";

    /// <exception cref="InvalidOperationException">The table does not know the route.</exception>
    public static RouteRule Of(string method, string path) =>
        All.FirstOrDefault(known => known.Method == method && known.Path == path)
        ?? throw new InvalidOperationException($"{method} {path} stands in no permission");

    // holds people's addresses too
    private static RouteRule[] Directory(string all, string one) =>
    [
        new("GET", all, Roles.People),
        new("GET", one, Roles.People),
        new("PUT", one, Roles.Leaders) { IsWhole = true },
        new("DELETE", one, Roles.Leaders) { IsWhole = true },
    ];

    /// <summary>Who may say the verb to a ticket.</summary>
    public static Roles AllowedTo(string verb) => Roles.People
        | (OfAgents.Contains(verb) ? Roles.Agent : Roles.None)
        | (OfIntegrations.Contains(verb) ? Roles.Integration : Roles.None);
}
