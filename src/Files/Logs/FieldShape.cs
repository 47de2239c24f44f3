namespace Muster.Files.Logs;

/// <summary>What the value of a field is.</summary>
public enum FieldKind
{
    Text,
    Flag,
    Number,
    Moment,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>An object of texts.</summary>
    Tags,

    /// <summary>An object of a name and vip.</summary>
    Requester,

    /// <summary>A text, a number, or true or false.</summary>
    Any,
}

/// <summary>One field of a verb's body, for whoever builds a form or a command line from it.</summary>
public sealed record FieldShape(string Name, FieldKind Kind, bool IsNeeded)
{
    /// <summary>The fields of a verb, those that any body may hold at the end.</summary>
    /// <exception cref="ArgumentException">There is no such verb.</exception>
    public static IReadOnlyList<FieldShape> Of(string verb)
    {
        var taken = LogFields.TakenBy(verb) ?? throw new ArgumentException($"{verb} is no verb", nameof(verb));
        return [.. Shapes(taken, verb), .. Shapes(LogField.AnyBody & ~taken, verb)];
    }

    private static IEnumerable<FieldShape> Shapes(LogField fields, string verb) =>
        Enum.GetValues<LogField>()
            .Where(field => long.PopCount((long)field) == 1 && fields.HasFlag(field))
            .Select(field => new FieldShape(
                LogFields.Names(field).Single(), KindOf(field), LogFields.NeededBy(verb).HasFlag(field)));

    private static FieldKind KindOf(LogField field) => field switch
    {
        LogField.Public or LogField.Auto => FieldKind.Flag,
        LogField.AffectedUsers or LogField.Tickets or LogField.Number or LogField.Task or LogField.Why
            or LogField.Action => FieldKind.Number,
        LogField.Until or LogField.AsOf or LogField.HappenedAt or LogField.Next => FieldKind.Moment,
        LogField.Aliases or LogField.Systems or LogField.Business or LogField.Options => FieldKind.Texts,
        LogField.Tags => FieldKind.Tags,
        LogField.Requester => FieldKind.Requester,
        LogField.AffectedShare or LogField.Revenue or LogField.DataLoss => FieldKind.Any,
        _ => FieldKind.Text,
    };
}
