using Muster.Core.Majors;
using Muster.Core.Reports;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>The report of a major incident that is over, as a line of a list shows it.</summary>
public sealed record ReportLook(MajorLook Major, IncidentReport Report)
{
    public static string PathOf(string ticket, string format) =>
        $"/api/v1/tickets/{Uri.EscapeDataString(ticket)}/report?format={format}";

    public string Path => PathOf(Major.Id, "html");

    public string Editor => PagePlace.Report.PathOf(Major.Id);

    /// <summary>What it is measured by, as far as it is known.</summary>
    public IEnumerable<(string Name, Duration Span)> Figures
    {
        get
        {
            var metrics = Report.Metrics;
            (string Name, Duration? Span)[] all =
            [
                ("Downtime", metrics.Downtime), ("To acknowledge", metrics.ToAcknowledge),
                ("To war room", metrics.ToWarRoom), ("To diagnose", metrics.ToDiagnose),
                ("To mitigate", metrics.ToMitigate),
            ];
            return all.Where(figure => figure.Span is not null).Select(figure => (figure.Name, figure.Span!.Value));
        }
    }

    public int Done => Report.Actions.Count(action => action.Item.Status == ActionStatus.Done);

    /// <summary>Actions that count: those that were not dropped.</summary>
    public int Agreed => Report.Actions.Count(action => action.Item.Status != ActionStatus.Cancelled);
}
