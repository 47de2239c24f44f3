using Muster.Core.Calendars;
using Muster.Files;
using Muster.Support;
using NodaTime;
using Xunit;

namespace Muster.Edge.Tests;

/// <summary>Zone data from a file: taken whole, or refused in words.</summary>
public sealed class ZoneFileTests : IDisposable
{
    private static readonly Instant Spring = Instant.FromUtc(2027, 3, 28, 1, 0);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_zone_counts_by_the_rules_of_the_file_and_the_others_as_before()
    {
        var zones = ZoneFile.Read(Changed("2027a")).Zones;
        var (berlin, before) = (zones.Find("Europe/Berlin")!, ZoneData.BuiltIn.Find("Europe/Berlin")!);
        Assert.Equal("2027a", zones.Version);
        Assert.StartsWith("2027a@sha256:", zones.Name, StringComparison.Ordinal);
        var second = Duration.FromSeconds(1);
        Assert.Equal(before.GetUtcOffset(Spring - second), berlin.GetUtcOffset(Spring - second));
        Assert.Equal(Offset.FromHours(2), before.GetUtcOffset(Spring));
        Assert.Equal(Offset.FromHours(1), berlin.GetUtcOffset(Spring));
        Assert.Equal(Offset.FromHours(2), zones.Find("Europe/Paris")!.GetUtcOffset(Spring));
        Assert.Equal(ZoneData.BuiltIn.Ids, zones.Ids);
    }

    [Fact]
    public void Two_files_of_one_version_are_told_apart_and_the_programs_own_is_itself()
    {
        var one = ZoneFile.Read(Changed("2027a")).Zones;
        var other = ZoneFile.Of(ChangedZones.Of("2027a"), "other").Zones;
        Assert.Equal(one.Version, other.Version);
        Assert.NotEqual(one.Name, other.Name);
        Assert.Same(ZoneData.BuiltIn, ZoneFile.Of(ZoneFile.BuiltIn, "own").Zones);
        Assert.Equal(ZoneData.BuiltIn.Version, ZoneData.BuiltIn.Name);
    }

    [Theory]
    [InlineData("UTC+03:30")]
    [InlineData("europe/berlin")]
    [InlineData("Europe/Bonn")]
    public void What_is_no_zone_of_the_data_is_none(string id) => Assert.Null(ZoneData.BuiltIn.Find(id));

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused_in_words()
    {
        var whole = ChangedZones.Of("2027a");
        for (var length = 0; length < whole.Length; length += 811)
        {
            var fault = Assert.Throws<ZoneFileException>(() => ZoneFile.Of(whole.AsMemory(0, length), "short.nzd"));
            Assert.StartsWith("short.nzd is no zone data, or not all of it; give a whole tzdb*.nzd", fault.Message);
        }
    }

    [Fact]
    public void Whatever_bytes_are_in_a_file_it_is_taken_whole_or_refused_in_words()
    {
        var random = new Random(27);
        for (var round = 0; round < 200; round++)
        {
            var bytes = ChangedZones.Of("2027a");
            for (var change = 0; change < 3; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (Record.Exception(() => ZoneFile.Of(bytes, "odd.nzd")) is { } fault)
                Assert.IsType<ZoneFileException>(fault);
        }
        Assert.Throws<ZoneFileException>(() => ZoneFile.Of("time: {zones: a}"u8.ToArray(), "muster.yaml"));
    }

    [Fact]
    public void A_file_that_is_not_there_or_too_large_or_a_folder_is_refused_in_words()
    {
        Assert.Contains("there is no file", Refusal(Path.Combine(folder.FullName, "none.nzd")));
        var large = Path.Combine(folder.FullName, "large.nzd");
        File.WriteAllBytes(large, new byte[ZoneFile.Largest + 1]);
        Assert.Contains("is larger than 1 MiB", Refusal(large));
        Assert.Contains("cannot be read", Refusal(folder.FullName));
    }

    [Fact]
    public void A_version_that_could_write_over_a_terminal_is_none() =>
        Assert.Contains("names no version", Assert.Throws<ZoneFileException>(
            () => ZoneFile.Of(ChangedZones.Of("2027\u001b[2J"), "odd.nzd")).Message);

    [Theory]
    [InlineData("2025b", true)]
    [InlineData("2026e", true)]
    [InlineData("2026f", false)]
    [InlineData("2026fa", false)]
    [InlineData("2027a", false)]
    public void What_is_older_than_the_programs_own_is_said(string version, bool isOlder)
    {
        var zones = ZoneFile.Of(ChangedZones.Of(version), "some.nzd").Zones;
        Assert.Equal(
            isOlder ? $"some.nzd is of version {version}, older than the 2026f that is built in" : null,
            ZoneFile.Warning(zones, "some.nzd"));
    }

    private string Changed(string version) =>
        ChangedZones.Write(folder.FullName, version, ("Europe/Berlin", Spring, Offset.FromHours(1)));

    private static string Refusal(string path) =>
        Assert.Throws<ZoneFileException>(() => ZoneFile.Read(path)).Message;
}
