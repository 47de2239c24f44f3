using Muster.Core.Calendars;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Paging;

/// <summary>
/// A paging of one ticket (E12): under way, answered, or at its end with nobody's answer. It keeps the plan that it
/// began with, whatever the policy says later; whom a target means is asked anew at each step.
/// </summary>
/// <param name="Name">Under which the policy has the plan.</param>
public sealed record PagingRun(string Name, PagingPolicy Plan)
{
    private readonly Stamp nextAt;
    private readonly Stamp answeredAt;

    /// <summary>From 1: how often the steps are gone through, this time included.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The place of the next step from 0; as many as there are steps at the end of a round.</summary>
    public int Step { get; init; }

    /// <summary>When it goes on; null once it was answered or the last resort was told.</summary>
    public Instant? NextAt { get => nextAt; init => nextAt = value; }

    /// <summary>Somebody could be told in this round.</summary>
    public bool HasReached { get; init; }

    /// <summary>Somebody acknowledged; null while nobody has.</summary>
    public Instant? AnsweredAt { get => answeredAt; init => answeredAt = value; }

    /// <summary>It still looks for somebody.</summary>
    public bool IsUnderWay => NextAt is not null;

    /// <summary>The last resort was told, and nobody has answered.</summary>
    public bool IsExhausted => NextAt is null && AnsweredAt is null;

    public static PagingRun Begin(string name, PagingPolicy plan, Priority priority, Instant at)
    {
        var run = new PagingRun(name, plan);
        var first = run.StepFor(priority);
        return run with { NextAt = first < plan.Steps.Length ? at + plan.Steps[first].After : at };
    }

    public PagingRun Answered(Instant at) => this with { NextAt = null, AnsweredAt = at };

    /// <summary>What remains to be done after a page.</summary>
    public PagingRun After(TicketPaged paged, Priority priority, Instant at)
    {
        if (paged.LastResort)
            return this with { NextAt = null, AnsweredAt = null };
        var reached = !paged.To.IsEmpty;
        var run = this with
        {
            Round = paged.Round,
            Step = paged.Step,
            HasReached = reached || (HasReached && paged.Round == Round && AnsweredAt is null),
            AnsweredAt = null,
        };
        var next = run.StepFor(priority);
        var wait = next < Plan.Steps.Length
            ? reached ? Plan.Steps[next].After : Duration.Zero
            : run.HasReached ? Plan.RepeatAfter : Duration.Zero;
        return run with { NextAt = at + wait };
    }

    /// <summary>The next step that is meant for the priority; as many as there are steps for none.</summary>
    public int StepFor(Priority priority)
    {
        var step = Step;
        while (step < Plan.Steps.Length && !Plan.Steps[step].IsFor(priority))
            step++;
        return step;
    }
}
