using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>A fact and the ticket as it stands after the command or instant that caused it.</summary>
public readonly record struct StoryMoment(Instant At, TicketState Ticket, TicketEvent Fact);

/// <summary>All that happened to one ticket, for a person to follow.</summary>
public sealed class TicketStory(TicketScore score)
{
    /// <summary>What is kept of one ticket; later facts are counted only.</summary>
    public const int Most = 2000;

    private readonly List<StoryMoment> moments = [];

    public TicketScore Score { get; } = score;

    public IReadOnlyList<StoryMoment> Moments => moments;

    public int LeftOut { get; private set; }

    /// <summary>The ticket as it stands at the end.</summary>
    public TicketState Last { get; private set; } = null!;

    internal void Add(StoryMoment moment)
    {
        Last = moment.Ticket;
        if (moments.Count < Most)
            moments.Add(moment);
        else
            LeftOut++;
    }
}

/// <summary>Gathers the stories of the named tickets on a further run through the same log.</summary>
public sealed class TicketStories
{
    private readonly OrderedDictionary<TicketId, TicketStory> stories = [];

    public TicketStories(IEnumerable<TicketScore> wanted)
    {
        foreach (var score in wanted)
            stories.Add(score.Ticket, new TicketStory(score));
    }

    /// <summary>In the order in which they were wanted.</summary>
    public IReadOnlyList<TicketStory> All => stories.Values;

    public void Fact(Instant at, TicketState ticket, TicketEvent fact)
    {
        if (stories.TryGetValue(ticket.Id, out var story))
            story.Add(new StoryMoment(at, ticket, fact));
    }
}
