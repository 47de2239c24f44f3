using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Muster.Engine.Tickets;
using Orleans.Configuration;

namespace Muster.Engine.Hosting;

/// <summary>Orleans in this one process: loopback only, membership in memory, no gateway for clients.</summary>
public static class OneSilo
{
    /// <summary>How long a grain that nobody calls is kept.</summary>
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(15);

    public static void Add(IHostApplicationBuilder host, TimeProvider wall)
    {
        // Orleans refuses to activate anything while the clock stands further back than a grain is kept
        host.Services.AddSingleton<TimeProvider>(new SteadyTime(wall));
        host.Services.AddSingleton<LiveGrains>();
        host.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0);
            silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = IdleFor);
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
        });
    }

    /// <summary>The way to tickets through the silo of a host that <see cref="Add"/> was said of.</summary>
    public static TicketGrains Grains(IServiceProvider host, TicketDesk desk, TimeProvider time) => new(
        host.GetRequiredService<IGrainFactory>(), host.GetRequiredService<LiveGrains>(), desk, time);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
