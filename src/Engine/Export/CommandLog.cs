using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Files;
using Muster.Files.Logs;

namespace Muster.Engine.Export;

/// <summary>
/// The accepted commands that changed something, as a replay log: replayed under the same policy they bring about the
/// same facts at the same instants.
/// </summary>
public static class CommandLog
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Why no replay of this history gives its journal again, in words; null where one does. Tickets that were re-based
    /// ran under two policies (S9), and a replay knows one.
    /// </summary>
    public static string? WhyNot(IEnumerable<ToldFact> history) =>
        history.FirstOrDefault(told => told.Fact is ClocksRebased) is { } rebased
            ? $"{rebased.Ticket} was re-based to another policy at {Rfc3339.Format(rebased.At)}, and a replay knows one"
            : null;

    /// <summary>Writes one line a command, in order; returns how many.</summary>
    /// <exception cref="ArgumentException">No replay would give this history again; see <see cref="WhyNot"/>.
    /// </exception>
    public static int Write(Stream output, IReadOnlyCollection<ToldFact> history)
    {
        if (WhyNot(history) is { } why)
            throw new ArgumentException(why, nameof(history));
        var (lines, merged) = (0, (TicketId?)null);
        foreach (var (told, reference) in WithReferences(history))
        {
            if (told is { Verb: "merge", Fact: TicketLinked { Auto: false } linked })
                merged = linked.To;
            if (!IsCommand(told))
                continue;
            using (var json = new Utf8JsonWriter(output, Plain))
                Line(json, told, merged, reference);
            merged = null;
            output.WriteByte((byte)'\n');
            lines++;
        }
        return lines;
    }

    /// <summary>
    /// The history, where a vendor's reference (E9) stands beside the escalation of its command, or alone where the
    /// command brought no more.
    /// </summary>
    private static IEnumerable<(ToldFact Told, string? Reference)> WithReferences(IEnumerable<ToldFact> history)
    {
        ToldFact? escalated = null;
        foreach (var told in history)
        {
            var reference = told is { Verb: "escalate", Fact: TicketTagged { Auto: false, Tags: [var tag] } }
                ? tag.Value : null;
            var isIts = reference is not null && escalated?.Ticket == told.Ticket && escalated.At == told.At;
            if (escalated is not null)
                yield return (escalated, isIts ? reference : null);
            escalated = told is { Verb: "escalate", Fact: TicketEscalated { Auto: false } } ? told : null;
            if (escalated is null && !isIts)
                yield return (told, reference);
        }
        if (escalated is not null)
            yield return (escalated, null);
    }

    /// <summary>A command's own fact is the one that nobody derived; a merge's is the close.</summary>
    private static bool IsCommand(ToldFact told) =>
        !told.ByTime && told.Fact is { Auto: false, IsSilent: false }
        && !(told.Verb == "merge" && told.Fact is TicketLinked);

    /// <param name="merged">
    /// The ticket into which this one was merged; a merge into one that it was linked with already is told as a close.
    /// </param>
    private static void Line(Utf8JsonWriter json, ToldFact told, TicketId? merged, string? reference)
    {
        json.WriteStartObject();
        json.WriteString("at", Rfc3339.Format(told.At));
        json.WriteString("do", told.Verb == "merge" && merged is null ? "close" : told.Verb);
        json.WriteString("ticket", told.Ticket.Value);
        if (merged is { } into)
            json.WriteSome("to", into.Value);
        if (reference is not null && told.Fact is TicketTagged)
            json.WriteString("to", Tier.Vendor.Name());
        else
            Fields(json, told.Fact, isMerge: merged is not null, isAccept: told.Verb == "accept");
        json.WriteSome("reference", reference);
        json.WriteSome("by", told.Fact.By);
        json.WriteSome("imported", told.Fact.Forced);
        json.WriteEndObject();
    }

    private static void Fields(Utf8JsonWriter json, TicketEvent fact, bool isMerge, bool isAccept)
    {
        switch (fact)
        {
            case TicketOpened opened: Opened(json, opened); break;
            case TicketTriaged triaged:
                json.WriteSome("category", triaged.Category);
                json.WriteSome("service", triaged.Service);
                json.WriteSome("priority", triaged.Priority?.ToString());
                json.WriteSome("team", triaged.Team);
                break;
            case TicketAssigned assigned:
                json.WriteSome("team", assigned.Team);
                json.WriteSome("to", assigned.To);
                break;
            case TicketUpdated updated:
                json.WriteSome("public", updated.Public);
                json.WriteSome("auto", updated.Machine);
                json.WriteSome("text", updated.Text);
                break;
            case RequesterAsked asked: json.WriteSome("text", asked.Text); break;
            case ReplyReceived reply:
                json.WriteSome("auto", reply.Machine);
                json.WriteSome("text", reply.Text);
                break;
            case TicketHeld held:
                json.WriteSome("reason", held.Reason);
                json.WriteSome("until", held.Until);
                break;
            case TicketResolved resolved:
                json.WriteSome("code", resolved.Code);
                json.WriteSome("text", resolved.Text);
                break;
            case TicketClosed closed:
                json.WriteSome("code", isMerge ? null : closed.Code);
                json.WriteSome("text", closed.Text);
                break;
            case PriorityChanged changed:
                json.WriteSome("priority", changed.To.ToString());
                json.WriteSome("reason", changed.Reason);
                break;
            default: MoreFields(json, fact, isAccept); break;
        }
    }

    /// <param name="isAccept">A candidate was accepted: its severity is known.</param>
    private static void MoreFields(Utf8JsonWriter json, TicketEvent fact, bool isAccept)
    {
        switch (fact)
        {
            case TicketLinked linked: Link(json, linked.To, linked.Kind); break;
            case TicketUnlinked unlinked: Link(json, unlinked.To, unlinked.Kind); break;
            case TicketTagged tagged: json.WriteSome("tags", tagged.Tags); break;
            case TicketSnoozed snoozed:
                json.WriteSome("until", snoozed.Until);
                json.WriteSome("reason", snoozed.Reason);
                break;
            case TicketEscalated escalated:
                json.WriteSome("to", escalated.To.Name());
                json.WriteSome("reason", escalated.Reason);
                break;
            case ImpactStated stated:
                foreach (var said in stated.Facts)
                {
                    json.WritePropertyName(said.Name);
                    json.WriteRawValue(said.Json);
                }
                break;
            case MajorDeclared declared when !isAccept:
                json.WriteSome("severity", declared.Severity);
                json.WriteSome("text", declared.Text);
                break;
            case MajorEvent major: Said(json, major); break;
        }
    }

    /// <summary>A major's verb has the fields of its fact, but for what the coordinator counts itself.</summary>
    private static void Said(Utf8JsonWriter json, MajorEvent fact)
    {
        if (fact is Relapsed relapsed) // a declare made it
        {
            json.WriteSome("text", relapsed.Reason == Relapsed.ByWord ? null : relapsed.Reason);
            return;
        }
        foreach (var field in MajorFields.Of(fact))
        {
            var name = (fact, field.Name) switch
            {
                (SeverityChanged, "to") => "severity",
                (SeverityChanged or RoleOffered, "from") or (ServiceRestored, "until") or (DecisionMade, "decision")
                    or (TaskAdded, "task") or (WhyStated, "why") or (ActionAdded, "action")
                    or (MilestoneStated, "reached") => null,
                (WhyStated, "answers") => "why",
                (_, var own) => own,
            };
            if (name is null)
                continue;
            switch (field.Value)
            {
                case string text: json.WriteString(name, text); break;
                case int number: json.WriteNumber(name, number); break;
                case NodaTime.Instant at: json.WriteSome(name, at); break;
                case System.Collections.Immutable.ImmutableArray<string> { IsEmpty: false } list:
                    json.WriteSome(name, list);
                    break;
            }
        }
        json.WriteSome("happenedAt", fact.HappenedAt);
    }

    private static void Opened(Utf8JsonWriter json, TicketOpened opened)
    {
        json.WriteSome("priority", opened.Priority?.ToString());
        json.WriteSome("title", opened.Title);
        json.WriteSome("description", opened.Description);
        json.WriteSome("text", opened.Text);
        json.WriteSome("service", opened.Service);
        json.WriteSome("category", opened.Category);
        json.WriteSome("requester", opened.Requester);
        json.WriteSome("source", opened.Source);
        json.WriteSome("state", opened.Status?.ToString());
        json.WriteSome("reason", opened.HoldReason);
        if (opened.AffectedUsers is { } users)
            json.WriteNumber("affectedUsers", users);
        json.WriteSome("tags", opened.Tags);
        json.WriteSome("aliases", opened.Aliases);
    }

    private static void Link(Utf8JsonWriter json, TicketId to, LinkKind kind)
    {
        json.WriteString("to", to.Value);
        json.WriteString("kind", kind.Name());
    }
}
