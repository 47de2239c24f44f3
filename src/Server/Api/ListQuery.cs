using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Muster.Files.Logs;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>What a list is asked for by the query: some filters, <c>cursor</c> and <c>limit</c>, and nothing else.
/// </summary>
/// <param name="filters">The names that it takes beside the two.</param>
internal class ListQuery(IQueryCollection query, params ImmutableArray<string> filters)
{
    private const int LongestText = 1_000;

    private readonly List<BodyFault> faults = [];

    /// <summary>Where the page begins, from 0; null where nothing was said.</summary>
    public long? Cursor => Whole("cursor", 0, long.MaxValue, "what next of the page before said");

    /// <summary>From 1 to 500; 50 where nothing was said.</summary>
    public int Limit => (int)(Whole("limit", 1, TicketFilter.LargestLimit, $"from 1 to {TicketFilter.LargestLimit}")
        ?? TicketFilter.DefaultLimit);

    /// <summary>All that is wrong, once everything was asked for; null for nothing.</summary>
    public Problem? Fault()
    {
        ImmutableArray<string> known = [.. filters, "cursor", "limit"];
        foreach (var name in query.Keys.Except(known, StringComparer.Ordinal))
            Blame(name, $"{name} is no filter; they are {string.Join(' ', known)}");
        return faults.Count == 0 ? null : Problem.Invalid([.. faults]);
    }

    /// <summary>Several by comma, or said several times; empty where nothing was said.</summary>
    public ImmutableArray<string> Names(string name)
    {
        var said = Bounded(name, string.Join(',', query[name].AsEnumerable()));
        return [.. said.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    /// <summary>The same, each of them one of the known words.</summary>
    public ImmutableArray<string> Words(string name, params IReadOnlyCollection<string> known)
    {
        var said = Names(name);
        if (said.Any(word => !known.Contains(word)))
            Blame(name, $"{name} must be one of {string.Join(' ', known)}");
        return said;
    }

    /// <summary>Null where it was not said, or said empty.</summary>
    public string? Text(string name) => Bounded(name, query[name].ToString()) is { Length: > 0 } text ? text : null;

    protected void Blame(string name, string text)
    {
        if (faults.All(fault => fault.Field != name))
            faults.Add(new BodyFault(name, text));
    }

    private string Bounded(string name, string text)
    {
        if (text.Length > LongestText)
            Blame(name, $"{name} is longer than {LongestText} characters");
        return text;
    }

    private long? Whole(string name, long least, long most, string expected)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
            return value;
        Blame(name, $"{name} must be {expected}");
        return null;
    }
}
