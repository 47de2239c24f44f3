using System.Net.Sockets;

namespace Muster.Cli.Client;

/// <summary>One event of a server's stream.</summary>
/// <param name="Line">A journal line.</param>
internal sealed record FedEvent(string Position, string Line);

/// <summary>
/// A server's stream of events, without a gap: a connection that broke is made again after the last event seen,
/// waiting 1, 2, 4 … 30 s in between.
/// </summary>
/// <param name="after">The position to begin after; null for now.</param>
internal sealed class EventFeed(ServerConnection server, string? after)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Three heartbeats of the server: a connection that is silent for longer is dead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private string? last = after;
    private bool wasConnected;

    /// <summary>Told of each connection, and of each that broke.</summary>
    public Action<bool>? OnConnection { get; init; }

    /// <exception cref="RefusedByServer">The first connection failed, or the server does not know who asks.</exception>
    public async Task Run(Action<FedEvent> tell, CancellationToken stop)
    {
        for (var wait = TimeSpan.FromSeconds(1); !stop.IsCancellationRequested;)
        {
            try
            {
                await Follow(tell, () => wait = TimeSpan.FromSeconds(1), stop).ConfigureAwait(false);
            }
            catch (RefusedByServer refused) when (wasConnected && refused.ExitCode == ExitCodes.NotReachable)
            {
                // it is away: come again
            }
            catch (Exception broken) when (broken is IOException or SocketException or TimeoutException
                || (broken is OperationCanceledException && !stop.IsCancellationRequested))
            {
                // the connection broke: come again
            }
            catch (OperationCanceledException)
            {
                return;
            }
            OnConnection?.Invoke(false);
            try
            {
                await Task.Delay(wait, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async Task Follow(Action<FedEvent> tell, Action spoke, CancellationToken stop)
    {
        using var response = await server.Open("api/v1/stream", ("Last-Event-ID", last)).ConfigureAwait(false);
        wasConnected = true;
        OnConnection?.Invoke(true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false));
        // read line by line, for a comment is a sign of life too, which a ready-made parser passes over
        string? position = null, data = null;
        while (await reader.ReadLineAsync(stop).AsTask().WaitAsync(Patience, stop).ConfigureAwait(false) is { } line)
        {
            spoke();
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                position = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            else if (line.Length == 0 && position is not null && data is not null)
            {
                tell(new FedEvent(position, data));
                (last, position, data) = (position, null, null);
            }
        }
    }
}
