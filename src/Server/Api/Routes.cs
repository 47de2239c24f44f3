using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Muster.Server.Access;
using Muster.Server.Composition;

namespace Muster.Server.Api;

/// <summary>Maps a route only with its line in the table of permissions, which each request goes through.</summary>
internal sealed class Routes(IEndpointRouteBuilder routes, House house)
{
    private readonly HashSet<RouteRule> mapped = [];

    public House House => house;

    public void Map(string method, string path, Func<Call, Task> handle)
    {
        var permission = Permissions.Of(method, path);
        mapped.Add(permission);
        routes.MapMethods(path, [method], http =>
        {
            var caller = Gate.CallerOf(http)!;
            if (caller.Role != (caller.Role & permission.Allowed))
                return ProblemWriter.Write(http, Problem.Forbidden(caller.Role.Name(), $"{method} {path}"));
            return permission.IsWhole && caller.Scope is not null
                ? ProblemWriter.Write(http, Problem.OutOfScope($"{method} {path} is about all of Muster"))
                : handle(new Call(http, house, caller));
        }).WithMetadata(permission);
    }

    /// <summary>A route that wants no token.</summary>
    public void MapPublic(string path, Microsoft.AspNetCore.Http.RequestDelegate handle) =>
        MapPublic("GET", path, handle);

    public void MapPublic(string method, string path, Microsoft.AspNetCore.Http.RequestDelegate handle)
    {
        var permission = Permissions.Of(method, path);
        if (!permission.IsPublic)
            throw new InvalidOperationException($"{path} is not public");
        mapped.Add(permission);
        routes.MapMethods(path, [method], handle).WithMetadata(permission);
    }

    /// <summary>A route that wants the key of an integration, which it looks for itself.</summary>
    public void MapKeyed(string method, string path, Microsoft.AspNetCore.Http.RequestDelegate handle)
    {
        var permission = Permissions.Of(method, path);
        if (!permission.IsKeyed)
            throw new InvalidOperationException($"{path} wants a token");
        mapped.Add(permission);
        routes.MapMethods(path, [method], handle).WithMetadata(permission);
    }

    /// <summary>A route for readers that the configuration may open to everybody.</summary>
    public void MapOpenable(string path, bool isOpen, Microsoft.AspNetCore.Http.RequestDelegate handle)
    {
        if (!isOpen)
        {
            Map("GET", path, call => handle(call.Http));
            return;
        }
        var permission = Permissions.Of("GET", path);
        mapped.Add(permission);
        routes.MapMethods(path, ["GET"], handle).WithMetadata(permission with { IsPublic = true });
    }

    /// <exception cref="InvalidOperationException">The table knows a route that nobody mapped.</exception>
    public void CheckAllMapped()
    {
        if (Permissions.All.FirstOrDefault(permission => !mapped.Contains(permission)) is { } missing)
            throw new InvalidOperationException($"{missing.Method} {missing.Path} is permitted and not mapped");
    }
}
