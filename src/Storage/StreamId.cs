namespace Muster.Storage;

/// <summary>
/// Names one stream of events, as <c>ticket/42</c>: 1 to 200 characters, case counts. What stands before the first
/// slash is its kind.
/// </summary>
public readonly record struct StreamId(string Value) : IComparable<StreamId>
{
    public const int LongestName = 200;

    public string Kind => Value.IndexOf('/') is var slash and >= 0 ? Value[..slash] : "";

    /// <summary>What stands after the kind: the public id of a ticket, a change, a problem.</summary>
    public string Id => Value[(Value.IndexOf('/') + 1)..];

    public static StreamId Ticket(string id) => new("ticket/" + id);

    public int CompareTo(StreamId other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(StreamId left, StreamId right) => left.CompareTo(right) < 0;

    public static bool operator >(StreamId left, StreamId right) => left.CompareTo(right) > 0;

    public static bool operator <=(StreamId left, StreamId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StreamId left, StreamId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}
