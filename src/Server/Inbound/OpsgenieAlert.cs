using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Engine.Alerts;

namespace Muster.Server.Inbound;

/// <summary>Requests of Opsgenie's alert API, with the limits that its pages name.</summary>
internal static class OpsgenieAlert
{
    private static readonly (string Field, int Longest)[] Limits =
    [
        ("message", 130), ("alias", 512), ("description", 15_000), ("entity", 512), ("source", 100), ("user", 100),
        ("note", 25_000),
    ];

    // the vendor's pages bound these and do not say that more is refused: no alert is lost for a tag too many
    private const int MostTags = 20;
    private const int LongestTag = 50;
    private const int LongestDetails = 8_000;

    private static readonly string[] Priorities = ["P1", "P2", "P3", "P4", "P5"];

    /// <summary>What is wrong with it, by field, in the vendor's manner; empty for nothing.</summary>
    public static IReadOnlyList<(string Field, string Text)> Faults(JsonElement said, params string[] needed) =>
    [
        .. needed.Where(field => said.Text(field) is null).Select(field => (field, "can not be empty")),
        .. Limits.Where(limit => said.Text(limit.Field) is { } text && Said.Length(text) > limit.Longest)
            .Select(limit => (limit.Field, $"should not be longer than {limit.Longest} characters")),
        .. said.Text("priority") is { } priority && !Priorities.Contains(priority)
            ? new[] { ("priority", $"should be one of [ {string.Join(", ", Priorities)} ]") }
            : [],
    ];

    public static AlertSignal Create(JsonElement said, string alias, Policy policy, string? delivery)
    {
        List<(string Name, string Value)> fields =
        [
            .. ((string[])["entity", "source"]).Where(name => said.Text(name) is not null)
                .Select(name => (name, said.Text(name)!)),
            .. Details(said),
        ];
        ImmutableArray<Tag> tags = [.. Said.Tags([.. Labels(said, fields), .. fields])];
        return new AlertSignal(alias)
        {
            Alerts = [AlertStatement.Fires],
            Title = said.Text("message"),
            Description = Said.Lines(
            [
                said.Text("description"), said.Text("note"),
                // what is too long for a tag, or one too many
                .. fields.Where(field => !tags.Contains(new Tag(field.Name, field.Value)))
                    .Select(field => $"{field.Name}: {field.Value}"),
            ]),
            // P5 is P4
            Priority = said.Text("priority") is "P5" ? Priority.P4 : Severities.Of(said.Text("priority"), policy),
            Tags = tags,
            Delivery = delivery,
        };
    }

    /// <summary>The vendor's tags, which are words without a value.</summary>
    private static IEnumerable<(string Name, string Value)> Labels(
        JsonElement said, List<(string Name, string Value)> fields) => said.Items("tags")
        .Select(tag => tag.AsText()).OfType<string>().Take(MostTags)
        .Select(tag => (Said.Cut(tag, LongestTag), ""))
        .Where(tag => fields.All(field => field.Name != tag.Item1));

    /// <summary>At most so many characters of values in all; what is over is cut.</summary>
    private static IEnumerable<(string Name, string Value)> Details(JsonElement said)
    {
        var left = LongestDetails;
        foreach (var (name, value) in said.Child("details").Fields())
        {
            if (left < 2) // room for one character, and the dots of a cut
                yield break;
            var cut = Said.Cut(value, left);
            left -= cut.Length;
            yield return (name, cut);
        }
    }

    /// <summary>
    /// Another message or description, as Alertmanager's update_alerts sends it with every notification; each wording
    /// is noted once within 72 hours.
    /// </summary>
    public static AlertSignal Retell(OpsgenieAction action, JsonElement said, string alias)
    {
        var isMessage = action == OpsgenieAction.UpdateMessage;
        var text = said.Text(isMessage ? "message" : "description")!;
        return new AlertSignal(alias, AlertAct.Retell)
        {
            Title = isMessage ? text : null,
            Description = isMessage ? null : text,
            Text = $"The alert's {(isMessage ? "message" : "description")} is now: {text}",
            Delivery = $"{action} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}",
        };
    }

    /// <summary>Something that is done to an alert that is there.</summary>
    public static AlertSignal Do(OpsgenieAction action, JsonElement said, string alias, string? delivery)
    {
        var act = action switch
        {
            OpsgenieAction.Acknowledge => AlertAct.Acknowledge,
            OpsgenieAction.AddNote => AlertAct.Note,
            _ => AlertAct.Tell,
        };
        return new AlertSignal(alias, act)
        {
            Alerts = action == OpsgenieAction.Close ? [AlertStatement.IsOver] : [],
            By = act == AlertAct.Tell ? null : said.Text("user"),
            Text = said.Text("note"),
            Delivery = delivery,
        };
    }
}

/// <summary>What a request asked for.</summary>
internal enum OpsgenieAction
{
    Create,
    Acknowledge,
    Close,
    AddNote,
    UpdateMessage,
    UpdateDescription,
}
