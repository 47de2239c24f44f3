using System.Text.Json;
using Muster.Core.Policies;
using Muster.Files.Policies;
using NodaTime;

namespace Muster.Engine.Policies;

/// <summary>Where a policy in force came from.</summary>
public enum PolicyOrigin
{
    /// <summary>It is the program's own, for want of another.</summary>
    Shipped,

    /// <summary>A configuration file said it.</summary>
    File,

    /// <summary>Somebody changed it in the running server.</summary>
    Api,
}

/// <summary>A policy that was put in force.</summary>
/// <param name="Text">From which it reads alone.</param>
public sealed record AdoptedPolicy(Policy Policy, string Text, PolicyOrigin Origin)
{
    /// <summary>From when on.</summary>
    public Instant At { get; init; }

    /// <summary>Who put it in force, by an opaque id; null for the start of the program.</summary>
    public string? Actor { get; init; }

    internal ReadOnlyMemory<byte> Body => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
    {
        ["origin"] = Origin switch
        {
            PolicyOrigin.Shipped => "shipped",
            PolicyOrigin.File => "file",
            PolicyOrigin.Api => "api",
            _ => throw new InvalidOperationException($"{Origin} is no origin"),
        },
    });

    /// <param name="version">Of the policy: the first stores did not say where it came from.</param>
    internal static PolicyOrigin OriginOf(ReadOnlyMemory<byte> body, string version)
    {
        using var read = JsonDocument.Parse(body);
        if (!read.RootElement.TryGetProperty("origin", out var origin))
            return version.StartsWith(PolicyReader.ShippedVersionName, StringComparison.Ordinal)
                ? PolicyOrigin.Shipped
                : PolicyOrigin.File;
        return origin.GetString() switch
        {
            "shipped" => PolicyOrigin.Shipped,
            "file" => PolicyOrigin.File,
            "api" => PolicyOrigin.Api,
            var other => throw new InvalidDataException(
                $"the store says of a policy that it came by {other}; open it with the program that wrote it"),
        };
    }
}
