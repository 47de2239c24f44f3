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
    HappenedAt = 1L << 33, // of bodies, and of what is said to a major
    Role = 1L << 34,
    Phase = 1L << 35,
    Next = 1L << 36,
    Options = 1L << 37,
    Effect = 1L << 38,
    Box = 1L << 39,
    Task = 1L << 40,
    Milestone = 1L << 41,
    ConfirmedBy = 1L << 42,
    Why = 1L << 43,
    Evidence = 1L << 44,
    Confidence = 1L << 45,
    Action = 1L << 46,
    Class = 1L << 47,
    Horizon = 1L << 48,
    Verification = 1L << 49,
    Business = 1L << 50,
    Link = 1L << 51,
    Channel = 1L << 52,
    Summary = 1L << 53,
    Cause = 1L << 54,
    Reference = 1L << 55,
    Number = 1L << 60, // of bodies alone
    AnyLine = At | Do | Ticket | By | Text | Key | Imported,

    /// <summary>What the body of a POST may hold beside the fields of its verb.</summary>
    AnyBody = By | Text | Key | HappenedAt,

    /// <summary>What a body has from elsewhere: its path, its moment; an import does not come this way.</summary>
    LineOnly = At | Do | Ticket | Imported,
    Impact = AffectedUsers | AffectedShare | Revenue | Tickets | DataLoss | Systems | Business | Summary | Cause,
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
        ["escalate"] = LogField.To | LogField.AsOf | LogField.Reason | LogField.Reference,
        ["impact"] = LogField.Impact,
        ["declare"] = LogField.Severity,
        ["stand-down"] = LogField.None,
        ["accept"] = LogField.HappenedAt,
        ["reject"] = LogField.Reason | LogField.HappenedAt,
        ["severity"] = LogField.Severity | LogField.Reason | LogField.HappenedAt,
        ["bridge"] = LogField.Link | LogField.Channel | LogField.HappenedAt,
        ["role"] = LogField.Role | LogField.To | LogField.HappenedAt,
        ["accept-role"] = LogField.Role | LogField.To | LogField.HappenedAt,
        ["handover"] = LogField.Role | LogField.To | LogField.HappenedAt,
        ["post"] = LogField.Phase | LogField.Next | LogField.HappenedAt,
        ["decide"] = LogField.Options | LogField.Reason | LogField.Effect | LogField.Until | LogField.Box
            | LogField.HappenedAt,
        ["note"] = LogField.HappenedAt,
        ["task"] = LogField.Task | LogField.To | LogField.Until | LogField.State | LogField.HappenedAt,
        ["milestone"] = LogField.Milestone | LogField.Reason | LogField.HappenedAt,
        ["restore"] = LogField.ConfirmedBy | LogField.HappenedAt,
        ["why"] = LogField.Why | LogField.Evidence | LogField.Confidence | LogField.HappenedAt,
        ["lesson"] = LogField.Kind | LogField.HappenedAt,
        ["action"] = LogField.Action | LogField.To | LogField.Until | LogField.Priority | LogField.Class
            | LogField.Horizon | LogField.State | LogField.Verification | LogField.HappenedAt,
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
        ["severity"] = LogField.Severity,
        ["role"] = LogField.Role | LogField.To,
        ["accept-role"] = LogField.Role,
        ["handover"] = LogField.Role | LogField.To,
        ["decide"] = LogField.Text,
        ["note"] = LogField.Text,
        ["milestone"] = LogField.Milestone,
        ["restore"] = LogField.ConfirmedBy,
        ["why"] = LogField.Text,
        ["lesson"] = LogField.Kind | LogField.Text,
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
