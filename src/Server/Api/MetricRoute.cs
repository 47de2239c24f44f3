using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Muster.Core.Reports.Metrics;
using Muster.Engine.Reports;
using Muster.Files.Logs;
using Muster.Files.Reports;
using Muster.Server.Access;
using NodaTime;
using NodaTime.Text;

namespace Muster.Server.Api;

/// <summary>The figures of a period (R3, section 12): JSON, CSV or a page.</summary>
internal sealed class MetricRoute(MetricReading reading)
{
    private static readonly Duration Usual = Duration.FromDays(28);

    public static void Map(Routes routes) => routes.Map(
        "GET", Permissions.DeskFigures,
        new MetricRoute(new MetricReading(routes.House.Store, routes.House.Policies)).Read);

    private async Task Read(Call call)
    {
        var query = call.Http.Request.Query;
        var (scope, faults) = Scope(query, call.House.Now);
        var format = Format(call.Http.Request, faults);
        if (faults.Count > 0)
        {
            await call.Refuse(Problem.Invalid([.. faults])).ConfigureAwait(false);
            return;
        }
        if (format is not { } form)
        {
            await call.Refuse(new Problem(
                406, "not-acceptable", "Not in a form that you take",
                "Figures are application/json, text/csv or text/html.")).ConfigureAwait(false);
            return;
        }
        var report = await reading.Take(scope, call.Caller.Scope, call.House.Now, call.Http.RequestAborted)
            .ConfigureAwait(false);
        call.Http.Response.Headers.Vary = "Accept";
        if (form == MetricFormat.Html)
            call.Http.Response.Headers.ContentSecurityPolicy = MetricFormats.ContentPolicy;
        await Answers.Write(call.Http, 200, form.MediaType(), MetricFormats.Write(report, form)).ConfigureAwait(false);
    }

    private static (MetricScope Scope, List<BodyFault> Faults) Scope(IQueryCollection query, Instant now)
    {
        var faults = new List<BodyFault>();
        foreach (var name in query.Keys.Where(name => name is not ("from" or "to" or "team" or "service" or "format")))
            faults.Add(new BodyFault(name, $"{name} is not asked with; figures take from, to, team, service, format"));
        var to = Moment(query, "to", faults) ?? now;
        var from = Moment(query, "from", faults) ?? to - Usual;
        if (faults.Count == 0 && from >= to)
            faults.Add(new BodyFault("from", "from must lie before to"));
        else if (faults.Count == 0 && to - from > Duration.FromDays(MetricScope.MostDays))
            faults.Add(new BodyFault("from", $"at most {MetricScope.MostDays} days are taken together"));
        return (new MetricScope(from, to, Text(query, "team"), Text(query, "service")), faults);
    }

    /// <summary>An instant, or a date, which is its beginning in UTC.</summary>
    private static Instant? Moment(IQueryCollection query, string name, List<BodyFault> faults)
    {
        if (Text(query, name) is not { } said)
            return null;
        if (Rfc3339.TryParse(said, out var instant))
            return instant;
        if (LocalDatePattern.Iso.Parse(said) is { Success: true, Value: var date })
            return date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        faults.Add(new BodyFault(name, $"{name} must be a date such as 2025-10-20, or an instant with its zone"));
        return null;
    }

    private static string? Text(IQueryCollection query, string name) =>
        query[name].ToString() is { Length: > 0 } said ? said : null;

    private static MetricFormat? Format(HttpRequest request, List<BodyFault> faults)
    {
        if (Text(request.Query, "format") is { } said)
        {
            if (MetricFormats.Parse(said) is { } named)
                return named;
            faults.Add(new BodyFault("format", $"format must be one of {string.Join(' ', MetricFormats.Names)}"));
            return null;
        }
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
