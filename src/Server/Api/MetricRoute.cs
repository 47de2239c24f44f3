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
        var wanted = said
            ?? AcceptedForm.Of(call.Http.Request, Enum.GetValues<MetricFormat>(), MetricFormats.MediaType);
        if (problem is null && wanted is { } format)
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
}
