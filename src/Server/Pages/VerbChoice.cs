using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;

namespace Muster.Server.Pages;

/// <summary>A verb that may be said now, with the fields that a person fills in for it.</summary>
/// <param name="Key">The idempotency key of this form: sent twice, it is done once.</param>
public sealed record VerbChoice(string Verb, IReadOnlyList<FieldShape> Fields, string Key)
{
    private static readonly Dictionary<string, string> None = [];

    // what a person at a page does not say: who they are and when it is are known, and no machine writes here
    private static readonly string[] NotAsked = ["by", "key", "auto", "happenedAt", "state"];

    private static readonly string[] WithText = ["open", "update", "ask", "reply", "resolve", "close", "merge"];

    /// <summary>What is wanted most often comes first; the rest as the verbs are listed.</summary>
    private static readonly string[] First =
        ["acknowledge", "start", "resume", "update", "ask", "assign", "triage", "hold", "resolve", "reopen", "close"];

    /// <summary>What its form goes by on the page: of one verb there may be several.</summary>
    public string Id { get; init; } = Verb;

    /// <summary>What stands on its button.</summary>
    public string Name { get; init; } = NameOf(Verb);

    /// <summary>The button's name for who cannot see what stands around it; null where its own will do.</summary>
    public string? About { get; init; }

    /// <summary>What it says without being asked.</summary>
    public IReadOnlyDictionary<string, string> Fixed { get; init; } = None;

    /// <summary>What stands in its fields at first.</summary>
    public IReadOnlyDictionary<string, string> Preset { get; init; } = None;

    /// <summary>The letter that leads to it, with the keys by which a browser takes such a letter.</summary>
    public string? AccessKey { get; init; }

    /// <summary>It needs nothing but to be said.</summary>
    public bool IsOneClick => Fields.Count == 0;

    /// <summary>It is said by its own button alone, never by a name picked from a list.</summary>
    public bool IsCareful => Verb is "stand-down" or "reject" or "close" or "merge"
        || Fixed.GetValueOrDefault("state") == "cancelled";

    public static string NameOf(string verb) => char.ToUpperInvariant(verb[0]) + verb[1..].Replace('-', ' ');

    public static IReadOnlyList<FieldShape> FieldsOf(string verb) => Verbs.OfMajors.Contains(verb)
        ? [.. FieldShape.Of(verb).Where(field => field.Name is not ("by" or "key" or "auto"))]
        : [.. FieldShape.Of(verb).Where(field => (field.IsNeeded || !NotAsked.Contains(field.Name))
            && (field.Name != "reason" || verb != "open") && (field.Name != "text" || WithText.Contains(verb)))];

    /// <summary>Those that the ticket's state and the role allow, from the tables that the interface goes by.</summary>
    public static IReadOnlyList<VerbChoice> For(TicketState ticket, Roles role) =>
        [.. Verbs.AllowedIn(ticket.Status).Where(verb => (Permissions.AllowedTo(verb) & role) != 0)
            .Where(verb => (verb != "stand-down" || ticket.IsMajor) && (verb != "unlink" || !ticket.Links.IsEmpty))
            .OrderBy(verb => Array.IndexOf(First, verb) is >= 0 and var place ? place : First.Length)
            .Select(Of), .. Correcting(role)];

    /// <summary>
    /// Says anew when an entry of the timeline happened, which no state forbids; nothing where the role may not.
    /// </summary>
    private static IEnumerable<VerbChoice> Correcting(Roles role) =>
        (Permissions.AllowedTo("correct") & role) == 0 ? []
        : [Asking("correct", "number", "happenedAt", "reason") with { Name = "Correct a time" }];

    public static VerbChoice Of(string verb) => new(verb, FieldsOf(verb), NewKey());

    /// <summary>
    /// A form that asks for these of the verb's fields, in this order; one with an exclamation mark has to be filled in
    /// here, though not wherever else the verb is said.
    /// </summary>
    public static VerbChoice Asking(string verb, params string[] fields)
    {
        var all = FieldsOf(verb);
        return new(verb, [.. fields.Select(name => name.TrimEnd('!') is var bare && bare == name
            ? all.Single(field => field.Name == name)
            : all.Single(field => field.Name == bare) with { IsNeeded = true })], NewKey());
    }

    /// <summary>Resolves a child as its parent was (L8).</summary>
    public static VerbChoice ResolvingAs(TicketState parent, string child) => new("resolve", [], NewKey())
    {
        Id = $"resolve-{child}",
        Name = $"Resolve {child}",
        Fixed = new Dictionary<string, string>
        {
            ["code"] = parent.Code ?? "fixed",
            ["text"] = parent.ResolutionText ?? "",
        },
    };

    /// <summary>Puts somebody in charge of a schedule for a while.</summary>
    public static VerbChoice Overriding(string schedule) => new(
        "override",
        [
            new FieldShape("person", FieldKind.Text, true), new FieldShape("from", FieldKind.Moment, false),
            new FieldShape("to", FieldKind.Moment, true),
        ],
        NewKey())
    {
        Id = $"override-{schedule}",
        Name = "Add an override",
        About = $"Add an override to {schedule}",
    };

    private static string NewKey() => $"page-{SessionBook.NewSecret()}";
}

/// <summary>A form that was refused: what was said, and why it was not done.</summary>
public sealed record Refused(string Verb, IReadOnlyDictionary<string, string> Said, string Words)
{
    /// <summary>The form of the page that said it.</summary>
    public string Form => Said.GetValueOrDefault("which") ?? Verb;
}
