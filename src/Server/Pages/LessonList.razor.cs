using Microsoft.AspNetCore.Components;
using Muster.Core.Reports;

namespace Muster.Server.Pages;

/// <summary>What went well, and what could be better.</summary>
public partial class LessonList
{
    [Parameter, EditorRequired]
    public MajorAccount Account { get; set; } = null!;

    private IEnumerable<(string Name, List<string> Lessons)> Kinds =>
        [("What went well", Of(true)), ("What could be better", Of(false))];

    private List<string> Of(bool wentWell) =>
        [.. Account.Lessons.Where(lesson => lesson.Lesson.WentWell == wentWell).Select(lesson => lesson.Lesson.Text)];
}
