using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>How an open ticket stands.</summary>
public sealed record StandingTicket(MetricPlace Place, string? Person, Instant OpenedAt);

/// <summary>
/// All that counts of one ticket, as it is known now: a cycle by its last outcome, an act by what people made of it
/// later, each thing at the instant at which it happened by the latest word about it (section 1). A period then counts
/// what fell into it.
/// </summary>
/// <param name="Place">Where the ticket stands now; by it, who may see it.</param>
/// <param name="Standing">Null where it is resolved or closed.</param>
/// <param name="LastAt">Of the latest fact.</param>
public sealed record TicketCounts(
    MetricPlace Place, StandingTicket? Standing, Instant LastAt, ImmutableArray<Counted> Items)
{
    /// <param name="story">All facts of the ticket, silent ones included, its opening first.</param>
    public static TicketCounts Of(IReadOnlyList<MetricMoment> story, MetricNames names)
    {
        var last = story[^1];
        var moments = MomentsOf(story);
        var items = new CountedItems(story, moments, names);
        PromiseCount.Count(items);
        JourneyCount.Count(items);
        CoordinationCount.Count(items);
        BurdenCount.Count(items);
        var place = names.Place(last.Ticket);
        var standing = last.Ticket.IsOpen
            ? new StandingTicket(place, names.Person(last.Ticket.Person), moments[0])
            : null;
        return new TicketCounts(place, standing, last.At, items.ToImmutable());
    }

    private static Instant[] MomentsOf(IReadOnlyList<MetricMoment> story) =>
        story.Any(moment => moment.Fact.HappenedAt is not null)
            ? StatedTimes.MomentsOf([.. story.Select(moment => new DatedFact(moment.At, moment.Fact))])
            : [.. story.Select(moment => moment.At)];
}

/// <summary>A story while it is counted.</summary>
/// <param name="moments">When each fact happened.</param>
internal sealed class CountedItems(IReadOnlyList<MetricMoment> story, Instant[] moments, MetricNames names)
{
    private readonly ImmutableArray<Counted>.Builder items = ImmutableArray.CreateBuilder<Counted>();

    public IReadOnlyList<MetricMoment> Story => story;

    public int Count => items.Count;

    public Instant At(int index) => moments[index];

    public MetricPlace Place(int index) => names.Place(story[index].Ticket);

    public void Add(Counted item) => items.Add(item);

    public void Add(CountedKind kind, int index, double value = 0, string? name = null) =>
        Add(Counted.Of(kind, At(index), Place(index)) with { Value = value, Name = names.Person(name) });

    public void Span(CountedKind kind, int index, Duration span) =>
        Add(Counted.Span(kind, At(index), Place(index), span));

    public void Judge(int item, Verdict verdict) => items[item] = items[item].As(verdict);

    public ImmutableArray<Counted> ToImmutable() => items.DrainToImmutable();
}
