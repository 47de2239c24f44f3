using Microsoft.AspNetCore.Http;
using Muster.Core.Policies;
using Muster.Core.Reports.Metrics;
using Muster.Files.Reports;
using Muster.Server.Access;
using Muster.Server.Api;

namespace Muster.Server.Pages;

/// <summary>What the page of figures shows.</summary>
/// <param name="Query">As it was asked, without its question mark; its fields go on to the other forms.</param>
public sealed record FiguresView(MetricScope Scope, Policy Policy, IQueryCollection Query)
{
    /// <summary>Null where it was refused.</summary>
    public MetricReport? Report { get; init; }

    /// <summary>Why; null where it was not.</summary>
    public string? Fault { get; init; }

    public string From => Query["from"].ToString();

    public string To => Query["to"].ToString();

    /// <summary>HTML, escaped where it was written.</summary>
    public string Sections => Report is null ? "" : MetricFormats.Sections(Report);

    public string Address(string format) => Permissions.Figures + QueryString.Create(Query
        .SelectMany(said => said.Value.Select(value => KeyValuePair.Create(said.Key, value)))
        .Where(said => !string.IsNullOrEmpty(said.Value)).Append(new("format", format)));

    internal static async Task Show(Call call)
    {
        var query = call.Http.Request.Query;
        var (scope, _, problem) = new MetricQuery(query, call.House.Now).Read();
        var figures = call.House.Figures;
        var report = problem is not null ? null
            : await figures.Take(scope, call.Caller.Scope, call.House.Now, call.Http.RequestAborted)
                .ConfigureAwait(false);
        if (report is null)
            problem ??= MetricRoute.Forgotten(figures.Since);
        await PageWriter.Write<FiguresPage>(call.Http, problem?.Status ?? 200, new()
        {
            [nameof(FiguresPage.Frame)] = Frame.Of(call, null), // it stays as it was asked for
            [nameof(FiguresPage.View)] = new FiguresView(scope, call.House.Policies.Current, query)
            {
                Report = report,
                Fault = problem?.Detail,
            },
        }).ConfigureAwait(false);
    }
}
