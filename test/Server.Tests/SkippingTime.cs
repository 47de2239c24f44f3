namespace Muster.Server.Tests;

/// <summary>The machine's time, of which some can be passed over.</summary>
internal sealed class SkippingTime : TimeProvider
{
    private long skipped;

    public void Skip(TimeSpan length) => Interlocked.Add(ref skipped, length.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref skipped));

    public override long GetTimestamp() => base.GetTimestamp()
        + (Interlocked.Read(ref skipped) * (TimestampFrequency / TimeSpan.TicksPerSecond));
}
