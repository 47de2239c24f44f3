namespace Muster.Server;

/// <summary>What <c>muster serve</c> does: starts, says where, and stays until it is told to stop.</summary>
public static class ServeHost
{
    /// <exception cref="ServeRefusedException">It cannot start; the message says why.</exception>
    public static async Task Run(ServeOptions options)
    {
        var server = await MusterServer.Start(options).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            await options.Output.WriteLineAsync($"Muster listens on {string.Join(", ", server.Urls)}")
                .ConfigureAwait(false);
            await options.Output.FlushAsync().ConfigureAwait(false);
            await server.WaitForStop().ConfigureAwait(false);
        }
    }
}
