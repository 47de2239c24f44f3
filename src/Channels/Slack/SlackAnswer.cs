using System.Text.Json;

namespace Muster.Channels.Slack;

/// <summary>What Slack said to a call.</summary>
internal abstract record SlackAnswer
{
    private SlackAnswer() { }

    public sealed record Done(JsonElement Said) : SlackAnswer
    {
        /// <summary>A text below these names; null where there is none.</summary>
        public string? Text(params ReadOnlySpan<string> names)
        {
            var at = Said;
            foreach (var name in names)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                    return null;
            }
            return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
        }

        /// <summary>The items of a list; none where there is none.</summary>
        public IEnumerable<JsonElement> List(string name) =>
            Said.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray() : [];
    }

    /// <summary>Not now, or nobody knows whether it was done.</summary>
    /// <param name="Wait">What Slack asked for; null where it asked for nothing.</param>
    public sealed record Later(string Reason, TimeSpan? Wait) : SlackAnswer;

    /// <summary>Slack will not do it, however often it is asked.</summary>
    /// <param name="Error">Slack's word.</param>
    public sealed record No(string Error, string Reason) : SlackAnswer;

    /// <summary>Where it was not done, as a channel says it.</summary>
    /// <exception cref="InvalidOperationException">It was done.</exception>
    public DeliveryResult Result() => this switch
    {
        Later later => new DeliveryResult.Retry(later.Reason, later.Wait),
        No no => new DeliveryResult.Refused(no.Reason),
        _ => throw new InvalidOperationException("what was done is no failure"),
    };
}
