using Muster.Core.Majors;
using Muster.Support;
using NodaTime;
using Xunit;
using static Muster.Support.Outage;

namespace Muster.Scenarios;

/// <summary>
/// The original's example 1, "Production application server down. All users affected.", minute by minute from the
/// declaration at 14:00. The crash was two minutes before; users could work again 50 minutes after it, which is
/// confirmed at 14:50 for 14:48.
/// </summary>
public sealed class ProductionOutage
{
    [Fact]
    public void The_words_declare_a_SEV_1_at_once_and_all_of_M3_is_under_way_in_that_instant()
    {
        var desk = Declared();
        desk.Expect(
            $"14:00 {Ticket} declared M1 severity=SEV-1 auto=true",
            $"14:00 {Ticket} role-offered M3 role=commander to=ines",
            $"14:00 {Ticket} role-offered M3 role=technical-lead to=ana",
            $"14:00 {Ticket} role-offered M3 role=communications-lead to=bo",
            $"14:00 {Ticket} role-offered M3 role=scribe to=cy",
            $"14:00 {Ticket} bridge-opened M3 link=https://meet.example.org/{Ticket}",
            $"14:00 {Ticket} task-added M3 text=Rapid_diagnosis to=technical-lead",
            $"14:00 {Ticket} box-started M3 until=2025-10-20T14:15:00Z");
        Assert.Equal(Clock.At("14:15"), desk[Ticket].Major!.NextUpdateAt);
    }

    [Fact]
    public void The_war_room_is_assembled_two_minutes_after_the_declaration()
    {
        var desk = WithItsTeam();
        Assert.Equal(Clock.At("14:02"), desk[Ticket].Major!.At(Milestone.Assembled));
        Assert.Equal(
            ["ines", "ana", "bo", "cy"], desk[Ticket].Major!.Roles.Select(role => role.Holder));
    }

    [Fact]
    public void The_cause_is_known_after_eight_minutes_and_the_box_asks_nothing()
    {
        var desk = ToTheEnd();
        Assert.Equal(Clock.At("14:08"), desk[Ticket].Major!.At(Milestone.Diagnosed));
        desk.ExpectNo($"{Ticket} box-ended");
    }

    [Fact]
    public void Each_update_keeps_the_promise_of_the_one_before_and_is_reminded_of_3_minutes_ahead()
    {
        var desk = ToTheEnd();
        desk.ExpectOnly("status-posted",
            $"14:15 {Ticket} status-posted phase=identified next=2025-10-20T14:30:00Z by=bo",
            $"14:30 {Ticket} status-posted phase=monitoring next=2025-10-20T14:45:00Z by=bo",
            $"14:45 {Ticket} status-posted phase=monitoring next=2025-10-20T15:00:00Z by=bo");
        desk.ExpectOnly("status-due",
            $"14:12 {Ticket} status-due M6 next=2025-10-20T14:15:00Z",
            $"14:27 {Ticket} status-due M6 next=2025-10-20T14:30:00Z",
            $"14:42 {Ticket} status-due M6 next=2025-10-20T14:45:00Z",
            $"14:57 {Ticket} status-due M6 next=2025-10-20T15:00:00Z");
        desk.ExpectNo($"{Ticket} status-missed");
    }

    [Fact]
    public void It_is_watched_for_ten_minutes_stood_down_and_looked_back_at_the_next_day()
    {
        var desk = ToTheEnd();
        desk.Expect(
            $"14:50 {Ticket} restored confirmedBy=probe_shop-login until=2025-10-20T15:00:00Z",
            $"15:00 {Ticket} stood-down review=2025-10-21T10:00:00Z by=ines");
        Assert.Equal(MajorPhase.StoodDown, desk[Ticket].Major!.Phase);
    }

    [Fact]
    public void The_metrics_are_those_of_the_original()
    {
        var metrics = ToTheEnd().Account(Ticket).Metrics;
        Assert.Equal(
            (2, 1, 2, 8, 45, 50, 50),
            (Minutes(metrics.ToDetect), Minutes(metrics.ToAcknowledge), Minutes(metrics.ToWarRoom),
                Minutes(metrics.ToDiagnose), Minutes(metrics.ToMitigate), Minutes(metrics.ToResolve),
                Minutes(metrics.Downtime)));
    }

    private static int? Minutes(Duration? duration) => (int?)duration?.TotalMinutes;
}
