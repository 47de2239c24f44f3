using System.Text.Json.Nodes;
using Muster.Core.Tickets;

namespace Muster.Support;

/// <summary>What people and agents say to the desk, at the present instant.</summary>
public sealed partial class Desk
{
    /// <param name="more">Any further fields as JSON members: <c>"source":"mail"</c>.</param>
    public Desk Open(string ticket, Priority? priority = null, string? title = null, string? more = null) =>
        Say("open", ticket, [("priority", priority?.ToString()), ("title", title), .. Members(more)]);

    public Desk Triage(
        string ticket, Priority? priority = null, string? team = null, string? service = null,
        string? category = null) =>
        Say("triage", ticket, ("priority", priority?.ToString()), ("team", team), ("service", service),
            ("category", category));

    public Desk Assign(string ticket, string? team = null, string? to = null, string? by = null) =>
        Say("assign", ticket, ("team", team), ("to", to), ("by", by));

    public Desk Start(string ticket, string? by = null) => Say("start", ticket, ("by", by));

    public Desk Update(string ticket, string? by = null, bool isPublic = false, bool auto = false) =>
        Say("update", ticket, ("by", by), ("public", Flag(isPublic)), ("auto", Flag(auto)));

    public Desk Ask(string ticket, string? by = null) => Say("ask", ticket, ("by", by));

    public Desk Reply(string ticket, string text = "here you go", bool auto = false) =>
        Say("reply", ticket, ("text", text), ("auto", Flag(auto)));

    public Desk Hold(string ticket, string reason = "user", string? until = null) =>
        Say("hold", ticket, ("reason", reason), ("until", Moment(until)));

    public Desk Resume(string ticket) => Say("resume", ticket);

    public Desk Resolve(string ticket, string code = "fixed") => Say("resolve", ticket, ("code", code));

    public Desk Close(string ticket, string? code = null) => Say("close", ticket, ("code", code));

    public Desk Reopen(string ticket) => Say("reopen", ticket);

    public Desk Acknowledge(string ticket, string? by = null) => Say("acknowledge", ticket, ("by", by));

    public Desk Prioritise(string ticket, Priority priority) =>
        Say("prioritise", ticket, ("priority", priority.ToString()));

    public Desk Link(string ticket, string to, string? kind = null) => Say("link", ticket, ("to", to), ("kind", kind));

    public Desk Unlink(string ticket, string to, string? kind = null) =>
        Say("unlink", ticket, ("to", to), ("kind", kind));

    public Desk Merge(string ticket, string to) => Say("merge", ticket, ("to", to));

    public Desk Tag(string ticket, string name, string value) =>
        Say("tag", ticket, ("tags", new JsonObject { [name] = value }));

    public Desk Snooze(string ticket, string until, string? reason = null) =>
        Say("snooze", ticket, ("until", Moment(until)), ("reason", reason));

    public Desk Escalate(string ticket, string? to = null, string? asOf = null, string? reference = null) =>
        Say("escalate", ticket, ("to", to), ("asOf", Moment(asOf)), ("reference", reference));

    public Desk Declare(string ticket, string severity = "SEV-1") => Say("declare", ticket, ("severity", severity));

    public Desk StandDown(string ticket) => Say("stand-down", ticket);

    /// <summary>Any verb with any fields as JSON members: <c>"key":"k1","imported":true</c>.</summary>
    public Desk Line(string verb, string ticket, string? more = null) => Say(verb, ticket, Members(more));

    private string? Moment(string? when) => when is null ? null : Clock.Rfc(Clock.At(when, Now));

    private static JsonValue? Flag(bool flag) => flag ? JsonValue.Create(true) : null;

    private static (string Name, JsonNode? Value)[] Members(string? more) => more is null
        ? []
        : [.. JsonNode.Parse("{" + more + "}")!.AsObject().Select(member => (member.Key, member.Value?.DeepClone()))];
}
