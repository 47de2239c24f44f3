using System.Text.Json.Nodes;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>The body of each verb, made of the fields that a replay line of it has.</summary>
internal static class VerbBodies
{
    public static JsonObject Of(string verb) => Closed(
        FieldShape.Of(verb).Select(field => new Field(field.Name, Shape(verb, field), field.IsNeeded)));

    public static bool NeedsBody(string verb) => FieldShape.Of(verb).Any(field => field.IsNeeded);

    private static JsonObject Shape(string verb, FieldShape field)
    {
        var example = ExampleOf(verb, field.Name);
        var made = field.Name switch
        {
            "priority" => Priorities(),
            "state" when verb == "task" => OneOf(["done", "cancelled"]),
            "state" when verb == "action" => OneOf(["open", "done", "cancelled"]),
            "state" => States(),
            "kind" when verb == "lesson" => OneOf(["well", "improve"]),
            "kind" => OneOf(LinkKinds.All),
            "role" => OneOf(MajorWords.Roles),
            "phase" => OneOf(MajorWords.Phases),
            "box" => OneOf(MajorWords.BoxAnswers),
            "milestone" => OneOf(MajorWords.Milestones),
            "horizon" => OneOf(MajorWords.Horizons),
            "confidence" => OneOf(["low", "medium", "high"]),
            "severity" => OneOf(MajorWords.Severities),
            "affectedUsers" when verb == "impact" =>
                With(new JsonObject(), "type", new JsonArray("integer", "string")),
            _ => Of(field.Kind),
        };
        made["description"] = VerbWords.Of(verb, field.Name);
        if (example is not null)
            made["examples"] = new JsonArray(JsonNode.Parse(example));
        return made;
    }

    private static JsonObject Of(FieldKind kind) => kind switch
    {
        FieldKind.Flag => Flag(),
        FieldKind.Number => Whole(),
        FieldKind.Moment => Moment(),
        FieldKind.Texts => Texts(),
        FieldKind.Tags => Tags(),
        FieldKind.Requester => Closed(May("name", Text()), May("vip", Flag())),
        FieldKind.Any => With(new JsonObject(), "type", new JsonArray("string", "number", "boolean")),
        _ => Text(),
    };

    private static string? ExampleOfMajor(string verb, string field) => (verb, field) switch
    {
        ("severity", "severity") => "\"SEV-1\"",
        ("bridge", "link") => "\"https://meet.example.org/vpn\"",
        ("role" or "handover" or "accept-role", "role") => "\"commander\"",
        ("role" or "handover" or "accept-role", "to") => "\"ana\"",
        ("post", "text") => "\"A power supply is dead; a new one is on its way.\"",
        ("post", "phase") => "\"monitoring\"",
        ("decide", "text") => "\"Route all traffic over the second site.\"",
        ("note", "text") => "\"Both power supplies are dead.\"",
        ("task", "text") => "\"Call the maker.\"",
        ("milestone", "milestone") => "\"started\"",
        ("restore", "confirmedBy") => "\"probe vpn-login\"",
        ("why", "text") => "\"The second power supply had been dead for weeks.\"",
        ("lesson", "kind") => "\"improve\"",
        ("lesson", "text") => "\"Nobody looks at the lamps.\"",
        ("action", "text") => "\"Watch the power supplies.\"",
        _ => null,
    };

    private static string? ExampleOf(string verb, string field) => (verb, field) switch
    {
        ("open", "title") => "\"VPN gateway is down\"",
        ("open", "priority") or ("triage", "priority") => "\"P2\"",
        ("open", "service") or ("triage", "service") => "\"vpn\"",
        ("open", "requester") => """{"name":"Dora Dietz"}""",
        ("open", "tags") => """{"site":"berlin"}""",
        ("triage", "category") => "\"network\"",
        ("triage" or "assign", "team") => "\"network\"",
        ("assign", "to") => "\"ana\"",
        ("hold", "reason") => "\"vendor\"",
        ("hold" or "snooze", "until") => $"\"{Monday}T13:00:00Z\"",
        ("hold", "text") => "\"The maker sends a new power supply.\"",
        ("resolve", "code") => "\"fixed\"",
        ("resolve", "text") => "\"The power supply was changed.\"",
        ("close", "code") => "\"cancelled\"",
        ("close", "text") => "\"It was a drill.\"",
        ("reopen", "reason") => "\"It is down again.\"",
        ("merge" or "link" or "unlink", "to") => $"\"{Examples.Other}\"",
        ("link" or "unlink", "kind") => "\"relates\"",
        ("prioritise", "priority") => "\"P1\"",
        ("prioritise", "reason") => "\"The whole site is offline.\"",
        ("ask", "text") => "\"Which address did you try?\"",
        ("reply", "text") => "\"vpn.example.org, since nine o'clock.\"",
        ("update", "text") => "\"Both power supplies are dead.\"",
        ("update", "public") => "true",
        ("tag", "tags") => """{"site":"berlin"}""",
        ("snooze", "reason") => "\"Waits for the part.\"",
        ("escalate", "reason") => "\"Nobody here may open the cabinet.\"",
        ("impact", "affectedUsers") => "120",
        ("impact", "systems") => """["vpn"]""",
        ("declare", "severity") => "\"SEV-1\"",
        ("correct", "number") => "1",
        ("correct", "happenedAt") => "\"2025-01-06T08:55:00Z\"",
        ("correct", "reason") => "\"The caller's mail came then.\"",
        _ => ExampleOfMajor(verb, field),
    };
}
