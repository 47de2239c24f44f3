using Muster.Files;
using NodaTime;
using Xunit;

namespace Muster.Edge.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("15m", "PT15M")]
    [InlineData("4h", "PT4H")]
    [InlineData("7d", "PT168H")]
    [InlineData("1w", "PT168H")]
    [InlineData("1h30m", "PT1H30M")]
    [InlineData("30s", "PT30S")]
    [InlineData("0m", "PT0S")]
    [InlineData("P1W", "PT168H")]
    [InlineData("P1D", "PT24H")]
    [InlineData("P1DT2H30M", "PT26H30M")]
    [InlineData("P1W2DT3H4M5S", "PT219H4M5S")]
    [InlineData("PT0.5S", "PT0.5S")]
    [InlineData("PT1,5H", "PT1H30M")]
    [InlineData("P0.5D", "PT12H")]
    [InlineData("PT90M", "PT1H30M")]
    [InlineData("PT36H", "PT36H")]
    [InlineData("PT0S", "PT0S")]
    [InlineData("PT1.0019S", "PT1.001S")]
    [InlineData("-PT2H", "-PT2H")]
    [InlineData("-4h", "-PT4H")]
    public void A_duration_is_read_in_either_form_and_written_in_hours_minutes_and_seconds(string text, string iso)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(iso, Durations.Iso(duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("PT1M2H")]
    [InlineData("PT1.5H30M")]
    [InlineData("PT.5S")]
    [InlineData("pt5m")]
    [InlineData("15")]
    [InlineData("15 m")]
    [InlineData("1.5h")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("5x")]
    [InlineData("99999999999999999999h")]
    [InlineData("PT999999999999H")]
    [InlineData("--4h")]
    public void What_is_neither_form_is_no_duration(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData("2025-01-06T09:00", "2025-01-06T09:00:00")]
    [InlineData("2025-01-06T09:00:30.1239", "2025-01-06T09:00:30.123")]
    public void A_time_without_an_offset_is_local(string text, string local)
    {
        Assert.True(Moments.TryParse(text, out var moment));
        Assert.Equal(local, NodaTime.Text.LocalDateTimePattern.ExtendedIso.Format(moment.Local!.Value));
    }

    [Theory]
    [InlineData("2025-12-24T16:00:00+01:00", "2025-12-24T15:00:00Z")]
    [InlineData("2025-12-24T16:00Z", "2025-12-24T16:00:00Z")]
    [InlineData("2025-12-24T16:00-05:30", "2025-12-24T21:30:00Z")]
    public void A_time_with_an_offset_is_an_instant(string text, string instant)
    {
        Assert.True(Moments.TryParse(text, out var moment));
        Assert.Equal(instant, moment.Exact!.Value.ToString());
    }

    [Theory]
    [InlineData("2025-01-06")]
    [InlineData("2025-01-06 09:00")]
    [InlineData("2025-02-29T09:00")]
    [InlineData("2025-01-06T24:00")]
    [InlineData("2025-01-06T09:60")]
    [InlineData("2025-01-06T09:00:60")]
    [InlineData("2025-01-06T09:00:00.")]
    [InlineData("2025-01-06T09:00+1")]
    [InlineData("2025-01-06T09:00 ")]
    public void What_is_neither_is_no_time(string text) => Assert.False(Moments.TryParse(text, out _));

    [Theory]
    [InlineData("2025-03-30T02:30", "2025-03-30T01:00:00Z")] // does not exist in Berlin: the end of the gap
    [InlineData("2025-10-26T02:30", "2025-10-26T00:30:00Z")] // happens twice: the earlier
    public void A_local_time_in_a_gap_is_its_end_and_one_that_happens_twice_is_the_earlier(string text, string instant)
    {
        Assert.True(Moments.TryParse(text, out var moment));
        Assert.Equal(instant, moment.In(DateTimeZoneProviders.Tzdb["Europe/Berlin"]).ToString());
    }
}
