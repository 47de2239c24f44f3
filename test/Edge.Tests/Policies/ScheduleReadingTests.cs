using System.Collections.Immutable;
using Muster.Core.OnCall;
using Muster.Files.Policies;
using NodaTime;
using Xunit;
using static Muster.Edge.Tests.Policies.Reading;

namespace Muster.Edge.Tests.Policies;

public sealed class ScheduleReadingTests
{
    private const string Moment =
        "a date and time such as 2025-01-06T09:00, or with an offset 2025-01-06T09:00+01:00";

    [Fact]
    public void The_schedule_of_the_contract_is_read_as_written()
    {
        var text = File.ReadAllText(Path.Combine(Root, "test/Edge.Tests/Policies/contract.yaml"));
        var schedule = Policy(text).Schedules["primary"];
        Assert.Equal("Europe/Berlin", schedule.Zone.Id);
        Assert.Equal(["weekly", "nights"], schedule.Layers.Select(l => l.Name));
        Assert.Equal(["ann", "bo", "cy"], schedule.Layers[0].People);
        Assert.Equal(new LocalDateTime(2025, 1, 6, 9, 0), schedule.Layers[0].Start.Local);
        Assert.Null(schedule.Layers[0].Only);
        Assert.Equal(RotationUnit.Daily, schedule.Layers[1].Rotation);
        Assert.Equal(1, schedule.Layers[1].Every);
        Assert.Equal(1980, schedule.Layers[1].Only!.On(IsoDayOfWeek.Friday).Single().End);
        Assert.Equal(
            new Override(Instant.FromUtc(2025, 2, 3, 8, 0), Instant.FromUtc(2025, 2, 4, 8, 0), "fay"),
            schedule.Overrides.Single());
    }

    [Fact]
    public void A_start_with_an_offset_is_that_instant()
    {
        var layer = Read("""{"rotation":"custom","shift":"PT36H","start":"2025-01-06T09:00+05:30","people":["a"]}""");
        Assert.Equal(Instant.FromUtc(2025, 1, 6, 3, 30), layer.Start.Exact);
        Assert.Null(layer.Start.Local);
        Assert.Equal(Duration.FromHours(36), layer.Shift);
    }

    [Fact]
    public void An_only_without_hours_hides_the_layer_always() =>
        Assert.True(Read("""{"rotation":"daily","start":"2025-01-06T09:00","people":["a"],"only":{}}""").Only!.IsEmpty);

    [Fact]
    public void A_zone_is_needed_and_the_rest_may_be_absent()
    {
        Assert.Empty(Faults("""{"zone":"UTC"}"""));
        Assert.Equal(["schedule: a schedule needs 'zone': a zone such as Europe/Berlin"], Faults("{}"));
    }

    [Fact]
    public void A_layer_needs_rotation_start_and_people() =>
        Assert.Equal(
            ["schedule.layers[0]: a layer needs 'rotation': one of hourly, daily, weekly, custom",
             $"schedule.layers[0]: a layer needs 'start': {Moment}",
             "schedule.layers[0]: a layer needs 'people': a list of people"],
            Faults("""{"zone":"UTC","layers":[{}]}"""));

    [Fact]
    public void A_layer_needs_somebody() =>
        Assert.Equal(
            ["schedule.layers[0].people: at least one is needed here: a list of people"],
            Layer(""" "rotation":"daily","start":"2025-01-06T09:00","people":[] """));

    [Fact]
    public void An_override_needs_from_to_and_person() =>
        Assert.Equal(
            [$"schedule.overrides[0]: an override needs 'from': {Moment}",
             $"schedule.overrides[0]: an override needs 'to': {Moment}",
             "schedule.overrides[0]: an override needs 'person': a text"],
            Faults("""{"zone":"UTC","overrides":[{}]}"""));

    [Fact]
    public void A_rotation_is_one_of_four() =>
        Assert.Equal(
            ["schedule.layers[0].rotation: expected one of hourly, daily, weekly, custom, found 'wekly'; " +
             "did you mean 'weekly'?"],
            Layer(""" "rotation":"wekly","start":"2025-01-06T09:00","people":["a"] """));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    public void Every_is_a_whole_number_from_1(string every) =>
        Assert.Equal(
            [$"schedule.layers[0].every: expected a whole number from 1 to 10000, found {every}"],
            Layer($$""" "rotation":"daily","every":{{every}},"start":"2025-01-06T09:00","people":["a"] """));

    [Fact]
    public void A_custom_rotation_needs_a_shift_above_zero_and_has_no_every()
    {
        Assert.Equal(
            ["schedule.layers[0].every: a custom rotation has no 'every': its length is 'shift'",
             "schedule.layers[0]: a custom rotation needs 'shift': a duration such as 15m, 4h, 7d, 1h30m or PT15M"],
            Layer(""" "rotation":"custom","every":2,"start":"2025-01-06T09:00","people":["a"] """));
        Assert.Equal(
            ["schedule.layers[0].shift: a duration must be longer than zero here: PT0S"],
            Layer(""" "rotation":"custom","shift":"PT0S","start":"2025-01-06T09:00","people":["a"] """));
    }

    [Fact]
    public void Only_a_custom_rotation_has_a_shift() =>
        Assert.Equal(
            ["schedule.layers[0].shift: 'shift' belongs to a custom rotation, and this one is daily"],
            Layer(""" "rotation":"daily","shift":"4h","start":"2025-01-06T09:00","people":["a"] """));

    [Fact]
    public void An_override_that_ends_before_it_begins_is_an_error_and_an_empty_one_is_not()
    {
        Assert.Equal(
            ["schedule.overrides[0].to: 'to' is before 'from': 2025-02-03T08:00 is before 2025-02-03T09:00"],
            Override("2025-02-03T09:00", "2025-02-03T08:00"));
        Assert.Empty(Override("2025-02-03T09:00", "2025-02-03T09:00"));
    }

    [Fact]
    public void An_override_is_compared_as_instants() =>
        Assert.Empty(Override("2025-02-03T09:00+09:00", "2025-02-03T01:00Z"));

    [Fact]
    public void An_unknown_key_is_an_error() =>
        Assert.Equal(
            ["schedule.layer: unknown key 'layer' in a schedule; expected one of zone, layers, overrides; " +
             "did you mean 'layers'?"],
            Faults("""{"zone":"UTC","layer":[]}"""));

    private static RotationLayer Read(string layer)
    {
        var read = PolicyReader.ReadSchedule(Element($$"""{"zone":"UTC","layers":[{{layer}}]}"""));
        Assert.Equal([], read.Faults);
        return read.Value!.Layers.Single();
    }

    private static ImmutableArray<string> Layer(string fields) =>
        Faults($$$"""{"zone":"UTC","layers":[{{{{fields}}}}]}""");

    private static ImmutableArray<string> Override(string from, string to) =>
        Faults($$$"""{"zone":"UTC","overrides":[{"from":"{{{from}}}","to":"{{{to}}}","person":"a"}]}""");

    private static ImmutableArray<string> Faults(string json) =>
        [.. PolicyReader.ReadSchedule(Element(json)).Faults.Select(f => f.ToString())];
}
