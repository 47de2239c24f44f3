using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Asking;
using Muster.Files;
using Muster.Files.Journals;
using Muster.Server.Api;
using NodaTime;

namespace Muster.Server.Asking;

/// <summary>Something that was changed.</summary>
/// <param name="State">The ticket's state after it.</param>
internal sealed record DoneAct(string Verb, string Id, string State, string Words);

/// <summary>Something that was tried and refused, by the code that its own route would give.</summary>
internal sealed record RefusedAct(string Verb, string? Id, string Code, string Words);

/// <summary>A yes that is waited for.</summary>
/// <param name="Token">Says yes to exactly this, once, by whoever asked.</param>
internal sealed record NeededYes(string Token, Instant ExpiresAt, string Question, ImmutableArray<string> Tickets);

/// <summary>What became of a text.</summary>
/// <param name="Words">For a person.</param>
internal sealed record AskAnswer(string Words)
{
    public Understanding? Understood { get; init; }

    public ImmutableArray<DoneAct> Done { get; init; } = [];

    public ImmutableArray<RefusedAct> Refused { get; init; } = [];

    public NeededYes? NeedsConfirmation { get; init; }

    /// <summary>Why it is asked back, by a stable word; null where it is not.</summary>
    public string? AsksBack { get; init; }

    /// <summary>What is not there yet; null where nothing is.</summary>
    public string? Missing { get; init; }

    /// <summary>What was read, as one value of JSON; null where nothing was.</summary>
    public Action<Utf8JsonWriter>? Data { get; init; }

    /// <summary>
    /// Why nothing of it is answered: the caller's role or scope does not reach so far, or the key was used for another
    /// text; null where it is answered.
    /// </summary>
    public Problem? Problem { get; init; }

    /// <summary>Whether it uses up its idempotency key (L7): what is refused or asked back does not.</summary>
    public bool IsAccepted => Problem is null && AsksBack is null && (Refused.IsEmpty || !Done.IsEmpty);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Understood is { Intent: { } intent } understood)
            WriteUnderstood(json, intent, understood.Slots);
        json.WriteStartArray("done");
        foreach (var done in Done)
            WriteAct(json, done.Verb, done.Id, "state", done.State, done.Words);
        json.WriteEndArray();
        if (!Refused.IsEmpty)
        {
            json.WriteStartArray("refused");
            foreach (var refused in Refused)
                WriteAct(json, refused.Verb, refused.Id, "code", refused.Code, refused.Words);
            json.WriteEndArray();
        }
        if (NeedsConfirmation is { } needed)
            WriteNeeded(json, needed);
        if (AsksBack is not null)
            WriteAsked(json);
        json.WriteSome("missing", Missing);
        if (Data is not null)
        {
            json.WritePropertyName("data");
            Data(json);
        }
        json.WriteString("answer", Words);
        json.WriteEndObject();
    }

    private static void WriteUnderstood(Utf8JsonWriter json, IntentShape intent, Slots slots)
    {
        json.WriteStartObject("understood");
        json.WriteString("intent", intent.Name);
        json.WriteStartObject("slots");
        foreach (var slot in slots.All)
            WriteSlot(json, slot);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteSlot(Utf8JsonWriter json, Slot slot)
    {
        json.WritePropertyName(slot.Name);
        switch (slot.Form)
        {
            case SlotForm.List:
                json.WriteStartArray();
                foreach (var value in slot.Values)
                    json.WriteStringValue(value);
                json.WriteEndArray();
                break;
            case SlotForm.Map:
                json.WriteStartObject();
                foreach (var value in slot.Values)
                    json.WriteString(value[..value.IndexOf('=')], value[(value.IndexOf('=') + 1)..]);
                json.WriteEndObject();
                break;
            case SlotForm.Number:
                json.WriteRawValue(slot.Value);
                break;
            case SlotForm.Flag:
                json.WriteBooleanValue(true);
                break;
            default:
                json.WriteStringValue(slot.Value);
                break;
        }
    }

    private static void WriteAct(Utf8JsonWriter json, string verb, string? id, string name, string value, string words)
    {
        json.WriteStartObject();
        json.WriteString("verb", verb);
        json.WriteSome("id", id);
        json.WriteString(name, value);
        json.WriteString("words", words);
        json.WriteEndObject();
    }

    private void WriteNeeded(Utf8JsonWriter json, NeededYes needed)
    {
        json.WriteStartObject("needsConfirmation");
        json.WriteString("confirm", needed.Token);
        json.WriteSome("expiresAt", needed.ExpiresAt);
        json.WriteString("intent", Understood!.Intent!.Name);
        json.WriteStartArray("tickets");
        foreach (var ticket in needed.Tickets)
            json.WriteStringValue(ticket);
        json.WriteEndArray();
        json.WriteString("question", needed.Question);
        json.WriteEndObject();
    }

    private void WriteAsked(Utf8JsonWriter json)
    {
        json.WriteStartObject("asksBack");
        json.WriteString("why", AsksBack);
        json.WriteStartArray("nearest");
        foreach (var near in Understood?.Nearest ?? [])
        {
            json.WriteStartObject();
            json.WriteString("intent", near.Name);
            json.WriteString("example", near.Example);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
