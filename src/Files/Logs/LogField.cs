using System.Collections.Frozen;

namespace Muster.Files.Logs;

/// <summary>The fields of a replay line, and which verb takes which (CONTRACT, "Replay log").</summary>
[Flags]
internal enum LogField : long
{
    None = 0,
    At = 1L << 0,
    Do = 1L << 1,
    Ticket = 1L << 2,
    By = 1L << 3,
    Text = 1L << 4,
    Key = 1L << 5,
    Imported = 1L << 6,
    Title = 1L << 7,
    Description = 1L << 8,
    Priority = 1L << 9,
    Category = 1L << 10,
    Service = 1L << 11,
    Requester = 1L << 12,
    AffectedUsers = 1L << 13,
    Source = 1L << 14,
    Tags = 1L << 15,
    Aliases = 1L << 16,
    State = 1L << 17,
    Reason = 1L << 18,
    Team = 1L << 19,
    To = 1L << 20,
    Public = 1L << 21,
    Auto = 1L << 22,
    Until = 1L << 23,
    Code = 1L << 24,
    Kind = 1L << 25,
    AsOf = 1L << 26,
    Severity = 1L << 27,
    AffectedShare = 1L << 28,
    Revenue = 1L << 29,
    Tickets = 1L << 30,
    DataLoss = 1L << 31,
    Systems = 1L << 32,
    HappenedAt = 1L << 33, // of bodies alone
    Number = 1L << 60, // of bodies alone
    AnyLine = At | Do | Ticket | By | Text | Key | Imported,

    /// <summary>What the body of a POST may hold beside the fields of its verb.</summary>
    AnyBody = By | Text | Key | HappenedAt,

    BodyOnly = HappenedAt | Number,

    /// <summary>What a body has from elsewhere: its path, its moment; an import does not come this way.</summary>
    LineOnly = At | Do | Ticket | Imported,
    Impact = AffectedUsers | AffectedShare | Revenue | Tickets | DataLoss | Systems,
}

internal static class LogFields
{
    private static readonly (string Name, LogField Field)[] Known =
    [
        .. Enum.GetValues<LogField>()
            .Where(field => long.PopCount((long)field) == 1)
            .Select(field => (char.ToLowerInvariant(field.ToString()[0]) + field.ToString()[1..], field)),
    ];

    private static readonly (byte[] Name, LogField Field)[][] ByLength =
        [.. Enumerable.Range(0, 32).Select(length => Known.Where(known => known.Name.Length == length)
            .Select(known => (System.Text.Encoding.ASCII.GetBytes(known.Name), known.Field)).ToArray())];

    private static readonly FrozenDictionary<string, LogField> OfVerb = new Dictionary<string, LogField>
    {
        ["open"] = LogField.Title | LogField.Description | LogField.Priority | LogField.Category | LogField.Service
            | LogField.Requester | LogField.AffectedUsers | LogField.Source | LogField.Tags | LogField.Aliases
            | LogField.State | LogField.Reason,
        ["triage"] = LogField.Category | LogField.Service | LogField.Priority | LogField.Team,
        ["assign"] = LogField.Team | LogField.To,
        ["start"] = LogField.None,
        ["update"] = LogField.Public | LogField.Auto,
        ["ask"] = LogField.None,
        ["reply"] = LogField.Auto,
        ["hold"] = LogField.Reason | LogField.Until,
        ["resume"] = LogField.None,
        ["resolve"] = LogField.Code,
        ["close"] = LogField.Code,
        ["reopen"] = LogField.Reason,
        ["acknowledge"] = LogField.None,
        ["prioritise"] = LogField.Priority | LogField.Reason,
        ["link"] = LogField.To | LogField.Kind,
        ["unlink"] = LogField.To | LogField.Kind,
        ["merge"] = LogField.To,
        ["tag"] = LogField.Tags,
        ["snooze"] = LogField.Until | LogField.Reason,
        ["escalate"] = LogField.To | LogField.AsOf | LogField.Reason,
        ["impact"] = LogField.Impact,
        ["declare"] = LogField.Severity,
        ["stand-down"] = LogField.None,
        ["correct"] = LogField.Number | LogField.Reason,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, LogField> RequiredBy = new Dictionary<string, LogField>
    {
        ["correct"] = LogField.Number | LogField.Reason | LogField.HappenedAt,
        ["resolve"] = LogField.Code,
        ["hold"] = LogField.Reason,
        ["prioritise"] = LogField.Priority,
        ["snooze"] = LogField.Until,
        ["tag"] = LogField.Tags,
        ["merge"] = LogField.To,
        ["link"] = LogField.To,
        ["unlink"] = LogField.To,
    }.ToFrozenDictionary();

    public static LogField Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= ByLength.Length)
            return LogField.None;
        foreach (var (known, field) in ByLength[name.Length])
        {
            if (name.SequenceEqual(known))
                return field;
        }
        return LogField.None;
    }

    /// <summary>The fields that a verb takes beside those of any line; null where there is no such verb.</summary>
    public static LogField? TakenBy(string verb) => OfVerb.TryGetValue(verb, out var fields) ? fields : null;

    public static LogField NeededBy(string verb) => RequiredBy.GetValueOrDefault(verb);

    public static IEnumerable<string> Names(LogField fields) =>
        Known.Where(known => fields.HasFlag(known.Field)).Select(known => known.Name);
}
