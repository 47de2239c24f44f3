namespace Muster.Storage;

internal static class Names
{
    /// <summary>A name as it is compared: without case, as TicketId compares.</summary>
    public static string Compared(string name) => name.ToUpperInvariant();
}
