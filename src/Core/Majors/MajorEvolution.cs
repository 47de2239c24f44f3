using System.Collections.Immutable;
using System.Diagnostics;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Majors;

/// <summary>What each fact does to a major incident.</summary>
internal static class MajorEvolution
{
    private const int MostNews = 20;

    /// <summary>The ticket's major state after one more of its facts; null while it was never near one.</summary>
    /// <param name="before">Of the ticket before the fact.</param>
    internal static MajorState? After(
        MajorState? before, TicketEvent fact, TicketState ticket, Instant at, Policy policy) => fact switch
        {
            MajorEvent major => After(before ?? new MajorState { Since = at }, major, at, policy.Majors).Telling(fact),
            MajorDeclared declared => Declared(before, declared, ticket, at, policy.Majors).Telling(fact),
            MajorStoodDown stood => (before is null ? null : StoodDown(before, stood, at))?.Telling(fact),
            ImpactStated when before is not null => before with { ReportAcceptedAt = null },
            _ => before?.Telling(fact),
        };

    private static MajorState Declared(
        MajorState? before, MajorDeclared declared, TicketState ticket, Instant at, MajorPolicy policy)
    {
        var severity = declared.Severity ?? before?.Severity ?? MajorWords.Highest;
        if (before is { IsActive: true })
            return Under(before, severity, at, policy);
        var kept = before ?? new MajorState();
        return new MajorState
        {
            Phase = MajorPhase.Declared,
            Since = at,
            DeclaredAt = declared.HappenedAt ?? at,
            Severity = severity,
            Reason = declared.Reason ?? kept.Reason,
            Whys = kept.Whys,
            Actions = kept.Actions,
            Milestones = kept.WasDeclared ? [] : kept.Milestones,
            NextUpdateAt = at + policy.Of(severity).Updates,
        }.Reaching(Milestone.Detected, ticket.OpenedAt)
            .Reaching(Milestone.Declared, declared.HappenedAt ?? at, !IsByPerson(declared));
    }

    private static MajorState StoodDown(MajorState before, MajorStoodDown stood, Instant at) => (before with
    {
        Phase = MajorPhase.StoodDown,
        NextUpdateAt = null,
        BoxUntil = null,
        BoxAnswerBy = null,
        WatchUntil = null,
        ReviewAt = stood.Review,
    }).Reaching(Milestone.StoodDown, stood.HappenedAt ?? at, !IsByPerson(stood));

    /// <summary>
    /// M2: a rise brings the next update forward, as far as the new interval asks for; a fall leaves what readers were
    /// promised, and the interval holds for what is promised later.
    /// </summary>
    private static MajorState Under(MajorState before, string severity, Instant at, MajorPolicy policy)
    {
        var after = before with { Severity = severity };
        return MajorWords.IsLower(before.Severity, severity) && at + policy.Of(severity).Updates is var sooner
            && sooner < before.NextUpdateAt
            ? after with { NextUpdateAt = sooner, IsReminded = false }
            : after;
    }

    private static MajorState After(MajorState major, MajorEvent fact, Instant at, MajorPolicy policy) => fact switch
    {
        CandidateRaised raised => major with
        {
            Phase = MajorPhase.Candidate,
            Since = at,
            Severity = raised.Severity,
            Reason = raised.Reason,
        },
        CandidateRejected => major with { Phase = MajorPhase.Rejected },
        SeverityChanged changed => Under(major, changed.To, at, policy),
        RoleOffered offered => Offered(major, offered, at),
        RoleStillOpen open => major.With(
            major.Role(open.Role), (major.Role(open.Role) ?? new RoleHolding(open.Role)) with { OfferedAt = at }),
        RoleAccepted accepted => Accepted(major, accepted, at),
        BridgeOpened bridge => major with
        {
            BridgeLink = bridge.Link ?? major.BridgeLink,
            BridgeChannel = bridge.Channel ?? major.BridgeChannel,
        },
        BoxStarted box => major with { BoxUntil = box.Until, BoxAnswerBy = null, Boxes = major.Boxes + 1 },
        BoxEnded ended => major with { BoxUntil = null, BoxAnswerBy = ended.Until },
        BoxUnanswered => major with { BoxAnswerBy = null },
        StatusPosted posted => Posted(major, posted, at),
        StatusDue => major with { IsReminded = true },
        StatusMissed missed => major with { NextUpdateAt = missed.Next, IsReminded = false },
        DecisionMade made => major with
        {
            Decisions = major.Decisions.Add(new MajorDecision(made.Number, made.Text, made.Until)),
        },
        DecisionDue due => major with
        {
            Decisions = Changed(major.Decisions, due.Number, decision => decision with { IsAsked = true }),
        },
        LessonAdded => major with { ReportAcceptedAt = null },
        Noted or ClusterJudged => major,
        _ => AfterLater(major, fact, at),
    };

    private static MajorState AfterLater(MajorState major, MajorEvent fact, Instant at) => fact switch
    {
        TaskAdded added => major with
        {
            Tasks = major.Tasks.Add(new MajorTask(added.Number, added.Text, added.To, added.Until)),
        },
        TaskEnded ended => Ended(major, ended, at),
        MilestoneStated stated => Stated(major, stated),
        ServiceRestored restored => (major with
        {
            Phase = MajorPhase.Watched,
            WatchUntil = restored.Until,
            ConfirmedBy = restored.ConfirmedBy,
            BoxUntil = null,
            BoxAnswerBy = null,
        }).With(Milestone.Resolved, restored.HappenedAt ?? at, !IsByPerson(restored)),
        WatchEnded => major with { WatchUntil = null },
        Relapsed => major with
        {
            Phase = MajorPhase.Declared,
            WatchUntil = null,
            ConfirmedBy = null,
            Milestones = [.. major.Milestones.Where(known => known.Milestone != Milestone.Resolved)],
        },
        ReportAccepted => major with { ReportAcceptedAt = fact.HappenedAt ?? at },
        WhyStated => major with { Whys = major.Whys + 1, ReportAcceptedAt = null },
        ActionAdded added => major with
        {
            ReportAcceptedAt = null,
            Actions = major.Actions.Add(new ActionItem(
                added.Number, added.Text, added.To, added.Until, added.Priority, added.Class, added.Horizon)),
        },
        ActionChanged changed => major with
        {
            Actions = Changed(major.Actions, changed.Number, action => action with
            {
                Status = changed.Status,
                ChangedAt = changed.HappenedAt ?? at,
                Verification = changed.Verification ?? action.Verification,
            }),
        },
        ActionDue due => major with
        {
            Actions = Changed(major.Actions, due.Number, action => action with { RemindedAt = at }),
        },
        _ => throw new UnreachableException($"{fact.GetType().Name} is unknown to {nameof(MajorState)}"),
    };

    private static MajorState Offered(MajorState major, RoleOffered offered, Instant at)
    {
        var old = major.Role(offered.Role, offered.To);
        var holding = old ?? new RoleHolding(offered.Role);
        var again = holding.Asked.Contains(offered.To, StringComparer.OrdinalIgnoreCase);
        return major.With(old, holding with
        {
            Offered = offered.To,
            OfferedAt = at,
            Asked = again ? [offered.To] : holding.Asked.Add(offered.To),
        });
    }

    // M8: assembled once somebody commands, somebody drives and somebody tells
    private static MajorState Accepted(MajorState major, RoleAccepted accepted, Instant at)
    {
        var old = major.Role(accepted.Role, accepted.To);
        var after = major.With(old, new RoleHolding(accepted.Role) { Holder = accepted.To });
        var isWhole = MajorWords.Team.All(role => role == MajorWords.Scribe || after.HolderOf(role) is not null);
        return isWhole ? after.Reaching(Milestone.Assembled, accepted.HappenedAt ?? at) : after;
    }

    private static MajorState Posted(MajorState major, StatusPosted posted, Instant at)
    {
        var after = major with
        {
            NextUpdateAt = posted.Next,
            IsReminded = false,
            LastStatus = posted.Text,
            LastPhase = posted.Phase,
            LastPostedAt = posted.HappenedAt ?? at,
            News = [],
        };
        return posted.Phase == "identified" ? after.Diagnosed(posted.HappenedAt ?? at) : after;
    }

    private static MajorState Ended(MajorState major, TaskEnded ended, Instant at)
    {
        var when = ended.HappenedAt ?? at;
        var after = major with
        {
            Tasks = major.Task(ended.Number) is { } task
                ? major.Tasks.Replace(task, task with { EndedAt = when, Cancelled = ended.Cancelled })
                : major.Tasks,
        };
        return ended is { Number: MajorTask.Diagnosis, Cancelled: false } ? after.Diagnosed(when) : after;
    }

    private static MajorState Stated(MajorState major, MilestoneStated stated)
    {
        var after = stated.Milestone == Milestone.Diagnosed ? major.Diagnosed(stated.At) : major;
        return after.With(stated.Milestone, stated.At) with { ReportAcceptedAt = null };
    }

    /// <summary>The verb is that very milestone, said by a person: they stated when it was.</summary>
    private static bool IsByPerson(TicketEvent fact) => !fact.Auto && !Ticket.IsCoordinator(fact.By);

    /// <summary>Nothing is left that the box is for.</summary>
    private static MajorState Diagnosed(this MajorState major, Instant at) =>
        (major with { BoxUntil = null, BoxAnswerBy = null }).Reaching(Milestone.Diagnosed, at);

    /// <summary>Keeps what is to be told in the next status update.</summary>
    private static MajorState Telling(this MajorState major, TicketEvent fact)
    {
        if (!major.IsActive || MajorNews.Of(fact) is not { } news)
            return major;
        var rest = major.News.Length < MostNews ? major.News : major.News.RemoveAt(0);
        return major with { News = rest.Add(news) };
    }

    private static ImmutableArray<T> Changed<T>(ImmutableArray<T> items, int number, Func<T, T> change) =>
        number < 1 || number > items.Length ? items : items.SetItem(number - 1, change(items[number - 1]));
}
