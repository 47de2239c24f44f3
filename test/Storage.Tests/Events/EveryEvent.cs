using System.Collections.Immutable;
using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Storage.Tests.Events;

/// <summary>One of each fact, every field filled; the golden files hold these.</summary>
internal static class EveryEvent
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 9, 0);

    private static readonly ImmutableArray<TicketEvent> OfMajors =
    [
        new CandidateRaised("users", "SEV-2", "120 users are affected") { Rule = Rule.M1, Auto = true },
        new CandidateRejected("a test") { By = "bo" },
        new SeverityChanged("SEV-1", "SEV-2", "half is back") { By = "bo" },
        new BridgeOpened("https://meet.example/7", "C42") { By = "bo" },
        new RoleOffered("commander", "cy", "bo") { By = "bo" },
        new RoleAccepted("commander", "cy") { By = "cy" },
        new BoxStarted(At) { Rule = Rule.M3, Auto = true },
        new BoxEnded(At) { Rule = Rule.M3, Auto = true },
        new BoxUnanswered("dee") { Rule = Rule.M3, Auto = true },
        new StatusPosted("identified", "a memory leak", At) { By = "cy" },
        new StatusDue(At) { Rule = Rule.M6, Auto = true },
        new StatusMissed(At, At) { Rule = Rule.M6, Auto = true },
        new DecisionMade(2, "restart", ["restart", "roll back"], "faster", "back in 5 min", At, BoxAnswer.GoOn)
        {
            By = "cy",
        },
        new DecisionDue(2, "restart") { Rule = Rule.M5, Auto = true },
        new Noted("server restarted") { By = "dee", HappenedAt = At },
        new TaskAdded(1, "check the replica", "dee", At) { By = "cy" },
        new TaskEnded(1, true) { By = "dee" },
        new MilestoneStated(Milestone.Diagnosed, At, "seen earlier") { By = "cy" },
        new ServiceRestored("probe login", "users can log in", At) { By = "cy" },
        new WatchEnded { Rule = Rule.M7, Auto = true },
        new Relapsed("Reopened while it was watched") { Rule = Rule.M7, Auto = true },
        new WhyStated(2, 1, "out of memory", "kernel log", Confidence.High) { By = "cy" },
        new LessonAdded(true, "quick detection") { By = "cy" },
        new ActionAdded(1, "upgrade", "dee", At, Priority.P1, "prevent", Horizon.Short) { By = "cy" },
        new ActionChanged(1, ActionStatus.Done, "load test passed") { By = "dee" },
        new ActionDue(1, "dee") { Rule = Rule.R4, Auto = true },
        new ClusterJudged { Auto = true },
        new RoleStillOpen("scribe") { Auto = true },
        new ReportAccepted { By = "cy" },
    ];

    public static readonly ImmutableArray<TicketEvent> Full =
    [
        new TicketOpened
        {
            By = "ana",
            Title = "Drucker \"brennt\" 😀",
            Description = "line one\nline two",
            Priority = Priority.P1,
            Category = "hardware",
            Service = "print",
            Requester = new Requester("Ana Ärmlich", true),
            Source = "mail",
            Tags = [new Tag("os", "macOS"), new Tag("site", "Bonn")],
            Aliases = ["INC-7", "A 1"],
            AffectedUsers = 12,
            Status = TicketStatus.Pending,
            HoldReason = "vendor",
            Forced = true,
        },
        new TicketTriaged("network", "vpn", Priority.P2, "tier-2") { By = "bo" },
        new TicketAssigned("tier-2", "cy", Tier.Tier2) { By = "bo" },
        new WorkStarted { By = "cy" },
        new TicketUpdated(true, true, "on it") { By = "cy" },
        new RequesterAsked("which floor?") { By = "cy" },
        new ReplyReceived(true, "out of office") { By = "ana" },
        new TicketHeld("vendor", At) { By = "cy" },
        new TicketResumed { Rule = Rule.L5, Auto = true },
        new TicketResolved("fixed", "a new fuse") { By = "cy" },
        new TicketClosed("duplicate", "see 17") { By = "cy" },
        new TicketReopened { By = "ana" },
        new TicketAcknowledged { By = "cy" },
        new PriorityChanged(Priority.P3, Priority.P1, "the boss asks") { By = "bo" },
        new TicketLinked(new TicketId("17"), LinkKind.BlockedBy) { By = "bo" },
        new TicketUnlinked(new TicketId("17"), LinkKind.BlockedBy) { By = "bo" },
        new TicketTagged([new Tag("os", "Linux")]) { By = "bo" },
        new TicketSnoozed(At, "waits for the part") { By = "cy" },
        new ImpactStated([new ImpactFact("affectedUsers", "40"), new ImpactFact("what", "\"no printing\"")])
        {
            By = "bo",
        },
        new MajorDeclared("SEV-1", "A P1 that says: data loss") { By = "bo" },
        new MajorStoodDown(At) { By = "bo" },
        new ClocksRebased("desk@sha256:4b1f0c2d9a3e5768", "office") { Rule = Rule.S9, By = "bo" },
        new TimeCorrected(3, "the radio log says so") { By = "bo", HappenedAt = At },
        new ClockMet(ClockKind.Response, 1, Duration.FromMinutes(7), At) { Rule = Rule.S5, Auto = true },
        new ClockWarned(ClockKind.Resolution, 2, 75, Duration.FromHours(3), At) { Rule = Rule.S6, Auto = true },
        new ClockBreached(ClockKind.Resolution, 1, Duration.FromHours(4), At, true) { Rule = Rule.S4, Auto = true },
        new WarningGiven(Trigger.Customer, true, "asks to escalate") { Rule = Rule.E4, Auto = true },
        new TicketEscalated(Trigger.Manual, Tier.Tier1, Tier.Management, "asked by the customer") { By = "bo" },
        new EscalationWithheld(Trigger.Stagnation, "pending") { Rule = Rule.E2, Auto = true },
        new TicketPaged("standard", 1, 2, ["ann", "bo"], true, "cy has no way to be told")
        {
            Rule = Rule.E12,
            Auto = true,
        },
        new PeopleAsked(["dee", "vi"], "dee: second on call for tier-2; vi: of the vendor maker")
        {
            Rule = Rule.E8,
            Auto = true,
        },
        new SnoozeEnded { Auto = true },
        new WaitLapsed { Auto = true },
        new RetargetJudged { Auto = true },
        new RuleCounted(true) { Rule = Rule.E1, Auto = true },
        new RuleDeferred { Rule = Rule.E3, Auto = true },
        .. OfMajors,
    ];

    /// <summary>The same facts with everything left out that may be.</summary>
    public static readonly ImmutableArray<TicketEvent> Bare =
    [
        new TicketOpened(),
        new TicketOpened { HappenedAt = At },
        new TicketOpened { Requester = new Requester(null, null) },
        new TicketOpened { Requester = new Requester("ana", false) },
        new TicketTriaged(null, null, null, null),
        new TicketAssigned(null, null, null),
        new TicketUpdated(false, false, null),
        new RequesterAsked(null),
        new ReplyReceived(false, null),
        new TicketHeld("user", null),
        new TicketResolved("fixed", null),
        new TicketClosed(null, null),
        new PriorityChanged(Priority.P1, Priority.P4, null),
        new TicketTagged([]),
        new ImpactStated([]),
        new MajorDeclared(null),
        new ClockMet(ClockKind.Resolution, 1, Duration.Zero, null),
        new ClockMet(new ClockName(default, "next-update"), 3, Duration.FromMinutes(7), At),
        new ClockBreached(new ClockName(default, "vendor"), 1, Duration.FromHours(9), At, false),
        new ClockWarned(ClockKind.Response, 1, 50, Duration.Zero, null),
        new WarningGiven(null, false, ""),
        new TicketEscalated(Trigger.Breach, Tier.Tier3, Tier.Vendor, null) { Auto = true },
        new TicketEscalated(Trigger.Breach, Tier.Tier3, Tier.Vendor, "over its target") { Auto = true },
    ];
}
