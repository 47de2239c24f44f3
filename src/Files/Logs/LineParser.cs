using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Files.Logs;

/// <summary>
/// Reads one line of a replay log, or the body of one command, into typed values, or says which field is wrong and
/// what was expected.
/// </summary>
public sealed partial class LineParser(Policy policy)
{
    private static readonly string[] Severities = ["SEV-1", "SEV-2", "SEV-3"];
    private static readonly string[] HoldReasons = ["user", "vendor", "approval", "change"];

    private const int MostFaults = 20;

    private StringPool? pool; // a body is read once: it is not worth 256 KiB of slots
    private readonly LineValues said = new();
    private readonly List<(string Field, string Text)> faults = [];
    private LogField unread;
    private bool isBody;

    public LogLine Parse(ReadOnlySpan<byte> line)
    {
        isBody = false;
        said.Clear();
        return ReadObject(line) is { } unreadable
            ? new LogLine { Fault = new Refusal(RefusalCode.Unreadable, unreadable) }
            : Build(line);
    }

    /// <summary>Takes the fields of the object; says why there is none.</summary>
    private string? ReadObject(ReadOnlySpan<byte> text)
    {
        faults.Clear();
        unread = LogField.None;
        if (!Utf8.IsValid(text))
            return "not UTF-8";
        try
        {
            var reader = new Utf8JsonReader(text);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return "not a JSON object";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                ReadField(ref reader);
            while (reader.Read())
            {
                // whatever follows the object makes the reader throw
            }
            return null;
        }
        catch (JsonException broken)
        {
            return isBody
                ? $"not JSON at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine}"
                : $"not JSON at byte {broken.BytePositionInLine}";
        }
        catch (InvalidOperationException)
        {
            // a text that is no Unicode, such as half a surrogate pair
            return "a text that is not Unicode";
        }
    }

    private LogLine Build(ReadOnlySpan<byte> line)
    {
        Instant? at = said.Has(LogField.At) ? said.At : null;
        if ((faults.Count > 0 ? faults[0].Text : LineRules.FaultOf(said)) is { } fault)
            return new LogLine { At = at, Fault = new Refusal(RefusalCode.Invalid, fault) };
        return new LogLine
        {
            At = at,
            Ticket = said.Ticket,
            Command = LineRules.Command(said),
            Key = said.Key,
            Body = said.Key is null ? UInt128.Zero : BodyDigest.Of(line),
        };
    }

    private void ReadField(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        var field = LogFields.Find(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : name);
        if ((field & ~(isBody ? LogField.LineOnly : LogField.Number)) == LogField.None)
        {
            var unknown = reader.GetString()!;
            Blame(unknown, Unknown(unknown));
            reader.Read();
            reader.Skip();
            return;
        }
        reader.Read();
        var before = faults.Count;
        Take(field, ref reader);
        if (faults.Count == before)
            said.Said |= field;
        else
        {
            said.Said &= ~field;
            unread |= field;
        }
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
    }

    private void Take(LogField field, ref Utf8JsonReader reader)
    {
        switch (field)
        {
            case LogField.At: said.At = Moment(ref reader, field); break;
            case LogField.Do: said.Verb = Text(ref reader, field); break;
            case LogField.Ticket:
                said.Ticket = Text(ref reader, field);
                if (said.Ticket.Length == 0)
                    Blame("ticket", "ticket is empty; give it a key");
                break;
            case LogField.By: said.By = Text(ref reader, field); break;
            case LogField.Text: said.Text = Text(ref reader, field); break;
            case LogField.Key: said.Key = Text(ref reader, field); break;
            case LogField.Imported: said.Imported = Flag(ref reader, field); break;
            case LogField.Title: said.Title = Text(ref reader, field); break;
            case LogField.Description: said.Description = Text(ref reader, field); break;
            case LogField.Category: said.Category = Text(ref reader, field); break;
            case LogField.Service: said.Service = Text(ref reader, field); break;
            case LogField.Source: said.Source = Text(ref reader, field); break;
            case LogField.Reason: said.Reason = Text(ref reader, field); break;
            case LogField.Team: said.Team = Text(ref reader, field); break;
            case LogField.To: said.To = Text(ref reader, field); break;
            case LogField.Code: said.Code = Text(ref reader, field); break;
            case LogField.Public: said.Public = Flag(ref reader, field); break;
            case LogField.Auto: said.Auto = Flag(ref reader, field); break;
            case LogField.Until: said.Until = Moment(ref reader, field); break;
            case LogField.Number: said.Number = Place(ref reader); break;
            case LogField.HappenedAt: said.HappenedAt = Moment(ref reader, field); break;
            case LogField.Reference: said.Reference = Text(ref reader, field); break;
            case LogField.AsOf: said.AsOf = Moment(ref reader, field); break;
            case LogField.Priority: said.Priority = OneOf<Priority>(ref reader, field); break;
            case LogField.State: said.State = State(ref reader); break;
            case LogField.Kind: said.Kind = LinkOrLesson(ref reader); break;
            case LogField.Severity: said.Severity = Severity(ref reader); break;
            case LogField.Requester: said.Requester = Requester(ref reader); break;
            case LogField.Tags: said.Tags = Tags(ref reader); break;
            case LogField.Aliases: said.Aliases = Texts(ref reader, field); break;
            default:
                if ((field & LogField.Impact) != LogField.None)
                    Impact(ref reader, field);
                else
                    TakeOfMajor(field, ref reader);
                break;
        }
        if (field == LogField.Reason && said.Reason is not null)
            said.ReasonIsHold =
                HoldReasons.Contains(said.Reason) || policy.Lifecycle.HoldReasons.Contains(said.Reason!);
    }

    private void Blame(string field, string text)
    {
        if (faults.Count < MostFaults)
            faults.Add((field, text));
    }

    private string Unknown(string name)
    {
        var known = isBody
            ? (LogFields.TakenBy(said.Verb) ?? LogField.None) | LogField.AnyBody
            : ~LogField.Number;
        return $"{name} is no field of {(isBody ? said.Verb : "a replay line")}"
            + Nearest.Hint(name, LogFields.Names(known));
    }

    private void WrongType(LogField field, string expected)
    {
        var name = LogFields.Names(field).First();
        Blame(name, $"{name} must be {expected}");
    }

    private string Text(ref Utf8JsonReader reader, LogField field)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueIsEscaped ? reader.GetString()! : Pooled(reader.ValueSpan);
        WrongType(field, "a text");
        return "";
    }

    private string Pooled(ReadOnlySpan<byte> utf8) =>
        isBody ? Encoding.UTF8.GetString(utf8) : (pool ??= new StringPool()).Get(utf8);

    private bool Flag(ref Utf8JsonReader reader, LogField field)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            WrongType(field, "true or false");
        return reader.TokenType == JsonTokenType.True;
    }

    private int Place(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var place) && place > 0)
            return place;
        WrongType(LogField.Number, "the number of an entry of the timeline, from 1");
        return 0;
    }

    private Instant Moment(ref Utf8JsonReader reader, LogField field)
    {
        if (reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.ValueSpan, out var instant))
            return instant;
        WrongType(field, "an instant such as 2025-10-20T09:00:00Z");
        return default;
    }

    private T OneOf<T>(ref Utf8JsonReader reader, LogField field) where T : struct, Enum
    {
        var text = reader.TokenType == JsonTokenType.String ? Text(ref reader, field) : null;
        var index = Array.IndexOf(Named<T>.Names, text);
        if (index >= 0)
            return Named<T>.Values[index];
        WrongType(field, $"one of {string.Join(' ', Named<T>.Names)}");
        return default;
    }

    private static class Named<T>
        where T : struct, Enum
    {
        public static readonly string[] Names = Enum.GetNames<T>();
        public static readonly T[] Values = Enum.GetValues<T>();
    }

    private string? Severity(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && Severities.Contains(reader.GetString()))
            return reader.GetString();
        WrongType(LogField.Severity, $"one of {string.Join(' ', Severities)}");
        return null;
    }

    private Requester? Requester(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WrongType(LogField.Requester, "an object {name, vip}");
            return null;
        }
        string? name = null;
        bool? vip = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString();
            reader.Read();
            if (field == "name" && reader.TokenType == JsonTokenType.String)
                name = reader.GetString();
            else if (field == "vip" && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
                vip = reader.GetBoolean();
            else
                Blame(
                    $"requester.{field}",
                    $"requester.{field} is {(field is "name" or "vip" ? "of the wrong type" : "unknown")}; "
                        + "it takes name, a text, and vip, true or false");
            reader.Skip();
        }
        return new Requester(name, vip);
    }

    private ImmutableArray<Tag> Tags(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WrongType(LogField.Tags, "an object of texts");
            return [];
        }
        var tags = new TagSet([]);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
                tags = tags.With([new Tag(Pooled(Encoding.UTF8.GetBytes(name)), reader.GetString()!)]);
            else
                Blame($"tags.{name}", $"tags.{name} must be a text");
            reader.Skip();
        }
        return tags.Tags;
    }

    private ImmutableArray<string> Texts(ref Utf8JsonReader reader, LogField field)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
            WrongType(field, "a list of texts");
        else
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.String)
                    texts.Add(reader.GetString()!);
                else
                    WrongType(field, "a list of texts");
                reader.Skip();
            }
        }
        return texts.ToImmutable();
    }

    private void Impact(ref Utf8JsonReader reader, LogField field)
    {
        var isCount = field is LogField.AffectedUsers or LogField.Tickets;
        if (field == LogField.AffectedUsers && AtLeast(ref reader) is { } least)
            TakeAtLeast(least);
        else if (isCount
            && !(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count) && count >= 0))
            WrongType(field, "a whole number from 0");
        else if (field is LogField.Systems or LogField.Business && reader.TokenType != JsonTokenType.StartArray)
            WrongType(field, "a list of texts");
        else if (field is LogField.Summary or LogField.Cause && reader.TokenType != JsonTokenType.String)
            WrongType(field, "a text");
        else if (reader.TokenType is JsonTokenType.Null or JsonTokenType.StartObject)
            WrongType(field, "a text, a number, or true or false");
        else
        {
            if (field == LogField.AffectedUsers)
                said.AffectedUsers = reader.GetInt32();
            using var value = JsonDocument.ParseValue(ref reader);
            var name = LogFields.Names(field).First();
            said.Impact.Add(new ImpactFact(name, JsonSerializer.Serialize(value.RootElement)));
        }
    }
}
