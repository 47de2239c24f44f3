using System.Collections.Immutable;
using Muster.Core.Asking;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Asking;

/// <summary>Somebody asks in words (Q1): read, done at once, or done after a yes, with their own rights.</summary>
/// <param name="key">The idempotency key of the request; null for none.</param>
internal sealed class Asker(House house, Token caller, string? key = null)
{
    /// <summary>No text acts on more tickets than this.</summary>
    private const int MostTickets = 50;

    /// <summary>Where in a chat it is asked; null where it is not.</summary>
    public string? Conversation { get; init; }

    /// <summary>The ticket on which it is asked, meant where the words name none; null where there is none.</summary>
    public string? Ticket { get; init; }

    public async Task<AskAnswer> Ask(string text)
    {
        if (key is null)
            return await Answer(text).ConfigureAwait(false);
        if (house.AskedKeys.IsOfAnother(caller.Actor, key, text, house.Now))
            return KeyReused(key);
        var answer = await Answer(text).ConfigureAwait(false);
        if (answer.IsAccepted)
            house.AskedKeys.Keep(caller.Actor, key, text, house.Now);
        return answer;
    }

    private static AskAnswer KeyReused(string key)
    {
        var problem = Problem.KeyReused(key);
        return new AskAnswer(problem.Detail) { Problem = problem };
    }

    private async Task<AskAnswer> Answer(string text)
    {
        var read = Grammar.Read(text, Around());
        if (read.Doubt is { } doubt)
            return AskedBack(read, Telling.Code(doubt), Telling.AskedBack(read));
        var intent = read.Intent!;
        if (Rights.Problem(caller, intent, read.Slots) is { } forbidden)
            return new AskAnswer(forbidden.Detail) { Understood = read, Problem = forbidden };
        var consent = Consents.Of(intent, read.Slots, house.Policies.Current.DeclaresFromWords);
        if (consent == Consent.Later)
            return Missing(read, Later.Of(intent));
        var (tickets, unknown) = await TicketsOf(read).ConfigureAwait(false);
        if (unknown is not null)
            return AskedBack(read, "unknown-ticket", $"No ticket goes by {unknown}. Which one do you mean?");
        if (consent == Consent.Reads)
            return await new Reading(house, caller, read, tickets).Answer().ConfigureAwait(false);
        if (tickets.IsEmpty && (read.Slots.Has("ids") || intent.NeededSlots.Contains("ids")))
            return new AskAnswer("No ticket is like that; nothing was changed.") { Understood = read };
        if (tickets.Length > MostTickets)
            return AskedBack(read, "too-many", $"That is more than {MostTickets} tickets. Which of them do you mean?");
        var act = new PreparedAct(intent, read.Slots, [.. tickets.Select(ticket => ticket.State.Id.Value)]);
        return consent == Consent.YesFirst || tickets.Length > 1 ? Wait(text, read, act)
            : await Do(read, act).ConfigureAwait(false);
    }

    /// <summary>The yes to what waits; null where nothing waits under the token for this caller and text.</summary>
    public async Task<AskAnswer?> Confirm(string token, string? text)
    {
        if (house.Confirmations.Again(token, caller.Id, text, key) is { } before)
            return before;
        if (house.Confirmations.Take(token, caller.Id, text, house.Now) is not { } waiting)
            return null;
        // Roles and scopes may have changed meanwhile.
        if (Rights.Problem(caller, waiting.Act.Intent, waiting.Act.Slots) is { } forbidden)
            return new AskAnswer(forbidden.Detail) { Understood = waiting.Understood, Problem = forbidden };
        var answer = await Do(waiting.Understood, waiting.Act).ConfigureAwait(false);
        house.Confirmations.Answer(token, key, answer);
        return answer;
    }

    private AskAnswer Wait(string text, Understanding read, PreparedAct act)
    {
        var until = house.Now + Confirmations.Lasts;
        var token = house.Confirmations.Add(new Waiting(caller.Id, text, read, act, until)
        {
            Conversation = Conversation,
        });
        var question = Telling.Question(act, caller.Speaker);
        return new AskAnswer(question)
        {
            Understood = read,
            NeedsConfirmation = new NeededYes(token, until, question, act.Tickets),
        };
    }

    private async Task<AskAnswer> Do(Understanding read, PreparedAct act)
    {
        var acting = new Acting(house, caller, key);
        await acting.Do(act).ConfigureAwait(false);
        if (acting.Done.IsEmpty && acting.Refused.Any(refused => refused.Code == "key-reused"))
            return KeyReused(key!);
        return new AskAnswer(Telling.Acted(acting.Done, acting.Refused))
        {
            Understood = read,
            Done = acting.Done,
            Refused = acting.Refused,
        };
    }

    private Surroundings Around()
    {
        var policy = house.Policies.Current;
        var zone = caller.Person is { } person && policy.People.GetValueOrDefault(person)?.Zone is { } said
            ? policy.Zones.Find(said)
            : null;
        return new Surroundings(
            house.Now, zone ?? DateTimeZone.Utc,
            [.. policy.People.Select(known => new KnownPerson(known.Key, known.Value.Name))],
            [.. policy.Teams.Keys], [.. policy.Services.Keys])
        {
            This = Ticket,
            Zones = policy.Zones,
        };
    }

    /// <summary>The tickets that the text is about, as its ids or its filter name them.</summary>
    private async Task<(ImmutableArray<TicketAt> Tickets, string? Unknown)> TicketsOf(Understanding read)
    {
        var found = new List<TicketAt>();
        var names = read.Slots.List("ids").AsEnumerable();
        if (read.Intent!.Name is "link" or "unlink" or "merge" or "close" && read.Slots.Text("to") is { } other)
            names = names.Append(other);
        foreach (var name in names)
        {
            if (await house.Desk.Find(name).ConfigureAwait(false) is not { } ticket
                || caller.Scope?.Sees(ticket.State.Team, ticket.State.Service) == false)
                return ([], name);
            found.Add(ticket);
        }
        if (read.Slots.Text("to") is not null && read.Intent.Name is "link" or "unlink" or "merge" or "close"
            && found.Count > 1)
            found.RemoveAt(found.Count - 1);
        if (found.Count > 0 || !read.Intent.Takes("all") || !read.Intent.Changes)
            return ([.. found.DistinctBy(ticket => ticket.State.Id)], null);
        var rows = await Filtered.Rows(house, caller, read.Slots, MostTickets + 1).ConfigureAwait(false);
        foreach (var row in rows)
        {
            if (await house.Desk.Find(row.Stream.Id).ConfigureAwait(false) is { } ticket)
                found.Add(ticket);
        }
        return ([.. found], null);
    }

    private static AskAnswer AskedBack(Understanding read, string why, string words) =>
        new(words) { Understood = read, AsksBack = why };

    private static AskAnswer Missing(Understanding read, string what) =>
        new(what) { Understood = read, Missing = what };
}
