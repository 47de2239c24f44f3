using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Muster.Core.Reports.Metrics;
using Muster.Files.Logs;
using Muster.Files.Reports;

namespace Muster.Server.Api;

/// <summary>The figures of a period (R3, section 12): JSON, CSV or a page.</summary>
internal static class MetricRoute
{
    public static async Task Read(Call call)
    {
        var (scope, said, problem) = new MetricQuery(call.Http.Request.Query, call.House.Now).Read();
        if (problem is null && (said ?? Accepted(call.Http.Request)) is { } format)
            await Answer(call, scope, format).ConfigureAwait(false);
        else
            await call.Refuse(problem ?? new Problem(
                406, "not-acceptable", "Not in a form that you take",
                "Figures are application/json, text/csv or text/html.")).ConfigureAwait(false);
    }

    private static async Task Answer(Call call, MetricScope scope, MetricFormat format)
    {
        var figures = call.House.Figures;
        var report = await figures.Take(scope, call.Caller.Scope, call.House.Now, call.Http.RequestAborted)
            .ConfigureAwait(false);
        if (report is null)
        {
            await call.Refuse(Forgotten(figures.Since)).ConfigureAwait(false);
            return;
        }
        call.Http.Response.Headers.Vary = "Accept";
        if (format == MetricFormat.Html)
            call.Http.Response.Headers.ContentSecurityPolicy = MetricFormats.ContentPolicy;
        await Answers.Write(call.Http, 200, format.MediaType(), MetricFormats.Write(report, format))
            .ConfigureAwait(false);
    }

    internal static Problem Forgotten(NodaTime.Instant? since) => Problem.Invalid(new BodyFault(
        "from", $"figures are kept from {Rfc3339.Format(since!.Value)} on; ask from there on, or export and replay"));

    /// <summary>JSON where nothing is said; null where none is taken.</summary>
    private static MetricFormat? Accepted(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0
            || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var wanted))
            return MetricFormat.Json;
        foreach (var type in wanted.Where(type => type.Quality != 0).OrderByDescending(type => type.Quality ?? 1))
        {
            foreach (var format in Enum.GetValues<MetricFormat>())
            {
                if (MediaTypeHeaderValue.Parse(format.MediaType().Split(';')[0]).IsSubsetOf(type))
                    return format;
            }
        }
        return null;
    }
}
