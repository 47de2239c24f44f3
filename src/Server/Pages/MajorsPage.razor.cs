using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>All major incidents: those that run, those that may be one, those that are over.</summary>
public partial class MajorsPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public MajorsView View { get; set; } = null!;

    private static VerbChoice Of(string verb, MajorLook look) => VerbChoice.Asking(verb) with
    {
        Id = $"{verb}-{look.Id}",
        About = $"{VerbChoice.NameOf(verb)} {look.Id}",
    };

    private static string ActionOf(string verb, MajorLook look) => $"{look.Path}/{verb}";
}
