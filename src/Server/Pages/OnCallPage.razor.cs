using System.Globalization;
using Microsoft.AspNetCore.Components;
using Muster.Server.Access;
using NodaTime.Text;

namespace Muster.Server.Pages;

/// <summary>Every schedule, a week of it at a time: who, who next, where nobody is, and who stands in.</summary>
public partial class OnCallPage
{
    /// <summary>Of a longer list the earliest.</summary>
    private const int MostListed = 60;

    private static readonly LocalDatePattern Long = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu");
    private static readonly LocalDatePattern Short = LocalDatePattern.CreateWithInvariantCulture("ddd d");

    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public OnCallView View { get; set; } = null!;

    private string Monday => View.Monday.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private bool IsThisWeek => View.Monday == OnCallView.MondayOf(null, View.Now);

    private string Week(int days) => OnCallView.PathOf(View.Monday.PlusDays(days));

    private string DayOf(int day) => Long.Format(View.Monday.PlusDays(day));

    private string ShortDayOf(int day) => Short.Format(View.Monday.PlusDays(day));

    private static string ActionOf(ScheduleWeek week) => $"{PageRules.OnCall}/{Uri.EscapeDataString(week.Name)}";
}
