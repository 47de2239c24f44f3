using Muster.Core.Calendars;
using Muster.Files.Policies;

namespace Muster.Server.Demo;

/// <summary>The desk of the demonstration: <c>samples/demo.yaml</c>, which is inside the program.</summary>
public static class DemoPolicy
{
    /// <param name="zones">The zone data that it is typed with; null for what is built in.</param>
    public static PolicyResult Read(ZoneData? zones = null)
    {
        using var stream = typeof(DemoPolicy).Assembly.GetManifestResourceStream("demo.yaml")
            ?? throw new InvalidOperationException("demo.yaml is not embedded in the program.");
        using var reader = new StreamReader(stream);
        return PolicyReader.Read([new PolicySource("demo.yaml", reader.ReadToEnd(), null)], zones: zones);
    }
}
