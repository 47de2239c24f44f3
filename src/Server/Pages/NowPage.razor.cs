using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>What matters at this moment: what is at risk, who answers, what happened last.</summary>
public partial class NowPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public NowView View { get; set; } = null!;

    private string Title => (View.AtRiskInAll, View.MissedInAll) switch
    {
        (0, 0) => "Now",
        (var risk, 0) => $"{risk} at risk",
        (var risk, var missed) => $"{risk} at risk, {missed} missed",
    };

    private static string Counted(int count) => count >= NowReading.MostLooked ? $"{count} or more" : $"{count}";

    private static RenderFragment? More(int shown, int all) => shown >= all ? null : builder =>
    {
        builder.OpenElement(0, "p");
        builder.AddAttribute(1, "class", "empty");
        builder.AddContent(2, $"The first {shown} of {Counted(all)}; ");
        builder.OpenElement(3, "a");
        builder.AddAttribute(4, "href", "/tickets?state=open&atRisk=true");
        builder.AddContent(5, "all of them");
        builder.CloseElement();
        builder.CloseElement();
    };
}
