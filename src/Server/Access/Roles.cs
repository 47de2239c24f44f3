namespace Muster.Server.Access;

/// <summary>What the holder of a token may be; a set of them says who may use a route.</summary>
[Flags]
public enum Roles
{
    None = 0,
    Admin = 1,
    Manager = 2,
    Responder = 4,

    /// <summary>Reads, and changes nothing.</summary>
    Observer = 8,

    /// <summary>A program that proposes and works within what a person left to it (W5).</summary>
    Agent = 16,

    /// <summary>A program that reports from elsewhere.</summary>
    Integration = 32,

    Leaders = Admin | Manager,
    People = Admin | Manager | Responder,
    Readers = People | Observer | Agent,
    Everyone = Readers | Integration,
}

/// <summary>Roles as requests and answers write them.</summary>
public static class RoleNames
{
    /// <summary>Each role by itself.</summary>
    public static IReadOnlyList<Roles> All { get; } =
        [.. Enum.GetValues<Roles>().Where(role => int.PopCount((int)role) == 1)];

    public static string Name(this Roles role) => role.ToString().ToLowerInvariant();

    /// <summary>Null where there is no such role; case counts.</summary>
    public static Roles? Parse(string? name)
    {
        foreach (var role in All)
        {
            if (role.Name() == name)
                return role;
        }
        return null;
    }
}
