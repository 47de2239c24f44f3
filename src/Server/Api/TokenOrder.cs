using System.Collections.Immutable;
using System.Text.Json;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>What a POST to the tokens asks for, read from its body.</summary>
internal sealed class TokenOrder
{
    private const string FieldNames = "name, role, person, scope, expiresAt, expiresIn";
    private const int LongestText = 200;

    private readonly List<BodyFault> faults = [];

    public string? Name { get; private set; }
    public string? Person { get; private set; }
    public Roles Role { get; private set; }
    public Instant? ExpiresAt { get; private set; }
    public string? Key { get; private set; }
    public TicketScope? Scope { get; private set; }

    public static (TokenOrder? Order, Problem? Problem) Read(byte[] body, bool isRotation, Instant now)
    {
        var order = new TokenOrder();
        try
        {
            using var json = JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return (null, Problem.Unreadable("no JSON object"));
            foreach (var field in json.RootElement.EnumerateObject())
                order.Take(field, isRotation, now);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, Problem.Unreadable("not JSON"));
        }
        if (!isRotation && order.Name is null)
            order.Blame("name", "name is missing: say what the token is for");
        if (!isRotation && order.Role == Roles.None)
            order.Blame("role", $"role must be one of {string.Join(' ', RoleNames.All.Select(role => role.Name()))}");
        return order.faults.Count == 0 ? (order, null) : (null, Problem.Invalid([.. order.faults]));
    }

    private void Take(JsonProperty field, bool isRotation, Instant now)
    {
        switch (field.Name)
        {
            case "name" when !isRotation: Name = Text(field); break;
            case "person" when !isRotation: Person = Text(field); break;
            case "role" when !isRotation: Role = RoleNames.Parse(Text(field)) ?? Roles.None; break;
            case "scope" when !isRotation: Scope = ScopeOf(field.Value); break;
            case "key": Key = Text(field); break;
            case "expiresAt": Expire(field, Rfc3339.TryParse(Text(field) ?? "", out var at) ? at : null, now); break;
            case "expiresIn":
                Expire(field, Durations.TryParse(Text(field), out var span) && span < Duration.FromDays(36_500)
                    ? now + span : null, now);
                break;
            default:
                Blame(field.Name, isRotation
                    ? $"{field.Name} is no field of a rotation; it takes expiresAt or expiresIn"
                    : $"{field.Name} is no field of a token; it takes {FieldNames}");
                break;
        }
    }

    private TicketScope? ScopeOf(JsonElement said)
    {
        var isSound = said.ValueKind == JsonValueKind.Object && said.EnumerateObject().Any()
            && said.EnumerateObject().All(part => part.Name is "teams" or "services"
                && part.Value.ValueKind == JsonValueKind.Array
                && part.Value.GetArrayLength() is > 0 and <= TicketScope.Most
                && part.Value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String
                    && name.GetString() is { Length: > 0 and <= LongestText }));
        if (isSound)
            return new TicketScope(Names("teams"), Names("services"));
        Blame("scope", "scope must hold teams or services, each a list of names such as {\"teams\": [\"network\"]}");
        return null;

        ImmutableArray<string> Names(string part) => said.TryGetProperty(part, out var names)
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : [];
    }

    private string? Text(JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.String
            && field.Value.GetString() is { Length: > 0 and <= LongestText } text)
            return text;
        Blame(field.Name, $"{field.Name} must be a text of 1 to {LongestText} characters");
        return null;
    }

    private void Expire(JsonProperty field, Instant? at, Instant now)
    {
        if (ExpiresAt is not null)
            Blame(field.Name, "give expiresAt or expiresIn, not both");
        else if (at > now)
            ExpiresAt = at;
        else
            Blame(field.Name, field.Name == "expiresAt"
                ? "expiresAt must be an instant in the future, such as 2030-01-01T00:00:00Z"
                : "expiresIn must be a duration above zero, such as 90d");
    }

    private void Blame(string name, string text)
    {
        if (faults.Count < 20 && faults.All(fault => fault.Field != name))
            faults.Add(new BodyFault(name, text));
    }
}
