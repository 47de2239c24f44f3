using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Server.Access;
using Muster.Server.Composition;

namespace Muster.Server;

/// <summary>A server that listens, until it is disposed of.</summary>
public sealed partial class MusterServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly House house;

    private MusterServer(WebApplication app, House house) => (this.app, this.house) = (app, house);

    /// <summary>Where it listens, with the ports that it was given.</summary>
    public IReadOnlyCollection<string> Urls => [.. app.Urls];

    internal House House => house;

    /// <exception cref="ServeRefusedException">It cannot start; the message says why.</exception>
    public static async Task<MusterServer> Start(ServeOptions options)
    {
        var house = await Opening.Open(options).ConfigureAwait(false);
        WebApplication? app = null;
        try
        {
            app = Web.Build(house, options);
            Tell(app, house.Notices);
            await app.StartAsync().ConfigureAwait(false);
            house.Reached.Address = options.PublicUrl ?? app.Urls.First();
            await house.Status.Publish().ConfigureAwait(false); // its feeds name the address
            if (house.Tokens.IsFresh)
                await FirstToken.Issue(house, options.Output, Links.BaseOf(house.Reached.Address))
                    .ConfigureAwait(false);
            else if (options.IsDemo)
                await FirstToken.Invite(house, options.Output, Links.BaseOf(house.Reached.Address))
                    .ConfigureAwait(false);
            return new MusterServer(app, house);
        }
        catch (Exception fault)
        {
            if (app is not null)
            {
                await app.StopAsync().ConfigureAwait(false);
                await app.DisposeAsync().ConfigureAwait(false);
            }
            house.Tokens.Dispose();
            house.Sessions.Dispose();
            await house.Store.DisposeAsync().ConfigureAwait(false);
            if (fault is IOException)
                throw new ServeRefusedException(fault.Message, fault);
            throw;
        }
    }

    private static void Tell(WebApplication app, IReadOnlyList<string> notices)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("muster.start");
        foreach (var notice in notices)
            Notice(log, notice);
    }

    [LoggerMessage(LogLevel.Information, "{notice}")]
    private static partial void Notice(ILogger log, string notice);

    /// <summary>Comes back when the process is told to stop and what was begun has been answered.</summary>
    public Task WaitForStop() => app.WaitForShutdownAsync();

    /// <summary>Finishes what was begun, then lets the store go.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        house.Tokens.Dispose();
        house.Sessions.Dispose();
        await house.Store.DisposeAsync().ConfigureAwait(false);
    }
}
