using Microsoft.AspNetCore.Components;
using Muster.Core.Escalation;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Files.Logs;

namespace Muster.Server.Pages;

/// <summary>The form of one verb, made of the fields that the interface takes for it.</summary>
public partial class VerbForm
{
    private static readonly string[] HoldReasons = ["user", "vendor", "approval", "change"];

    [Parameter, EditorRequired]
    public VerbChoice Choice { get; set; } = null!;

    /// <summary>Where it is sent.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    [Parameter, EditorRequired]
    public Policy Policy { get; set; } = null!;

    [Parameter]
    public string? Proof { get; set; }

    /// <summary>What was said before and refused; null where nothing was.</summary>
    [Parameter]
    public Refused? Refused { get; set; }

    private string? Value(FieldShape field) =>
        Refused?.Verb == Choice.Verb ? Refused.Said.GetValueOrDefault(field.Name) : null;

    private string Label(FieldShape field) => (Choice.Verb, field.Name) switch
    {
        ("escalate", "to") => "Tier",
        ("assign", "to") => "Person",
        (_, "to") => "Other ticket",
        ("update", "public") => "The requester sees it",
        _ => Words(field.Name),
    };

    /// <summary>A name of a field in words: affectedUsers is Affected users.</summary>
    private static string Words(string name) => char.ToUpperInvariant(name[0])
        + string.Concat(name[1..].Select(letter => char.IsUpper(letter)
            ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private IEnumerable<string>? ChoicesOf(FieldShape field) => (Choice.Verb, field.Name) switch
    {
        (_, "priority") => Enum.GetNames<Priority>(),
        (_, "kind") => LinkKinds.All,
        (_, "severity") => ["SEV-1", "SEV-2", "SEV-3"],
        ("escalate", "to") => TierNames.All,
        ("hold", "reason") => HoldReasons.Union(Policy.Lifecycle.HoldReasons),
        _ => null,
    };

    private IEnumerable<string> Suggested(FieldShape field) => (Choice.Verb, field.Name) switch
    {
        ("resolve", "code") => ["fixed", "workaround", "no-fault-found", "cancelled", "duplicate"],
        ("close", "code") => ["cancelled", "duplicate"],
        (_, "team") => Policy.Teams.Keys.Union(TierNames.All),
        ("assign", "to") => Policy.People.Keys.Order(StringComparer.Ordinal),
        (_, "service") => Policy.Services.Keys.Order(StringComparer.Ordinal),
        ("open", "source") => ["mail", "portal", "chat", "phone", "sms", "walk-in", "monitoring"],
        _ => [],
    };

    private static bool IsLong(FieldShape field) =>
        field.Name is "text" or "description" || field.Kind is FieldKind.Tags or FieldKind.Texts;

    private static string? Hint(FieldShape field) => field.Kind switch
    {
        FieldKind.Moment => "2h, or 2030-01-01T09:00:00Z",
        FieldKind.Tags => "name=value, one a line",
        FieldKind.Texts => "one a line",
        _ => null,
    };
}
