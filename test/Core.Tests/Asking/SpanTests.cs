using Muster.Core.Asking;
using Xunit;

namespace Muster.Core.Tests.Asking;

/// <summary>From one time to another, in words.</summary>
public sealed class SpanTests
{
    private static Understanding Read(string text) => Grammar.Read(text, Phrasing.Wednesday);

    [Theory] // the Wednesday is 2025-11-05, 10:00 in Berlin
    [InlineData("plan maintenance on vpn tomorrow between 22:00 and 23:00",
        "2025-11-06T21:00:00Z|2025-11-06T22:00:00Z")]
    [InlineData("plan maintenance on vpn, Sunday from 2 to 4 pm", "2025-11-09T13:00:00Z|2025-11-09T15:00:00Z")]
    [InlineData("plan maintenance on vpn from 11 to 1 pm", "2025-11-05T10:00:00Z|2025-11-05T12:00:00Z")]
    [InlineData("plan maintenance on vpn from 22:00 to 2:00", "2025-11-05T21:00:00Z|2025-11-06T01:00:00Z")]
    [InlineData("plan maintenance on vpn, 2026-03-21 2-4 am UTC", "2026-03-21T02:00:00Z|2026-03-21T04:00:00Z")]
    [InlineData("plan maintenance on vpn 22:00-23:00 UTC on 2026-03-01", "2026-03-01T22:00:00Z|2026-03-01T23:00:00Z")]
    [InlineData("plan maintenance on vpn tomorrow 22:00 - 23:00", "2025-11-06T21:00:00Z|2025-11-06T22:00:00Z")]
    [InlineData("plan maintenance on vpn from Friday 22:00 to Saturday 2:00",
        "2025-11-07T21:00:00Z|2025-11-08T01:00:00Z")]
    [InlineData("plan maintenance on vpn from 2026-04-04T02:00Z to 2026-04-04T04:00Z",
        "2026-04-04T02:00:00Z|2026-04-04T04:00:00Z")]
    [InlineData("Wartungsfenster morgen von 22 bis 23 Uhr für vpn planen", "2025-11-06T21:00:00Z|2025-11-06T22:00:00Z")]
    [InlineData("plane Wartung für vpn morgen zwischen 2 und 4 Uhr", "2025-11-06T01:00:00Z|2025-11-06T03:00:00Z")]
    [InlineData("programa mantenimiento de vpn mañana de 22:00 a 23:00", "2025-11-06T21:00:00Z|2025-11-06T22:00:00Z")]
    [InlineData("programa mantenimiento de vpn mañana entre las 2 y las 4",
        "2025-11-06T01:00:00Z|2025-11-06T03:00:00Z")]
    public void A_maintenance_has_both_its_ends(string text, string span)
    {
        var read = Read(text);
        Assert.Equal(("change.schedule", null), (read.Intent?.Name, read.Doubt));
        Assert.Equal(span, $"{read.Slots.Text("start")}|{read.Slots.Text("end")}");
    }

    [Theory]
    [InlineData("timeline of 42 from 8 to 9 am", "2025-11-05T07:00:00Z|2025-11-05T08:00:00Z")]
    [InlineData("what happened on 42 yesterday 14-16", "2025-11-04T13:00:00Z|2025-11-04T15:00:00Z")]
    [InlineData("tickets between 22:00 and 23:00", "2025-11-04T21:00:00Z|2025-11-04T22:00:00Z")]
    [InlineData("tickets from Monday to Friday", "2025-11-02T23:00:00Z|2025-11-07T23:00:00Z")]
    [InlineData("who is on call from 22:00 to 23:00 UTC", "2025-11-05T22:00:00Z|2025-11-05T23:00:00Z")]
    [InlineData("who was on call from Friday 18:00 to Monday 8:00", "2025-10-31T17:00:00Z|2025-11-03T07:00:00Z")]
    [InlineData("Zeitleiste von 42 zwischen 8 und 9 Uhr", "2025-11-05T07:00:00Z|2025-11-05T08:00:00Z")]
    [InlineData("metrics for October", "2025-09-30T22:00:00Z|2025-10-31T23:00:00Z")]
    [InlineData("Kennzahlen im Dezember", "2024-11-30T23:00:00Z|2024-12-31T23:00:00Z")]
    public void What_is_looked_up_has_both_its_ends(string text, string span)
    {
        var read = Read(text);
        Assert.Null(read.Doubt);
        Assert.Equal(span, $"{read.Slots.Text("from")}|{read.Slots.Text("until")}");
    }

    [Theory]
    [InlineData("snooze 42 from 2 to 4 pm")]
    [InlineData("hold 42 for the vendor between 2 and 4 pm")]
    [InlineData("snooze 7 - 8 pm")]
    [InlineData("may I close 42")]
    public void Where_it_has_no_place_it_is_asked_back(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("link 7 to 8", "link")]
    [InlineData("merge 7 and 8", "merge")]
    [InlineData("raise 42 from P3 to P1", "prioritise")]
    [InlineData("escalate 42 from tier 1 to tier 2", "escalate")]
    public void Tickets_and_levels_are_no_times(string text, string intent)
    {
        var read = Read(text);
        Assert.Equal((intent, null), (read.Intent?.Name, read.Doubt));
    }
}
