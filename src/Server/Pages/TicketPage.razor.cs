using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Muster.Core.Escalation;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Files.Pages;

namespace Muster.Server.Pages;

/// <summary>One ticket: its clocks and their why, what comes next, what happened, what may be said to it.</summary>
public partial class TicketPage
{
    private const int MostAhead = 12;
    private const int MostOfRule = 5;

    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public TicketView View { get; set; } = null!;

    private TicketState Ticket => View.Ticket;

    private string Title => $"{Ticket.Id} {PageWords.Short(Ticket.Title, 60)}";

    private string? Acknowledged => Ticket.AcknowledgedBy.IsEmpty ? null
        : string.Join(", ", Ticket.AcknowledgedBy.Select(who => who.Length == 0 ? "somebody" : who));

    private ImmutableArray<string> Blockers => Api.TicketJson.BlockersOf(View.Links);

    private string Waits => Ticket switch
    {
        { Status: TicketStatus.Pending, HoldReason: { } reason } => $" on {reason}"
            + (Ticket.HoldUntil is { } until ? $" until {PageWords.At(until)} UTC" : ""),
        _ when Ticket.IsSnoozed(View.Now) => $" snoozed until {PageWords.At(Ticket.SnoozedUntil!.Value)} UTC",
        _ => "",
    };

    private IEnumerable<(string Name, string Value)> Facts => new (string Name, string? Value)[]
    {
        ("Service", Ticket.Service),
        ("Category", Ticket.Category),
        ("Requester", Ticket.Requester is { } from ? from.Name + (from.Vip == true ? " (VIP)" : "") : null),
        ("Source", Ticket.Source),
        ("Code", Ticket.IsOpen ? null : Ticket.Code),
        ("Vendor's reference", Ticket.Tags[Core.Tickets.Ticket.VendorReference]),
        ("Tags", Joined(Ticket.Tags.Tags.Where(tag => tag.Name != Core.Tickets.Ticket.VendorReference)
            .Select(tag => $"{tag.Name}={tag.Value}"))),
        ("Aliases", Joined(Ticket.Aliases)),
        ("Impact", Joined(Ticket.Impact.Select(fact => $"{fact.Name} {fact.Json}"))),
        ("Agreement", Ticket.Agreement.Name),
    }.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => (fact.Name, fact.Value!));

    private IReadOnlyList<Happened> Ahead =>
        [.. View.Explained.Ahead.Take(MostAhead).Select(fact => new Happened(
            fact.At, Ticket.Id.Value, Happenings.RuleOf(fact.Fact), WordsOf(fact.Fact), "",
            Happenings.IsLoud(fact.Fact)))];

    private Func<long, string>? CorrectingPath => View.Verbs.Any(choice => choice.Verb == "correct")
        ? number => $"{TicketLook.PathOf(Ticket.Id.Value)}?correct={number}#verb-correct"
        : null;

    private string ActionOf(VerbChoice choice) => $"{TicketLook.PathOf(Ticket.Id.Value)}/{choice.Verb}";

    /// <summary>What the rule did, the latest of it.</summary>
    private static IEnumerable<(string Verb, DatedFact Fact)> Past(RuleAccount rule) =>
        rule.Fired.TakeLast(MostOfRule).Select(fact => ("Fired", fact))
            .Concat(rule.Withheld.TakeLast(MostOfRule).Select(fact => ("Held back", fact)));

    private static string WordsOf(TicketEvent fact) => EventWords.Of(fact) ?? "noted, and nothing was written";

    private static string? Joined(IEnumerable<string> parts) =>
        string.Join(", ", parts) is { Length: > 0 } joined ? joined : null;
}
