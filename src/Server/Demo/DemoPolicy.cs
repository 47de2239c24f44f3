using Muster.Files.Policies;

namespace Muster.Server.Demo;

/// <summary>The desk of the demonstration: <c>samples/demo.yaml</c>, which is inside the program.</summary>
public static class DemoPolicy
{
    public static PolicyResult Read()
    {
        using var stream = typeof(DemoPolicy).Assembly.GetManifestResourceStream("demo.yaml")
            ?? throw new InvalidOperationException("demo.yaml is not embedded in the program.");
        using var reader = new StreamReader(stream);
        return PolicyReader.Read([new PolicySource("demo.yaml", reader.ReadToEnd(), null)]);
    }
}
