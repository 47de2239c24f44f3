using System.Text;
using Muster.Core.Calendars;
using Muster.Core.Replay;
using Muster.Files.Policies;
using Muster.Files.States;
using Xunit;

namespace Muster.Core.Tests.Laws;

public sealed class SavedStateLaws
{
    [Fact]
    public void Replaying_a_log_in_two_halves_through_saved_state_gives_the_same_journal() => Logs.Ask(2000, sample =>
    {
        var whole = sample.Tell();
        var cut = new Random(sample.Seed).Next(sample.Lines.Length + 1);
        var first = new Story(sample.Policy);
        first.Read(sample.Lines[..cut], sample.Until);
        var second = new Story(sample.Policy, ThroughAStream(first.Time.Save(), sample));
        second.Read(sample.Lines[cut..], sample.Until, cut + 1);
        second.Finish(sample.Until);
        Assert.Equal(whole.Journal, first.Journal + second.Journal);
        Assert.Equal(whole.Refused, first.Refused.Concat(second.Refused));
    });

    [Fact]
    public void A_state_saved_after_every_line_gives_the_same_journal() => Logs.Ask(30, sample =>
    {
        var journal = new StringBuilder();
        var story = new Story(sample.Policy);
        foreach (var line in sample.Lines)
        {
            story.Read([line], sample.Until);
            journal.Append(story.Journal);
            story = new Story(sample.Policy, ThroughAStream(story.Time.Save(), sample));
        }
        story.Finish(sample.Until);
        Assert.Equal(sample.Tell().Journal, journal + story.Journal);
    });

    [Fact]
    public void A_state_is_the_same_bytes_when_it_is_saved_again() => Logs.Ask(100, sample =>
    {
        var state = sample.Tell().Time.Save();
        var bytes = Bytes(state, sample);
        var resumed = VirtualTime.Resume(ThroughAStream(state, sample), sample.Policy, (_, _, _) => { });
        Assert.Equal(bytes, Bytes(resumed.Save(), sample));
    });

    [Fact]
    public void A_state_goes_on_under_no_other_policy()
    {
        var sample = Logs.Of(2);
        var other = PolicyReader.Read([new PolicySource("other.yaml", "lifecycle: {autoClose: 9d}", null)]).Policy!;
        var bytes = Bytes(sample.Tell().Time.Save(), sample);
        var refusal = Assert.Throws<SavedStateException>(() => SavedState.Read(new MemoryStream(bytes), other));
        Assert.Contains(other.Version, refusal.Message);
    }

    [Fact]
    public void A_state_goes_on_under_no_other_zone_data()
    {
        var sample = Logs.Of(2);
        var text = Encoding.UTF8.GetString(Bytes(sample.Tell().Time.Save(), sample));
        var older = text.Replace(
            $"\"zones\":\"{ZoneData.BuiltIn.Name}\"", "\"zones\":\"2019a\"", StringComparison.Ordinal);
        Assert.NotEqual(text, older);
        var refusal = Assert.Throws<SavedStateException>(
            () => SavedState.Read(new MemoryStream(Encoding.UTF8.GetBytes(older)), sample.Policy));
        Assert.Contains($"the zone data 2019a and cannot go on under {ZoneData.BuiltIn.Name}", refusal.Message);
    }

    [Fact]
    public void A_key_that_is_72_hours_old_is_not_saved()
    {
        string[] lines =
        [
            """{"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A","key":"k1"}""",
            """{"at":"2025-10-20T09:00:00.001Z","do":"start","ticket":"A","key":"k2"}""",
            """{"at":"2025-10-23T09:00:00Z","do":"update","ticket":"A"}""",
        ];
        var story = new Story(PolicyReader.Shipped);
        story.Read(lines[..2], null);
        Assert.Equal(["k1", "k2"], story.Time.Save().Keys.Select(key => key.Key));
        story.Read(lines[2..], null, 3);
        Assert.Equal(["k2"], story.Time.Save().Keys.Select(key => key.Key));
    }

    [Fact]
    public void A_state_that_was_cut_off_or_damaged_is_refused()
    {
        var sample = Logs.Of(4);
        var bytes = Bytes(sample.Tell().Time.Save(), sample);
        var text = Encoding.UTF8.GetString(bytes);
        string[] broken =
        [
            "", "{}", text[..(text.Length / 2)], text.Replace($"\"format\":{SavedState.Format}", "\"format\":0"),
            text.Replace("muster-replay-state", "something-else"), text.Replace("\"priority\"", "\"prio\""),
        ];
        foreach (var damaged in broken)
            Assert.Throws<SavedStateException>(
                () => SavedState.Read(new MemoryStream(Encoding.UTF8.GetBytes(damaged)), sample.Policy));
    }

    [Fact]
    public void An_empty_replay_can_be_saved_before_its_first_line()
    {
        var sample = Logs.Of(6);
        var story = new Story(sample.Policy, ThroughAStream(new Story(sample.Policy).Time.Save(), sample));
        story.Read(sample.Lines, sample.Until);
        story.Finish(sample.Until);
        Assert.Equal(sample.Tell().Journal, story.Journal);
    }

    internal static byte[] Bytes(ReplayState state, Sample sample)
    {
        using var stream = new MemoryStream();
        SavedState.Write(stream, state, sample.Policy);
        return stream.ToArray();
    }

    private static ReplayState ThroughAStream(ReplayState state, Sample sample) =>
        SavedState.Read(new MemoryStream(Bytes(state, sample)), sample.Policy);
}
