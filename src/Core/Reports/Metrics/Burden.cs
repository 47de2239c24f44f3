using Muster.Core.Tickets;

namespace Muster.Core.Reports.Metrics;

/// <summary>Who did how much, and how loud it was: workload by team and person, noise by team.</summary>
internal sealed class Burden(MetricScope scope)
{
    private sealed class Load
    {
        public int Assigned { get; set; }
        public int Resolved { get; set; }
        public int Open { get; set; }
        public int OpenUrgent { get; set; }
    }

    private sealed class Loudness
    {
        public int Opened { get; set; }
        public int EndedAlone { get; set; }
        public int Pages { get; set; }
        public int Warnings { get; set; }
        public int Escalations { get; set; }
        public int Withheld { get; set; }
    }

    private readonly SortedDictionary<(string By, string Name), Load> loads = new(ByName.Names);
    private readonly SortedDictionary<(string By, string Name), Loudness> loudness = new(ByName.Names);

    public void Moment(MetricMoment moment)
    {
        var ticket = moment.Ticket;
        if (!scope.Holds(moment.At, ticket.Team, ticket.Service))
            return;
        if (moment.Fact is TicketAssigned assigned)
        {
            if (assigned.Team is not null || assigned.To is null)
                LoadOf("team", ticket.Team ?? "").Assigned++;
            if (assigned.To is { } to)
                LoadOf("person", to).Assigned++;
        }
        if (moment.Fact is TicketResolved)
        {
            LoadOf("team", ticket.Team ?? "").Resolved++;
            if ((moment.IsByHand ? moment.Fact.By : null) is { } by)
                LoadOf("person", by).Resolved++;
        }
        foreach (var place in (ReadOnlySpan<(string, string)>)[("all", ""), ("team", ticket.Team ?? "")])
            Hear(place, moment.Fact);
    }

    public void Open(StandingTicket ticket)
    {
        Add(LoadOf("team", ticket.Team ?? ""), ticket);
        if (ticket.Person is { } person)
            Add(LoadOf("person", person), ticket);
    }

    public MetricTable Workload() => new(
        "workload", "Workload by team and person",
        [
            new("assigned", "Assigned", MetricUnit.Count), new("resolved", "Resolved", MetricUnit.Count),
            new("open", "Open now", MetricUnit.Count), new("openUrgent", "Of these P1 and P2", MetricUnit.Count),
        ],
        [
            .. loads.Select(each => new MetricRow(each.Key.By, each.Key.Name,
                [each.Value.Assigned, each.Value.Resolved, each.Value.Open, each.Value.OpenUrgent])),
        ]);

    public MetricTable Noise() => new(
        "noise", "How loud it was",
        [
            new("opened", "Opened", MetricUnit.Count),
            new("endedAlone", "Ended before anybody began", MetricUnit.Count),
            new("share", "Share of what was opened", MetricUnit.Share),
            new("pages", "People paged", MetricUnit.Count), new("warnings", "Warnings", MetricUnit.Count),
            new("escalations", "Escalations by rules", MetricUnit.Count),
            new("withheld", "Escalations held back", MetricUnit.Count),
        ],
        [
            .. loudness.Select(each => new MetricRow(each.Key.By, each.Key.Name,
            [
                each.Value.Opened, each.Value.EndedAlone,
                each.Value.Opened == 0 ? null : (double)each.Value.EndedAlone / each.Value.Opened,
                each.Value.Pages, each.Value.Warnings, each.Value.Escalations, each.Value.Withheld,
            ])),
        ]);

    private void Hear((string By, string Name) place, TicketEvent fact)
    {
        if (fact is not (TicketOpened or TicketResolved or TicketPaged or ClockWarned or WarningGiven
            or TicketEscalated or EscalationWithheld))
            return;
        if (!loudness.TryGetValue(place, out var heard))
            loudness.Add(place, heard = new Loudness());
        switch (fact)
        {
            case TicketOpened: heard.Opened++; break;
            // CONTRACT: an alert's end resolves with this code what no person has begun
            case TicketResolved { Code: "auto" }: heard.EndedAlone++; break;
            case TicketPaged paged: heard.Pages += paged.To.Length; break;
            case ClockWarned or WarningGiven: heard.Warnings++; break;
            case TicketEscalated { Auto: true }: heard.Escalations++; break;
            case EscalationWithheld: heard.Withheld++; break;
        }
    }

    private static void Add(Load load, StandingTicket ticket)
    {
        load.Open++;
        load.OpenUrgent += ticket.Priority is Priority.P1 or Priority.P2 ? 1 : 0;
    }

    private Load LoadOf(string by, string name)
    {
        if (!loads.TryGetValue((by, name), out var load))
            loads.Add((by, name), load = new Load());
        return load;
    }
}
