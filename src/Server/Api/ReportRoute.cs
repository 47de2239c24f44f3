using Muster.Core.Reports;
using Muster.Engine.Reports;
using Muster.Files.Logs;
using Muster.Files.Reports;

namespace Muster.Server.Api;

/// <summary>The post-incident report of a ticket, drafted from its facts as they are now (R1, R2).</summary>
internal static class ReportRoute
{
    private static readonly ReportFormat[] Forms = [ReportFormat.Json, ReportFormat.Markdown, ReportFormat.Html];

    public static async Task Read(Call call)
    {
        var (format, problem) = Asked(call);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        if (await call.Ticket().ConfigureAwait(false) is not { } ticket)
            return;
        var account = await MajorAccounts.Read(call.House.Store, ticket).ConfigureAwait(false);
        var report = IncidentReport.Of(account, call.House.Now);
        call.Http.Response.Headers.ETag = $"\"{ticket.Version}\"";
        call.Http.Response.Headers.Vary = "Accept";
        if (format == ReportFormat.Html)
            call.Http.Response.Headers.ContentSecurityPolicy = ReportFormats.ContentPolicy;
        await Answers.Write(
            call.Http, 200, format.MediaType(),
            ReportFormats.Write(report, format, call.House.Settings.Report)).ConfigureAwait(false);
    }

    /// <summary>By <c>?format=</c>, else by Accept; JSON where neither says.</summary>
    private static (ReportFormat Format, Problem? Problem) Asked(Call call)
    {
        if (call.Http.Request.Query["format"] is { Count: > 0 } said)
            return ReportFormats.Parse(said.ToString()) is { } named
                ? (named, null)
                : (default, Problem.Invalid(new BodyFault(
                    "format", $"format must be one of {string.Join(' ', ReportFormats.Names)}")));
        if (AcceptedForm.Of(call.Http.Request, Forms, ReportFormats.MediaType) is { } format)
            return (format, null);
        return (default, new Problem(
            406, "not-acceptable", "Not in a form that you take",
            "A report is text/markdown, text/html or application/json."));
    }
}
