using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Muster.Server.Access;
using Muster.Server.Api;

namespace Muster.Server.Composition;

/// <summary>
/// The house behind HTTP. Nothing is taken from the surroundings: no settings file, no variable of the platform's.
/// </summary>
internal static class Web
{
    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(10);

    public static WebApplication Build(House house, IReadOnlyList<string> urls)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = DrainFor);
        AddLog(builder.Logging);
        builder.Services.AddSingleton(new RefusalAudit(house.Epoch, () => house.Now));
        Background.Add(builder.Services, house);
        var app = builder.Build();
        foreach (var url in urls)
            app.Urls.Add(Checked(url));
        app.Use(next => http => Faults.Catch(http, next));
        app.UseRouting();
        app.Use(next => http => Gate.Pass(http, next, house));
        Map(new Routes(app, house));
        return app;
    }

    private static void Map(Routes routes)
    {
        TicketRoutes.Map(routes);
        StreamRoute.Map(routes);
        PolicyRoutes.Map(routes);
        DirectoryRoutes.Map(routes);
        OnCallRoutes.Map(routes);
        TokenRoutes.Map(routes);
        routes.Map("GET", Permissions.Audit, AuditRoute.Read);
        HealthRoutes.Map(routes);
        OpenApiRoute.Map(routes);
        routes.CheckAllMapped();
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Bodies.Largest;
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }

    // Standard output belongs to what a script reads.
    private static void AddLog(ILoggingBuilder log)
    {
        log.SetMinimumLevel(LogLevel.Warning);
        // why a start failed is told in one line by whoever started it
        log.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        log.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        log.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static string Checked(string url)
    {
        // * and + stand for every address of the machine
        var readable = url.Replace("//*", "//any", StringComparison.Ordinal)
            .Replace("//+", "//any", StringComparison.Ordinal);
        return Uri.TryCreate(readable, UriKind.Absolute, out var parsed)
            && parsed is { Scheme: "http", AbsolutePath: "/" }
            ? url
            : throw new ServeRefusedException(
                $"{url} is no address to listen on: http://HOST:PORT is needed; for https put a proxy in front");
    }
}
