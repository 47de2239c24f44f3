using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Muster.Core.Majors;
using Muster.Core.Tickets;

namespace Muster.Files.Logs;

public sealed partial class LineParser
{
    private static readonly ImmutableArray<string> ItemStates = ["open", "done", "cancelled"];
    private static readonly ImmutableArray<string> LessonKinds = ["well", "improve"];
    private static readonly ImmutableArray<string> Confidences = ["low", "medium", "high"];

    /// <summary>The fields that only the verbs of a major take.</summary>
    private void TakeOfMajor(LogField field, ref Utf8JsonReader reader)
    {
        var major = said.Major ??= new MajorValues();
        switch (field)
        {
            case LogField.Role: major.Role = Word(ref reader, field, MajorWords.Roles); break;
            case LogField.Phase: major.Phase = Word(ref reader, field, MajorWords.Phases); break;
            case LogField.Next: major.Next = Moment(ref reader, field); break;
            case LogField.Options: major.Options = Texts(ref reader, field); break;
            case LogField.Effect: major.Effect = Text(ref reader, field); break;
            case LogField.Box: major.Box = Word(ref reader, field, MajorWords.BoxAnswers); break;
            case LogField.Task: major.Task = Number(ref reader, field, 0); break;
            case LogField.Milestone: major.Milestone = Word(ref reader, field, MajorWords.Milestones); break;
            case LogField.ConfirmedBy: major.ConfirmedBy = Text(ref reader, field); break;
            case LogField.Why: major.Why = Number(ref reader, field); break;
            case LogField.Evidence: major.Evidence = Text(ref reader, field); break;
            case LogField.Confidence: major.Confidence = Word(ref reader, field, Confidences); break;
            case LogField.Action: major.Action = Number(ref reader, field); break;
            case LogField.Class: major.Class = Text(ref reader, field); break;
            case LogField.Link: major.Link = Text(ref reader, field); break;
            case LogField.Channel: major.Channel = Text(ref reader, field); break;
            case LogField.Horizon: major.Horizon = Word(ref reader, field, MajorWords.Horizons); break;
            default: major.Verification = Text(ref reader, field); break;
        }
    }

    /// <summary>A ticket's state, or that of a task or an action: which of them it is to be, the verb says.</summary>
    private TicketStatus State(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && ItemStates.Contains(reader.GetString()!))
        {
            (said.Major ??= new MajorValues()).State = reader.GetString();
            return default;
        }
        if (reader.TokenType != JsonTokenType.String || said.Verb is not ("task" or "action"))
            return OneOf<TicketStatus>(ref reader, LogField.State);
        WrongType(LogField.State, $"one of {string.Join(' ', said.Verb == "task" ? ItemStates[1..] : ItemStates)}");
        return default;
    }

    /// <summary>What a link is, or what a lesson says.</summary>
    private LinkKind LinkOrLesson(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && LessonKinds.Contains(reader.GetString()!))
        {
            (said.Major ??= new MajorValues()).Kind = reader.GetString();
            return default;
        }
        if (reader.TokenType == JsonTokenType.String && LinkKinds.Parse(reader.GetString()!) is { } kind)
            return kind;
        WrongType(LogField.Kind, said.Verb switch
        {
            "lesson" => $"one of {string.Join(' ', LessonKinds)}",
            "" => $"one of {string.Join(' ', LinkKinds.All)}, of a lesson one of {string.Join(' ', LessonKinds)}",
            _ => $"one of {string.Join(' ', LinkKinds.All)}",
        });
        return default;
    }

    /// <summary>How many users at least, where it is said as a text such as <c>1000+</c>.</summary>
    private static int? AtLeast(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is [.. var digits, '+']
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var least) ? least : null;

    private void TakeAtLeast(int least)
    {
        (said.AffectedUsers, said.UsersAreAtLeast) = (least, true);
        said.Impact.Add(new ImpactFact("affectedUsers", $"\"{least}+\""));
    }

    private string? Word(ref Utf8JsonReader reader, LogField field, ImmutableArray<string> words)
    {
        if (reader.TokenType == JsonTokenType.String && words.Contains(reader.GetString()!))
            return reader.GetString();
        WrongType(field, $"one of {string.Join(' ', words)}");
        return null;
    }

    private int Number(ref Utf8JsonReader reader, LogField field, int least = 1)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= least)
            return number;
        WrongType(field, $"a whole number from {least}");
        return 0;
    }
}
