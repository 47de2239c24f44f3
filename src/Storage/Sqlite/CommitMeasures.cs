using System.Diagnostics.Metrics;

namespace Muster.Storage.Sqlite;

/// <summary>How long a transaction takes, its fsync included, and how many share one.</summary>
internal static class CommitMeasures
{
    private static readonly Meter Meter = new("Muster.Storage");

    private static readonly Histogram<double> Took = Meter.CreateHistogram(
        "muster.commit.duration", "s", "From the beginning of a transaction to the end of its fsync.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
        });

    private static readonly Histogram<int> Together = Meter.CreateHistogram(
        "muster.commit.batch", "{write}", "Writes that share a transaction.",
        advice: new InstrumentAdvice<int>
        {
            HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024],
        });

    public static void Note(TimeSpan took, int together)
    {
        Took.Record(took.TotalSeconds);
        Together.Record(together);
    }
}
