using System.Collections.Frozen;
using System.Globalization;
using Muster.Core.Calendars;
using NodaTime;
using NodaTime.Text;

namespace Muster.Core.Asking;

/// <summary>Zones that a time names: "03:00 UTC", "14:00 CET", "9:30 +02:00", "22:00 Europe/Berlin".</summary>
internal sealed partial class TimeWords
{
    private const int FarthestOffset = 14;

    private static readonly LocalDateTimePattern LocalWithoutSeconds =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    // An abbreviation is the offset that it stands for, in summer as in winter.
    private static readonly FrozenDictionary<string, int> Offsets = new (string Name, int Minutes)[]
    {
        ("Z", 0), ("UTC", 0), ("GMT", 0), ("CET", 60), ("MEZ", 60), ("BST", 60), ("CEST", 120), ("MESZ", 120),
        ("EET", 120), ("EEST", 180), ("IST", 330), ("JST", 540), ("EDT", -240), ("EST", -300), ("CDT", -300),
        ("CST", -360), ("MDT", -360), ("MST", -420), ("PDT", -420), ("PST", -480),
    }.ToFrozenDictionary(zone => zone.Name, zone => zone.Minutes);

    /// <summary>A zone that is said once is meant for every time of the text: "from 22:00 to 23:00 UTC".</summary>
    private DateTimeZone Zone { get; } = OnlyZone(tokens, around.Zones) ?? around.Zone;

    private static DateTimeZone? OnlyZone(IEnumerable<Token> tokens, ZoneData zones) =>
        tokens.Where(token => token.Kind == TokenKind.Zone).Select(token => ZoneOf(token.Text, zones)).Distinct()
            .ToList() is [{ } only] ? only : null;

    /// <summary>"UTC", "hora UTC", "UTC time".</summary>
    private (DateTimeZone Zone, int Length)? ZoneAt(int start)
    {
        var before = lexicon.At("zonebefore", words, start)?.Words.Length ?? 0;
        if (start + before >= words.Length || tokens[start + before].Kind != TokenKind.Zone
            || ZoneOf(tokens[start + before].Text, around.Zones) is not { } zone)
            return null;
        var after = lexicon.At("zoneafter", words, start + before + 1)?.Words.Length ?? 0;
        return (zone, before + 1 + after);
    }

    private static DateTimeZone? ZoneOf(string text, ZoneData zones)
    {
        if (text.Contains('/'))
            return zones.Ids.FirstOrDefault(id => id.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } id
                ? zones.Find(id) : null;
        var letters = text.TakeWhile(char.IsLetter).Count();
        var minutes = letters == 0 ? 0
            : Offsets.TryGetValue(text[..letters].ToUpperInvariant(), out var of) ? of : (int?)null;
        var rest = text[letters..].Trim();
        if (minutes is { } known && rest.Length > 0)
            minutes = Said(rest) is { } more ? known + more : null;
        return minutes is { } offset ? DateTimeZone.ForOffset(Offset.FromSeconds(60 * offset)) : null;
    }

    /// <summary>+2, -0330 or +05:30 in minutes.</summary>
    private static int? Said(string offset)
    {
        var digits = offset[1..].Replace(":", "");
        var split = digits.Length > 2 ? digits.Length - 2 : digits.Length;
        var hours = int.Parse(digits[..split], CultureInfo.InvariantCulture);
        var minutes = split < digits.Length ? int.Parse(digits[split..], CultureInfo.InvariantCulture) : 0;
        return hours > FarthestOffset || minutes > 59 ? null
            : (offset[0] == '-' ? -1 : 1) * ((60 * hours) + minutes);
    }

    private static LocalDateTime? LocalOf(string text)
    {
        var read = LocalDateTimePattern.ExtendedIso.Parse(text);
        if (!read.Success)
            read = LocalWithoutSeconds.Parse(text);
        return read is { Success: true, Value.Year: > Earliest and < Latest } ? read.Value : null;
    }

    private TimeSaid Resolved(LocalDateTime local, int start)
    {
        var zone = ZoneAt(start + 1);
        var at = (zone?.Zone ?? Zone).ResolveLocal(local, Lenient).ToInstant();
        return Moment(at, at, 1 + (zone?.Length ?? 0));
    }
}
