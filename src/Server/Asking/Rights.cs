using Muster.Core.Asking;
using Muster.Server.Access;
using Muster.Server.Api;

namespace Muster.Server.Asking;

/// <summary>What is asked for in words takes the same rights as its own route.</summary>
internal static class Rights
{
    /// <summary>The verb as its route has it.</summary>
    public static string VerbOf(IntentShape intent, Slots slots) =>
        intent.Name == "close" && slots.Has("to") ? "merge" : intent.Name;

    /// <summary>Null where the caller may.</summary>
    public static Problem? Problem(Token caller, IntentShape intent, Slots slots)
    {
        var verb = VerbOf(intent, slots);
        var anew = intent.Name == "declare" && !slots.Has("ids");
        var allowed = intent.Name switch
        {
            "sla-status" => Permissions.Of("GET", Permissions.Sla).Allowed,
            "oncall-who" => Permissions.Of("GET", Permissions.OnCall).Allowed,
            "metrics" => Permissions.Of("GET", Permissions.Figures).Allowed,
            "open" => Permissions.Of("POST", Permissions.Tickets).Allowed,
            _ when !intent.Changes || intent.Reach == Reach.Later => Roles.Everyone,
            _ => Permissions.AllowedTo(verb),
        };
        if (anew)
            allowed &= Permissions.Of("POST", Permissions.Tickets).Allowed;
        if (intent.Name == "open" && slots.Has("team"))
            allowed &= Permissions.AllowedTo("assign");
        if (caller.Role != (caller.Role & allowed))
            return Api.Problem.Forbidden(caller.Role.Name(), $"ask for {intent.Name}");
        return caller.Role == Roles.Agent && slots.Has("public")
            ? Api.Problem.Forbidden(caller.Role.Name(), "say what customers see") // W5
            : null;
    }
}
