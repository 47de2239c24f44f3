using System.Net;
using System.Net.Sockets;

namespace Muster.Channels.Webhook;

/// <summary>
/// Connects to addresses of the internet and to nothing within the house: what an address means is looked up once and
/// that very address is connected to, so a name cannot change its mind in between.
/// </summary>
internal static class OutsideOnly
{
    public static async ValueTask<Stream> Connect(
        DnsEndPoint wanted, IReadOnlyCollection<string> trusted, CancellationToken stop)
    {
        var addresses = IPAddress.TryParse(wanted.Host.Trim('[', ']'), out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(wanted.Host, stop).ConfigureAwait(false);
        var allowed = trusted.Contains(wanted.Host, StringComparer.OrdinalIgnoreCase)
            ? addresses
            : [.. addresses.Where(IsOutside)];
        if (allowed.Length == 0)
            throw new WithinTheHouseException(wanted.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, wanted.Port, stop).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Neither this machine, nor its networks, nor any range that is set apart (RFC 6890).</summary>
    internal static bool IsOutside(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return (bytes[0] & 0xe0) == 0x20 // 2000::/3, what is given out
                && !(bytes[0] == 0x20 && bytes[1] == 0x02) // 6to4 hides an IPv4 address
                && !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 0x02); // Teredo and others set apart
        return !(bytes[0] is 0 or 10 or 127 or >= 224
            || (bytes[0] == 100 && bytes[1] is >= 64 and < 128)
            || (bytes[0] == 169 && bytes[1] == 254)
            || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 192 && bytes[1] == 0 && bytes[2] is 0 or 2)
            || (bytes[0] == 192 && bytes[1] == 88 && bytes[2] == 99)
            || (bytes[0] == 198 && bytes[1] is 18 or 19)
            || (bytes[0] == 198 && bytes[1] == 51 && bytes[2] == 100)
            || (bytes[0] == 203 && bytes[1] == 0 && bytes[2] == 113));
    }
}
