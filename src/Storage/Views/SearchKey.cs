namespace Muster.Storage;

/// <summary>
/// Where a text stands in the index of words: by ticket, then version, 0 for the ticket's head. So the newest ticket's
/// texts come last and lie side by side. Texts of versions from 1,048,576 on are not searched.
/// </summary>
internal static class SearchKey
{
    private const int Bits = 20;

    public static long? Of(long ticket, long version) => version < 1L << Bits ? (ticket << Bits) | version : null;

    public static long First(long ticket) => ticket << Bits;

    public static long TicketOf(long key) => key >> Bits;
}
