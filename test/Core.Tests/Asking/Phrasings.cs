using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Asking;
using NodaTime;

namespace Muster.Core.Tests.Asking;

/// <summary>Something that a person may say, and what is to become of it.</summary>
/// <param name="Intent">Null where nothing is to be understood.</param>
/// <param name="Then">now, yes, yesnow (a P1 from words), read, missing or asks.</param>
internal sealed record Phrasing(string Text, string? Intent, JsonElement? Slots, string Then)
{
    public static ImmutableArray<Phrasing> Of(string file) =>
    [
        .. File.ReadLines(Repository.File($"test/Core.Tests/Asking/{file}.jsonl"))
            .Select(line => JsonSerializer.Deserialize<Phrasing>(line, JsonSerializerOptions.Web)!),
    ];

    /// <summary>A Wednesday, 10:00 in Berlin.</summary>
    public static Surroundings Wednesday { get; } = new(
        Instant.FromUtc(2025, 11, 5, 9, 0),
        DateTimeZoneProviders.Tzdb["Europe/Berlin"],
        [new("bo", "Bo Lind"), new("ana", "Ana Ruiz"), new("mo", null), new("chen", null), new("maria", "Maria Stein")],
        [
            "network", "database", "app", "infrastructure", "service-desk", "tier-1", "tier-2", "Netzwerk", "Datenbank",
            "redes",
        ],
        ["vpn", "mail", "portal", "checkout", "shop", "login"]);
}

internal enum Outcome
{
    Right,
    AskedBack,
    Wrong,
    WrongAct,
}

internal static class Judging
{
    // What may stand beside what was expected: the same said in another way, or a clause more that tells why.
    private static readonly string[] Beside = ["until", "duration", "text", "severity", "about", "reason"];

    public static (Outcome Outcome, string Told) Of(Phrasing phrasing)
    {
        var read = Grammar.Read(phrasing.Text, Phrasing.Wednesday);
        var told = $"{read.Intent?.Name ?? "-"} {Json(read.Slots)} {read.Doubt} {read.Word}";
        if (read.Doubt is not null || read.Intent is null)
            return (phrasing.Then == "asks" ? Outcome.Right : Outcome.AskedBack, told);
        var consent = Consents.Of(read.Intent, read.Slots, declareFromWords: true);
        var then = consent switch
        {
            Consent.AtOnce => read.Intent.Name == "declare" ? "yesnow" : "now",
            Consent.YesFirst => "yes",
            Consent.Later => "missing",
            _ => "read",
        };
        var right = then == phrasing.Then && read.Intent.Name == phrasing.Intent
            && Same(read.Slots, phrasing.Slots);
        return (right ? Outcome.Right : consent == Consent.AtOnce ? Outcome.WrongAct : Outcome.Wrong, $"{told} {then}");
    }

    private static bool Same(Slots slots, JsonElement? expected)
    {
        var wanted = expected?.EnumerateObject().ToDictionary(field => field.Name, field => Text(field.Value)) ?? [];
        var found = slots.All.ToDictionary(slot => slot.Name, slot => string.Join('|', slot.Values.Order()));
        return wanted.All(field => found.TryGetValue(field.Key, out var value) && value == field.Value)
            && found.Keys.All(name => wanted.ContainsKey(name) || Beside.Contains(name) || IsOfTitle(name, found));
    }

    // The sets that are older than the slot do not list the service that a title names.
    private static bool IsOfTitle(string name, Dictionary<string, string> found) =>
        name == "service" && found.GetValueOrDefault("title")?.Contains(found[name]) == true;

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join('|', value.EnumerateArray().Select(Text).Order()),
        JsonValueKind.Object => string.Join(
            '|', value.EnumerateObject().Select(field => $"{field.Name}={field.Value}").Order()),
        JsonValueKind.True => "true",
        _ => value.ToString(),
    };

    public static string Json(Slots slots) =>
        string.Join(' ', slots.All.Select(slot => $"{slot.Name}={string.Join('|', slot.Values)}"));
}
