using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Muster.Engine.Hosting;
using Muster.Server.Access;
using Muster.Server.Api;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Muster.Server.Composition;

/// <summary>
/// Figures for Prometheus; figures and traces to a collector where one is named. Without a collector no span is begun.
/// </summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="variables">The only part of the environment that the library sees.</param>
    public static void Add(WebApplicationBuilder builder, IReadOnlyDictionary<string, string> variables)
    {
        builder.Configuration.AddInMemoryCollection(
            variables.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("muster", serviceVersion: HouseMeasures.Version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Measures.Name, "Muster.Storage", HouseMeasures.Name, "System.Runtime")
                    .AddPrometheusExporter(prometheus =>
                    {
                        prometheus.ScopeInfoEnabled = false;
                        prometheus.TargetInfoEnabled = false;
                    });
            });
        if (variables.GetValueOrDefault(Endpoint) is not { Length: > 0 })
            return;
        telemetry.WithMetrics(metrics => metrics.AddOtlpExporter(ByHttp));
        telemetry.WithTracing(traces => traces
            .AddSource(Measures.Name, "Microsoft.AspNetCore").AddOtlpExporter(ByHttp));
    }

    public static void Map(Routes routes, WebApplication app)
    {
        var exporter = ((IApplicationBuilder)app).New();
        exporter.UseOpenTelemetryPrometheusScrapingEndpoint(_ => true);
        routes.MapOpenable(Permissions.Metrics, routes.House.Settings.MetricsPublic, exporter.Build());
    }

    private static void ByHttp(OtlpExporterOptions exporter) => exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
}
