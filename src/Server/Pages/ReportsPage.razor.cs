using Microsoft.AspNetCore.Components;
using Muster.Core.Majors;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What was learnt of major incidents that are over, and what is still to be done about them.</summary>
public partial class ReportsPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    /// <summary>The newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ReportLook> Reports { get; set; } = [];

    /// <summary>The first due comes first, what has no date last.</summary>
    private IReadOnlyList<(ReportLook Look, ActionItem Action)> Open { get; set; } = [];

    protected override void OnParametersSet() => Open =
    [
        .. Reports.SelectMany(look => look.Report.Actions.Where(action => action.IsTask)
                .Select(action => (look, action.Item)))
            .Where(each => each.Item.Status == ActionStatus.Open)
            .OrderBy(each => each.Item.Until ?? Instant.MaxValue),
    ];
}
