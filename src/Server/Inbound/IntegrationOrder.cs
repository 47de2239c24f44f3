using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Server.Api;
using NodaTime;

namespace Muster.Server.Inbound;

/// <summary>What a POST to the integrations asks for, read from its body.</summary>
internal sealed class IntegrationOrder
{
    private const string FieldNames = "kind, name, ticketPer, service, interval, mapping";
    private const int LongestText = 200;
    private const int LongestMapping = 16_384;

    private static readonly Duration ShortestInterval = Duration.FromSeconds(1);
    private static readonly Duration UsualInterval = Duration.FromMinutes(10);

    private readonly List<BodyFault> faults = [];

    private string? kind;
    private string? name;
    private string? service;
    private TicketPer ticketPer;
    private Duration? interval;
    private JsonMapping? mapping;

    public string? Key { get; private set; }

    public static (IntegrationOrder? Order, Problem? Problem) Read(byte[] body, Policy policy)
    {
        var order = new IntegrationOrder();
        try
        {
            using var json = JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return (null, Problem.Unreadable("no JSON object"));
            foreach (var field in json.RootElement.EnumerateObject())
                order.Take(field, policy);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, Problem.Unreadable("not JSON"));
        }
        order.CheckWhole();
        return order.faults.Count == 0 ? (order, null) : (null, Problem.Invalid([.. order.faults]));
    }

    public Integration Make(string id, string hash, Instant at) => new(id, kind!, hash)
    {
        Name = name ?? kind!,
        CreatedAt = at,
        TicketPer = ticketPer,
        Service = service,
        Interval = kind == IntegrationKinds.Heartbeat ? interval ?? UsualInterval : null,
        Mapping = mapping,
    };

    private void Take(JsonProperty field, Policy policy)
    {
        switch (field.Name)
        {
            case "kind": kind = Text(field); break;
            case "name": name = Text(field); break;
            case "service": service = Text(field); break;
            case "key": Key = Text(field); break;
            case "ticketPer":
                ticketPer = Text(field) switch
                {
                    "group" or null => TicketPer.Group,
                    "alert" => TicketPer.Alert,
                    _ => Blamed<TicketPer>(field.Name, "ticketPer must be group or alert"),
                };
                break;
            case "interval": interval = Interval(field); break;
            case "mapping":
                mapping = field.Value.GetRawText() is { Length: <= LongestMapping } text
                    ? JsonMapping.Read(text, faults, policy)
                    : Blamed<JsonMapping>(field.Name, $"mapping must have at most {LongestMapping} characters");
                break;
            default:
                Blame(field.Name, $"{field.Name} is no field of an integration; it takes {FieldNames}");
                break;
        }
    }

    private void CheckWhole()
    {
        var built = string.Join(' ', IntegrationKinds.Built);
        if (kind is null)
            Blame("kind", $"kind is missing: say which sender it is for, one of {built}");
        else if (IntegrationKinds.Later.Contains(kind))
            Blame("kind", $"kind {kind} is not built yet; built are {built}");
        else if (!IntegrationKinds.Built.Contains(kind))
            Blame("kind", $"kind {kind} is unknown; built are {built}");
        if (name is not null && Ticket.IsCoordinator(name))
            Blame("name", "name is the coordinator's own; choose another one");
        if (interval is not null && kind != IntegrationKinds.Heartbeat)
            Blame("interval", "interval belongs to the kind heartbeat alone");
        if (mapping is not null && kind != IntegrationKinds.Json)
            Blame("mapping", "mapping belongs to the kind json alone");
    }

    private string? Text(JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.String
            && field.Value.GetString() is { Length: > 0 and <= LongestText } text)
            return text;
        return Blamed<string>(field.Name, $"{field.Name} must be a text of 1 to {LongestText} characters");
    }

    private Duration? Interval(JsonProperty field) =>
        Durations.TryParse(field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : null, out var said)
        && said >= ShortestInterval && said <= Duration.FromDays(366)
            ? said
            : Blamed<Duration?>(field.Name, "interval must be a duration from 1s to 366d, such as 5m");

    private T? Blamed<T>(string field, string text)
    {
        Blame(field, text);
        return default;
    }

    private void Blame(string field, string text)
    {
        if (faults.Count < 20 && faults.All(fault => fault.Field != field))
            faults.Add(new BodyFault(field, text));
    }
}
