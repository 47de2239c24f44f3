namespace Muster.Server.Access;

/// <summary>Who may see which page; the verbs on them are those of the interface, by the same table.</summary>
public static class PageRules
{
    public const string Now = "/";
    public const string Tickets = "/tickets";
    public const string Ticket = Tickets + "/{id}";
    public const string AnyVerb = Ticket + "/{verb}";
    public const string Majors = "/majors";
    public const string Major = Majors + "/{id}";
    public const string MajorReport = Major + "/report";
    public const string AnyMajorVerb = Major + "/{verb}";
    public const string Reports = "/reports";
    public const string Figures = Reports + "/figures";
    public const string OnCall = "/on-call";
    public const string OnCallSchedule = OnCall + "/{schedule}";
    public const string Docs = "/docs";
    public const string Status = "/status";
    public const string StatusJson = Status + "/api/v2/summary.json";
    public const string StatusAtom = Status + "/feed.atom";
    public const string StatusRss = Status + "/feed.rss";
    public const string StatusSubscribe = Status + "/subscribe";
    public const string StatusConfirm = Status + "/confirm/{code}";
    public const string StatusUnsubscribe = Status + "/unsubscribe/{code}";
    public const string SignIn = "/sign-in";
    public const string SignInLink = SignIn + "/{code}";
    public const string SignOut = "/sign-out";
    public const string Style = "/assets/muster.css";
    public const string Script = "/assets/muster.js";
    public const string Icon = "/assets/muster.svg";

    // computed and not kept: the table of permissions holds it, and asks for it while it is being made itself
    public static IReadOnlyList<RouteRule> All =>
    [
        Page("GET", Now, Roles.Readers),
        Page("GET", Tickets, Roles.Readers),
        Page("POST", Tickets, Roles.People | Roles.Agent),
        Page("GET", Ticket, Roles.Readers),
        .. Permissions.TicketVerbs.Select(verb => Page(
            "POST", OfVerb(verb), Permissions.AllowedTo(verb) & Roles.Readers)),
        // says of a word that is no verb that it is none
        Page("POST", AnyVerb, Roles.Readers),
        Page("GET", Majors, Roles.Readers),
        Page("POST", Majors, Roles.People),
        Page("GET", Major, Roles.Readers),
        Page("GET", MajorReport, Roles.Readers),
        .. Permissions.MajorVerbs.Select(verb => Page(
            "POST", OfMajorVerb(verb), Permissions.AllowedTo(verb) & Roles.Readers)),
        Page("POST", AnyMajorVerb, Roles.Readers),
        Page("GET", Reports, Roles.Readers),
        Page("GET", Figures, Roles.Readers),
        Page("GET", OnCall, Roles.Readers),
        Page("POST", OnCallSchedule, Roles.People) with { IsWhole = true },
        Page("GET", Docs, Roles.Everyone),
        Page("GET", SignOut, Roles.Readers),
        Page("POST", SignOut, Roles.Readers),
        .. ((string[])[Status, StatusJson, StatusAtom, StatusRss]).Select(path => Public("GET", path)),
        Public("POST", StatusSubscribe),
        .. ((string[])[StatusConfirm, StatusUnsubscribe]).SelectMany(path => Both(path)),
        Public("GET", SignIn),
        Public("POST", SignIn),
        Public("GET", SignInLink),
        Public("GET", Style),
        Public("GET", Script),
        Public("GET", Icon),
    ];

    public static string OfVerb(string verb) => $"{Ticket}/{verb}";

    public static string OfMajorVerb(string verb) => $"{Major}/{verb}";

    private static RouteRule Page(string method, string path, Roles allowed) =>
        new(method, path, allowed) { IsPage = true };

    private static RouteRule[] Both(string path) => [Public("GET", path), Public("POST", path)];

    private static RouteRule Public(string method, string path) =>
        new(method, path, Roles.Everyone, IsPublic: true) { IsPage = true };
}
