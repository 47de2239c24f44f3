using System.Diagnostics.Metrics;
using Muster.Server.Composition;

namespace Muster.Server.Tests;

/// <summary>
/// What the servers of this process say of a figure at this moment: tests run beside one another, and a page of figures
/// would hold whichever said it last.
/// </summary>
internal static class Measured
{
    public static IReadOnlyList<double> Of(string figure)
    {
        var found = new List<double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == HouseMeasures.Name && instrument.Name == figure)
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => found.Add(value));
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }
}
