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

    /// <summary>The page to come back to, where a verb is said on several; null where its route says it.</summary>
    [Parameter]
    public string? Page { get; set; }

    /// <summary>It is what the page is for.</summary>
    [Parameter]
    public bool IsMain { get; set; }

    /// <summary>The lines of a long text.</summary>
    [Parameter]
    public int Rows { get; set; } = 3;

    /// <summary>The letter that leads to its first field; null where something else leads to the form.</summary>
    [Parameter]
    public string? Key { get; set; }

    private string? Value(FieldShape field) => Refused?.Form == Choice.Id
        ? Refused.Said.GetValueOrDefault(field.Name)
        : Choice.Preset.GetValueOrDefault(field.Name);

    private string Label(FieldShape field) => MajorFields.Label(Choice, field) ?? (Choice.Verb, field.Name) switch
    {
        ("escalate", "to") => "Tier",
        ("assign", "to") => "Person",
        (_, "to") => "Other ticket",
        ("correct", "number") => "Number of the entry, as the timeline shows it",
        ("update", "public") => "The requester sees it",
        _ => Words(field.Name),
    };

    /// <summary>A name of a field in words: affectedUsers is Affected users.</summary>
    internal static string Words(string name) => char.ToUpperInvariant(name[0])
        + string.Concat(name[1..].Select(letter => char.IsUpper(letter)
            ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private IEnumerable<string>? ChoicesOf(FieldShape field) => MajorFields.Choices(Choice, field)
        ?? (Choice.Verb, field.Name) switch
        {
            (_, "priority") => Enum.GetNames<Priority>(),
            (_, "kind") => LinkKinds.All,
            ("escalate", "to") => TierNames.All,
            ("hold", "reason") => HoldReasons.Union(Policy.Lifecycle.HoldReasons),
            _ => null,
        };

    private IEnumerable<string> Suggested(FieldShape field) => (Choice.Verb, field.Name) switch
    {
        ("resolve", "code") => ["fixed", "workaround", "no-fault-found", "cancelled", "duplicate"],
        ("close", "code") => ["cancelled", "duplicate"],
        (_, "team") => Policy.Teams.Keys.Union(TierNames.All),
        ("override", "person") => Policy.People.Keys.Order(StringComparer.Ordinal),
        ("assign" or "role" or "handover" or "task" or "action", "to") =>
            Policy.People.Keys.Order(StringComparer.Ordinal),
        (_, "service") => Policy.Services.Keys.Order(StringComparer.Ordinal),
        ("open", "source") => ["mail", "portal", "chat", "phone", "sms", "walk-in", "monitoring"],
        _ => [],
    };

    private static bool IsLong(FieldShape field) =>
        field.Name is "text" or "description" or "summary" or "cause"
        || field.Kind is FieldKind.Tags or FieldKind.Texts;

    private string? Hint(FieldShape field) => MajorFields.Hint(Choice, field) ?? field.Kind switch
    {
        FieldKind.Moment => "2h, or 2030-01-01T09:00:00Z",
        FieldKind.Tags => "name=value, one a line",
        FieldKind.Texts => "one a line",
        _ => null,
    };
}
