namespace Muster.Channels.Webhook;

/// <summary>What is asked of lies within the house, and is not among the hosts that may be reached there.</summary>
public sealed class WithinTheHouseException(string host)
    : HttpRequestException($"{host} is not on the internet; name it among the trusted hosts");

/// <summary>Speaks HTTP to the internet and to trusted hosts, and to nothing else within the house.</summary>
public static class OutsideClient
{
    /// <param name="trusted">Hosts that may be reached although they are within the house.</param>
    /// <param name="longest">One call with its whole answer takes no longer.</param>
    /// <param name="mostBytes">An answer that is longer is a failed call.</param>
    public static HttpClient Open(IReadOnlyCollection<string> trusted, TimeSpan longest, int mostBytes) =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = (context, stop) => OutsideOnly.Connect(context.DnsEndPoint, trusted, stop),
        })
        {
            Timeout = longest,
            MaxResponseContentBufferSize = mostBytes,
        };

    /// <summary>True where nobody was called, because the host lies within the house.</summary>
    public static bool WasHeldBack(HttpRequestException fault) =>
        fault is WithinTheHouseException || fault.InnerException is WithinTheHouseException;
}
