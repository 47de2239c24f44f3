using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Muster.Engine.Hosting;
using Muster.Files.Settings;
using Muster.Server.Access;
using Muster.Server.Answering;
using Muster.Server.Api;
using Muster.Server.Inbound;
using Muster.Server.Logs;
using Muster.Server.Pages;
using Muster.Server.Status;
using Muster.Server.Slack;

namespace Muster.Server.Composition;

/// <summary>
/// The house behind HTTP. Nothing is taken from the surroundings: no settings file, no variable of the platform's.
/// </summary>
internal static class Web
{
    public static WebApplication Build(House house, ServeOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, house.Settings.Limits));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(
            host => host.ShutdownTimeout = house.Settings.Time.Drain.ToTimeSpan());
        builder.Services.AddSingleton(house.Time).AddSingleton<RequestLog>()
            .AddSingleton(_ => new HouseMeasures(house));
        Logging.Add(builder.Logging, options.Log, house.Time);
        Telemetry.Add(builder, options.OpenTelemetry);
        if (options.WithOrleans)
            OneSilo.Add(builder, house.Time);
        builder.Services.AddSingleton(new RefusalAudit(house.Epoch, () => house.Now));
        Background.Add(builder.Services, house, options.IsDemo);
        var app = builder.Build();
        if (options.WithOrleans)
            house.Grains = OneSilo.Grains(app.Services, house.Desk, house.Time);
        foreach (var url in options.Urls)
            app.Urls.Add(Checked(url));
        var requests = app.Services.GetRequiredService<RequestLog>();
        app.Use(next => http => requests.Pass(http, next));
        app.Use(next => http => Faults.Catch(http, next));
        app.UseRouting();
        var rate = new RequestRate(house.Settings.Limits.RequestsPerSecond, () => house.Now);
        app.Use(next => http => Gate.Pass(http, next, house, rate));
        Map(new Routes(app, house), app);
        return app;
    }

    private static void Map(Routes routes, WebApplication app)
    {
        Telemetry.Map(routes, app);
        TicketRoutes.Map(routes);
        MajorRoutes.Map(routes);
        StreamRoute.Map(routes);
        PolicyRoutes.Map(routes);
        ZoneRoutes.Map(routes);
        DirectoryRoutes.Map(routes);
        OnCallRoutes.Map(routes);
        TokenRoutes.Map(routes);
        IntegrationRoutes.Map(routes);
        InboundRoutes.Map(routes);
        SlackRoutes.Map(routes);
        routes.Map("GET", Permissions.Audit, AuditRoute.Read);
        routes.Map("GET", Permissions.Figures, MetricRoute.Read);
        MessageRoutes.Map(routes);
        AnswerRoutes.Map(routes);
        HealthRoutes.Map(routes);
        OpenApiRoute.Map(routes);
        TokenLinkRoute.Map(routes);
        Asking.AskRoute.Map(routes);
        PageRoutes.Map(routes);
        StatusRoutes.Map(routes);
        routes.CheckAllMapped();
    }

    private static void Limit(KestrelServerOptions kestrel, LimitSettings limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
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
