using Microsoft.AspNetCore.Components;
using Muster.Core.Majors;

namespace Muster.Server.Pages;

/// <summary>Who has which role, who was asked, and the button that takes it (M4).</summary>
public partial class RoomRoles
{
    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    // a role that was never offered is free too
    private IEnumerable<RoleHolding> Roles =>
    [
        .. MajorWords.Team.Select(role => View.Major.Role(role) ?? new RoleHolding(role)),
        .. View.Major.Roles.Where(held => held.Role == MajorWords.Responder),
    ];
}
