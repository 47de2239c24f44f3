using System.Text.Json.Nodes;
using Muster.Server.Access;

namespace Muster.Server.Description;

/// <summary>What a request says outside of its body.</summary>
/// <param name="Place">path, query or header.</param>
internal sealed record Parameter(string Place, string Name, JsonObject Schema, string Words)
{
    public bool IsNeeded => Place == "path";
}

/// <summary>What a route answers where it does what it was asked for.</summary>
/// <param name="Schema">Null where the answer is no JSON.</param>
/// <param name="Text">The example of an answer that is no JSON; null where there is no body at all.</param>
internal sealed record AnswerShape(int Status, string? Type, JsonObject? Schema, string? Text = null)
{
    public static AnswerShape Json(JsonObject schema, int status = 200) => new(status, "application/json", schema);

    public static AnswerShape Plain(string type, string text, int status = 200) => new(status, type, null, text);

    public static AnswerShape Nothing { get; } = new(204, null, null);

    public JsonNode? Example => Schema is null ? null : Schemas.ExampleOf(Schema);
}

/// <summary>One route as both the OpenAPI document and the page for people tell it.</summary>
/// <param name="Words">One sentence of what it does.</param>
internal sealed record RouteDescription(string Method, string Path, string Words, AnswerShape Answer)
{
    public RouteRule Rule => Permissions.Of(Method, Path);

    /// <summary>Beside those of the path.</summary>
    public IReadOnlyList<Parameter> Asked { get; init; } = [];

    /// <summary>Null where none is taken.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>Whether a body may be left out.</summary>
    public bool BodyIsNeeded { get; init; } = true;

    /// <summary>What is refused beside what is refused everywhere.</summary>
    public IReadOnlyList<Refusal> Refused { get; init; } = [];

    public JsonNode? BodyExample => Body is null ? null : Schemas.ExampleOf(Body) ?? new JsonObject();

    /// <summary>All of them, in the order of path, query and header.</summary>
    public IReadOnlyList<Parameter> Parameters =>
    [
        .. Path.Split('/').Where(part => part.StartsWith('{'))
            .Select(part => PathParts.Of(part.Split('}')[0][1..], Path)),
        .. Asked,
        .. Headers(),
    ];

    /// <summary>Every status and code with which it refuses, by status.</summary>
    public IReadOnlyList<Refusal> Refusals => [.. Refusal.Everywhere(this).Concat(Refused)
        .GroupBy(refusal => refusal.Status).OrderBy(same => same.Key)
        .Select(same => new Refusal(same.Key, string.Join(", ", same.Select(one => one.Codes).Distinct())))];

    /// <summary>The name of the operation: its method and the words of its path, where it is not said.</summary>
    public string Name
    {
        get => field ?? string.Concat(
            $"{Method.ToLowerInvariant()} {Path}".Split(['/', ' ', '.', '{', '}', '-'])
                .Where(part => part is not ("" or "api" or "v1"))
                .Select((part, index) => index == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
        init;
    }

    public string Who => Rule.IsPublic ? "anybody, without a token"
        : Rule.IsKeyed ? "whoever has the key of an integration"
        : Rule.Allowed == Roles.Everyone ? "every role"
        : string.Join(", ", RoleNames.All.Where(role => (Rule.Allowed & role) != 0).Select(role => role.Name()));

    private IEnumerable<Parameter> Headers()
    {
        if (Method == "POST" && !Rule.IsPublic)
            yield return new Parameter("header", "Idempotency-Key", Schemas.Text(),
                "1 to 200 characters: the same key and body within 72 hours gets the first answer again.");
        var isOfTicket = Method == "POST" && Path.StartsWith(Permissions.Ticket, StringComparison.Ordinal);
        var isOfPolicy = !Rule.IsKeyed && ((Method == "PUT" && Path != Permissions.StatusComponent)
            || Path == Permissions.Overrides
            || (Method == "DELETE" && Path is Permissions.Person or Permissions.Team));
        if (isOfTicket || isOfPolicy)
            yield return new Parameter("header", "If-Match", Schemas.Text(),
                "A version as an ETag gave it; 412 where it was changed meanwhile.");
    }
}

/// <summary>A status and the codes under which it comes.</summary>
internal sealed record Refusal(int Status, string Codes)
{
    public static IEnumerable<Refusal> Everywhere(RouteDescription route)
    {
        if (route.Rule is { IsPublic: false, IsKeyed: false })
        {
            yield return new Refusal(401, "not-signed-in");
            if (route.Rule.Allowed != Roles.Everyone || route.Rule.IsWhole)
                yield return new Refusal(403, "forbidden");
        }
        if (!route.Rule.IsKeyed && route.Path.Contains("{id}", StringComparison.Ordinal))
            yield return new Refusal(404, PathParts.Unknown(route.Path));
        if (route.Body is not null && !route.Rule.IsKeyed)
        {
            yield return new Refusal(400, "unreadable");
            yield return new Refusal(413, "too-large");
            yield return new Refusal(415, "unsupported-media-type");
        }
        if (!route.Rule.IsPublic && !route.Rule.IsKeyed && (route.Body is not null || route.Asked.Count > 0))
            yield return new Refusal(422, "invalid");
        if (route.Parameters.Any(parameter => parameter.Name == "Idempotency-Key") && !route.Rule.IsKeyed)
            yield return new Refusal(422, "key-reused");
        if (route.Parameters.Any(parameter => parameter.Name == "If-Match"))
            yield return new Refusal(412, "stale");
        if (!route.Rule.IsPublic)
            yield return new Refusal(429, "too-many");
        yield return new Refusal(503, route.Method == "GET" ? "unavailable" : "overloaded, unavailable");
    }
}

/// <summary>What stands in braces in a path.</summary>
internal static class PathParts
{
    public static Parameter Of(string name, string path)
    {
        var (words, example) = (name, path) switch
        {
            ("id", var of) when of.StartsWith(Permissions.Ticket, StringComparison.Ordinal) =>
                ("The ticket by its number, in full or bare, or by an alias.", Examples.Ticket),
            ("id", var of) when of.StartsWith(Permissions.Tokens, StringComparison.Ordinal) =>
                ("The token by its id, as the list tells it.", Examples.TokenId),
            ("id", Permissions.Integration) => ("The integration by its id.", Examples.IntegrationId),
            ("id", Permissions.Person) => ("The person's name in the policy.", "ana"),
            ("id", Permissions.Team) => ("The team's name in the policy.", "network"),
            ("id", Permissions.StatusComponent) => ("The component by its id, as the list tells it.", "vpn"),
            ("id", Permissions.StatusSubscriber) => ("The subscriber by its id.", Examples.Subscriber),
            ("id", Permissions.OpsgenieRequest) => ("The request's id, as its answer told it.", Examples.RequestId),
            ("id", _) => ("The alert by id, tiny id or alias, as identifierType says.", "vpn-gateway-down"),
            ("person", _) => ("The person's name in the policy.", "ana"),
            ("schedule", _) => ("The schedule's name in the policy.", "primary"),
            ("key", _) => ("The key of the integration, which is the whole credential.", Examples.Key),
            ("code", _) => ("What the link in a page holds.", "MTg5…"),
            ("version", _) => ("The place of the event in the ticket's stream.", "2"),
            _ => throw new ArgumentException($"{name} of {path} is not described", nameof(name)),
        };
        return new Parameter("path", name, Schemas.Text(null, example), words);
    }

    public static string Unknown(string path) =>
        path.StartsWith(Permissions.Ticket, StringComparison.Ordinal) ? "unknown-ticket"
        : path.StartsWith(Permissions.Tokens, StringComparison.Ordinal) ? "unknown-token"
        : path.StartsWith(Permissions.Integrations, StringComparison.Ordinal) ? "unknown-integration"
        : path.StartsWith(Permissions.People, StringComparison.Ordinal) ? "unknown-person"
        : path.StartsWith(Permissions.Teams, StringComparison.Ordinal) ? "unknown-team"
        : "not-found";
}

/// <summary>What several examples name.</summary>
internal static class Examples
{
    public const string Ticket = "INC-2030-00042";
    public const string Other = "INC-2030-00017";
    public const string TokenId = "5f0c2a9d41be";
    public const string IntegrationId = "9be1407ac25d";
    public const string Key = "3d5f8c0e9ab14c7f8e21d6b0c4a97f35";
    public const string Subscriber = "3f0c2a9d41be5f0c2a9d41be";
    public const string RequestId = "b1c7e4d0";
    public const string Policy = "desk@sha256:4b1f0c2d9a3e5768";
}
