using System.Collections.Immutable;
using Muster.Files.Logs;

namespace Muster.Server.Api;

/// <summary>Why a request was not done (RFC 9457).</summary>
/// <param name="Code">The same word as in a replay log where there is one; the end of <c>type</c>.</param>
/// <param name="Detail">What is wrong and what to do next.</param>
internal sealed record Problem(int Status, string Code, string Title, string Detail)
{
    public const string TypePrefix = "urn:muster:problem:";

    /// <summary>Each field that is wrong.</summary>
    public ImmutableArray<BodyFault> Errors { get; init; } = [];

    /// <summary>The ticket's state and what it allows, where that was the reason (L1).</summary>
    public (string State, IEnumerable<string> Allowed)? Instead { get; init; }

    /// <summary>The version that there is now, where another one was expected.</summary>
    public long? Version { get; init; }

    /// <summary>Seconds after which trying again makes sense.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>How to sign in, for the header of a 401.</summary>
    public string? Challenge { get; init; }

    public static Problem Invalid(params ImmutableArray<BodyFault> faults) =>
        new(422, "invalid", "Something in the request is wrong", string.Join("; ", faults.Select(fault => fault.Text)))
        {
            Errors = faults,
        };

    public static Problem Unreadable(string why) =>
        new(400, "unreadable", "The body cannot be read", $"The body is {why}; a JSON object is needed.");

    public static Problem NotSignedIn(string why, bool wasTried) =>
        new(401, "not-signed-in", "A token is needed", why)
        {
            Challenge = wasTried ? "Bearer realm=\"muster\", error=\"invalid_token\"" : "Bearer realm=\"muster\"",
        };

    public static Problem Forbidden(string role, string what) =>
        new(403, "forbidden", "The token's role may not do this", $"The role {role} may not {what}.");

    public static Problem OutOfScope(string why) =>
        new(403, "forbidden", "The token's scope does not reach so far", $"{why}; the token has a scope of its own.");

    public static Problem UnknownTicket(string name) =>
        new(404, "unknown-ticket", "There is no such ticket", $"No ticket goes by {name}.");

    public static Problem Overloaded() =>
        new(503, "overloaded", "Too much is waiting", "As much waits already as may wait; try again in a moment.")
        {
            RetryAfter = 1,
        };

    public static Problem KeyReused(string key) =>
        new(422, "key-reused", "The idempotency key was used before",
            $"The key {key} was used for another command within 72 hours; use a new one.");

    /// <summary>What HTTP itself refuses.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        404 => new(404, "not-found", "There is nothing here", "No route leads here; see the reference of the API."),
        405 => new(405, "method-not-allowed", "Not with this method", "The route does not take this method."),
        413 => new(413, "too-large", "The body is too large", "A body may hold 1 MiB."),
        415 => new(415, "unsupported-media-type", "Not in this form", "The body must be application/json in UTF-8."),
        503 => new(503, "unavailable", "Not ready", "The coordinator cannot answer at present.") { RetryAfter = 5 },
        >= 500 => new(status, "internal", "Something broke", "It was written to the log; nothing more is said here."),
        _ => new(status, "bad-request", "The request cannot be read", "It is no sound HTTP request."),
    };
}
