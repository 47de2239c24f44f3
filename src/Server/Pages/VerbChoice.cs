using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;

namespace Muster.Server.Pages;

/// <summary>A verb that may be said now, with the fields that a person fills in for it.</summary>
/// <param name="Key">The idempotency key of this form: sent twice, it is done once.</param>
public sealed record VerbChoice(string Verb, IReadOnlyList<FieldShape> Fields, string Key)
{
    // what a person at a page does not say: who they are and when it is are known, and no machine writes here
    private static readonly string[] NotAsked = ["by", "key", "auto", "happenedAt", "state"];

    private static readonly string[] WithText = ["open", "update", "ask", "reply", "resolve", "close", "merge"];

    /// <summary>What is wanted most often comes first; the rest as the verbs are listed.</summary>
    private static readonly string[] First =
        ["acknowledge", "start", "resume", "update", "ask", "assign", "triage", "hold", "resolve", "reopen", "close"];

    public string Name => NameOf(Verb);

    /// <summary>It needs nothing but to be said.</summary>
    public bool IsOneClick => Fields.Count == 0;

    public static string NameOf(string verb) => char.ToUpperInvariant(verb[0]) + verb[1..].Replace('-', ' ');

    public static IReadOnlyList<FieldShape> FieldsOf(string verb) =>
        [.. FieldShape.Of(verb).Where(field => !NotAsked.Contains(field.Name)
            && (field.Name != "reason" || verb != "open") && (field.Name != "text" || WithText.Contains(verb)))];

    /// <summary>Those that the ticket's state and the role allow, from the tables that the interface goes by.</summary>
    public static IReadOnlyList<VerbChoice> For(TicketState ticket, Roles role) =>
        [.. Verbs.AllowedIn(ticket.Status).Where(verb => (Permissions.AllowedTo(verb) & role) != 0)
            .Where(verb => (verb != "stand-down" || ticket.IsMajor) && (verb != "unlink" || !ticket.Links.IsEmpty))
            .OrderBy(verb => Array.IndexOf(First, verb) is >= 0 and var place ? place : First.Length)
            .Select(Of)];

    public static VerbChoice Of(string verb) => new(verb, FieldsOf(verb), $"page-{SessionBook.NewSecret()}");
}

/// <summary>A form that was refused: what was said, and why it was not done.</summary>
public sealed record Refused(string Verb, IReadOnlyDictionary<string, string> Said, string Words);
