namespace Muster.Core.Tickets;

/// <summary>What a ticket is called; compared without case, written as it was opened.</summary>
public readonly record struct TicketId(string Value) : IComparable<TicketId>
{
    public bool Equals(TicketId other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => Value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    public int CompareTo(TicketId other) => StringComparer.OrdinalIgnoreCase.Compare(Value, other.Value);

    public static bool operator <(TicketId left, TicketId right) => left.CompareTo(right) < 0;

    public static bool operator >(TicketId left, TicketId right) => left.CompareTo(right) > 0;

    public static bool operator <=(TicketId left, TicketId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TicketId left, TicketId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}
