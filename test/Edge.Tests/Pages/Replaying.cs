using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Edge.Tests.Policies;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Pages;
using Muster.Files.Policies;

namespace Muster.Edge.Tests.Pages;

/// <summary>A log replayed the way <c>muster replay --html --against</c> does it.</summary>
internal sealed partial class Replaying
{
    private Replaying(string log, Policy policy, Policy? other)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(log));
        var reading = new ReplayReading(stream, policy, strict: false, until: null);
        var replay = new LogReplay(policy, reading.Sinks);
        replay.Run(stream);
        reading.Finish(replay);
        Summary = replay.Summary;
        var against = other is null ? null : reading.Against(other);
        Report = reading.Report("log.jsonl", against);
        using var page = new MemoryStream();
        ReplayPage.Write(page, Report);
        Html = Encoding.UTF8.GetString(page.ToArray());
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
            SummaryWriter.Write(writer, replay.Summary, policy, 1, against);
        Json = JsonDocument.Parse(json.ToArray()).RootElement;
    }

    public static string Desk { get; } = File.ReadAllText(Path.Combine(Reading.Root, "samples/desk.jsonl"));

    public static Policy OfficeHours { get; } =
        Reading.Policy(File.ReadAllText(Path.Combine(Reading.Root, "policies/office-hours.yaml")));

    public ReplaySummary Summary { get; }

    public ReplayReport Report { get; }

    public string Html { get; }

    public JsonElement Json { get; }

    /// <summary>What a reader sees: tags taken out, entities read, runs of white space made one.</summary>
    public string Text => Blanks().Replace(
        System.Net.WebUtility.HtmlDecode(Tags().Replace(Html, " ")), " ").Trim();

    public static Replaying Of(string log, Policy? policy = null, Policy? other = null) =>
        new(log, policy ?? PolicyReader.Shipped, other);

    [GeneratedRegex("<style>.*?</style>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
