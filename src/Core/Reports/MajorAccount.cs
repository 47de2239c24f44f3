using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>An entry of a major's timeline.</summary>
/// <param name="At">When it happened; when it was recorded where nobody said otherwise.</param>
/// <param name="Number">Of the fact in its ticket's story, from 1.</param>
public sealed record TimelineEntry(Instant At, Instant RecordedAt, long Number, TicketEvent Fact);

/// <summary>A claim of the five whys, and those that explain it.</summary>
public sealed record WhyBranch(WhyStated Why, long Number, ImmutableArray<WhyBranch> Answers);

/// <summary>
/// A major incident as its room and its report tell it: the ticket's facts, put in order. All of it cites facts.
/// </summary>
public sealed class MajorAccount
{
    private MajorAccount(TicketState ticket, ImmutableArray<TimelineEntry> told)
    {
        Ticket = ticket;
        Timeline = [.. told.OrderBy(entry => entry.At).ThenBy(entry => entry.Number)];
        Recorded = told;
        Whys = Branches([.. Of<WhyStated>()]);
    }

    public TicketState Ticket { get; }

    public MajorState Major => Ticket.Major ?? new MajorState();

    /// <summary>What happened, by when it happened (M5).</summary>
    public ImmutableArray<TimelineEntry> Timeline { get; }

    /// <summary>The same in the order in which it was recorded.</summary>
    public ImmutableArray<TimelineEntry> Recorded { get; }

    /// <summary>The claims that explain no other, each with what explains it (R1).</summary>
    public ImmutableArray<WhyBranch> Whys { get; }

    public IEnumerable<(StatusPosted Post, TimelineEntry Entry)> Updates => Of<StatusPosted>();

    public IEnumerable<(DecisionMade Decision, TimelineEntry Entry)> Decisions => Of<DecisionMade>();

    public IEnumerable<(LessonAdded Lesson, TimelineEntry Entry)> Lessons => Of<LessonAdded>();

    public MajorMetrics Metrics => MajorMetrics.Of(this);

    /// <param name="facts">All of the ticket's facts, in the order of record; the place of each is its number.</param>
    public static MajorAccount Of(TicketState ticket, IReadOnlyList<DatedFact> facts)
    {
        var moments = StatedTimes.MomentsOf(facts);
        return new MajorAccount(ticket,
        [
            .. facts.Select((dated, index) => (dated, index)).Where(each => !each.dated.Fact.IsSilent)
                .Select(each => new TimelineEntry(
                    each.dated.Fact is MilestoneStated stated ? stated.At : moments[each.index],
                    each.dated.At, each.index + 1, each.dated.Fact)),
        ]);
    }

    public IEnumerable<(T Fact, TimelineEntry Entry)> Of<T>()
        where T : TicketEvent =>
        from entry in Recorded
        where entry.Fact is T
        select ((T)entry.Fact, entry);

    /// <summary>A claim explains an earlier one, so the last of them is whole first: no depth is too deep.</summary>
    private static ImmutableArray<WhyBranch> Branches(ImmutableArray<(WhyStated Why, TimelineEntry Entry)> whys)
    {
        const int OfNone = 0;
        var answers = new Dictionary<int, List<WhyBranch>>();
        for (var index = whys.Length - 1; index >= 0; index--)
        {
            var (why, entry) = whys[index];
            var branch = new WhyBranch(why, entry.Number, Taken(why.Number));
            if (!answers.TryGetValue(why.Answers ?? OfNone, out var same))
                answers.Add(why.Answers ?? OfNone, same = []);
            same.Add(branch);
        }
        return Taken(OfNone);

        ImmutableArray<WhyBranch> Taken(int of) =>
            answers.Remove(of, out var same) ? [.. same.AsEnumerable().Reverse()] : [];
    }
}
