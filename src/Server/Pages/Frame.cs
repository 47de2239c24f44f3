using Microsoft.AspNetCore.Http;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What every page says beside its own matter.</summary>
/// <param name="Now">The server's moment, by which the browser sets its countdowns.</param>
/// <param name="Address">Where the page is read anew from; null where it shows nothing that changes.</param>
public sealed record Frame(Instant Now, string? Address)
{
    /// <summary>Null where nobody is signed in.</summary>
    public string? Who { get; init; }
    public string? Role { get; init; }

    /// <summary>What a form of this session has to carry; null where a token was shown itself.</summary>
    public string? Proof { get; init; }

    public string Moment => Rfc3339.Format(Now);

    internal static Frame Of(Call call, string? address) => new(call.House.Now, address)
    {
        Who = call.Caller.Speaker,
        Role = call.Caller.Role.Name(),
        Proof = Gate.IsSession(call.Http) ? SessionBook.FormProof(Gate.SecretOf(call.Http)) : null,
    };

    /// <summary>The address that was asked for, with its query.</summary>
    internal static string AddressOf(HttpContext http) =>
        $"{http.Request.Path.ToUriComponent()}{http.Request.QueryString}";
}
