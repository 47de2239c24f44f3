using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>The query of a request, read name by name; what is wrong is collected and told at once.</summary>
internal sealed class Asked
{
    private const int LongestText = 1_000;

    // What lies further away nobody plans and no calendar knows.
    private static readonly Instant Earliest = Instant.FromUtc(1900, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2500, 1, 1, 0, 0);

    private readonly IQueryCollection query;
    private readonly List<BodyFault> faults = [];

    /// <param name="known">Every name that the route takes; others are faults.</param>
    public Asked(Call call, params string[] known)
    {
        query = call.Http.Request.Query;
        foreach (var name in query.Keys.Except(known, StringComparer.Ordinal))
            Blame(name, known.Length == 0
                ? $"{name} is not asked with here; nothing is"
                : $"{name} is not asked with here; {string.Join(", ", known)} are");
    }

    /// <summary>Null where nothing is wrong.</summary>
    public Problem? Problem => faults.Count == 0 ? null : Api.Problem.Invalid([.. faults.Take(20)]);

    public string? Text(string name)
    {
        var said = query[name];
        if (said.Count > 1 || said.ToString().Length > LongestText)
            Blame(name, $"{name} must be one text of at most {LongestText} characters");
        return said.Count == 1 && said[0] is { Length: > 0 and <= LongestText } text ? text : null;
    }

    public Instant? Moment(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Rfc3339.TryParse(text, out var at) && at >= Earliest && at < Latest)
            return at;
        Blame(name, $"{name} must be an instant such as 2025-10-20T09:00:00Z, from 1900 to 2500");
        return null;
    }

    public long Whole(string name, long least, long most, long otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
            return value;
        Blame(name, $"{name} must be a whole number from {least} to {most}");
        return otherwise;
    }

    /// <summary>Whether it was said; 1 and true are yes, 0 and false no.</summary>
    public bool Flag(string name)
    {
        var text = Text(name);
        if (text is not (null or "1" or "true" or "0" or "false"))
            Blame(name, $"{name} must be 1 or 0");
        return text is "1" or "true";
    }

    public void Blame(string name, string text)
    {
        if (faults.TrueForAll(fault => fault.Field != name))
            faults.Add(new BodyFault(name, text));
    }
}
