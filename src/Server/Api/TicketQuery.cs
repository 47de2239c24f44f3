using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>What a list of tickets is asked for, read from the query.</summary>
internal sealed class TicketQuery(IQueryCollection query, Instant now)
{
    private static readonly string[] Known =
        ["state", "priority", "team", "service", "atRisk", "q", "cursor", "limit"];

    private const int LongestText = 1_000;

    private readonly List<BodyFault> faults = [];

    public (TicketFilter? Filter, Problem? Problem) Read()
    {
        foreach (var name in query.Keys.Except(Known, StringComparer.Ordinal))
            Blame(name, $"{name} is no filter; they are {string.Join(' ', Known)}");
        var filter = new TicketFilter
        {
            States = [.. Names("state").SelectMany(State)],
            Priorities = [.. Names("priority").SelectMany(Priority)],
            Teams = Names("team"),
            Services = Names("service"),
            AtRisk = AtRisk(),
            Words = Text("q"),
            Cursor = Whole("cursor", 0, long.MaxValue, "what next of the page before said"),
            Limit = (int)(Whole("limit", 1, TicketFilter.LargestLimit, $"from 1 to {TicketFilter.LargestLimit}")
                ?? TicketFilter.DefaultLimit),
        };
        return faults.Count == 0 ? (filter, null) : (null, Problem.Invalid([.. faults]));
    }

    private IEnumerable<TicketStatus> State(string name)
    {
        if (name == "open")
            return Enum.GetValues<TicketStatus>().Where(status => status.IsOpen());
        if (Enum.GetNames<TicketStatus>().Contains(name))
            return [Enum.Parse<TicketStatus>(name)];
        Blame("state", $"state must be open or one of {string.Join(' ', Enum.GetNames<TicketStatus>())}");
        return [];
    }

    private IEnumerable<Priority> Priority(string name)
    {
        if (Enum.GetNames<Priority>().Contains(name))
            return [Enum.Parse<Priority>(name)];
        Blame("priority", $"priority must be one of {string.Join(' ', Enum.GetNames<Priority>())}");
        return [];
    }

    private (bool Is, Instant At)? AtRisk()
    {
        switch (Text("atRisk"))
        {
            case null: return null;
            case "true": return (true, now);
            case "false": return (false, now);
            default:
                Blame("atRisk", "atRisk must be true or false");
                return null;
        }
    }

    private ImmutableArray<string> Names(string name) =>
        [.. (Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

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

    /// <summary>Null where it was not said, or said empty; several of one name are one list.</summary>
    private string? Text(string name)
    {
        var said = query[name];
        var text = said.Count > 1 && name is "state" or "priority" or "team" or "service"
            ? string.Join(',', said!)
            : said.ToString();
        if (text.Length > LongestText)
            Blame(name, $"{name} is longer than {LongestText} characters");
        return said.Count == 0 || text.Length == 0 ? null : text;
    }

    private void Blame(string name, string text)
    {
        if (faults.All(fault => fault.Field != name))
            faults.Add(new BodyFault(name, text));
    }
}
