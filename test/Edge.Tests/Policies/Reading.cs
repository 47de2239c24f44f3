using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Files.Policies;
using Xunit;

namespace Muster.Edge.Tests.Policies;

/// <summary>Short ways to read a policy in a test.</summary>
internal static class Reading
{
    public static string Root { get; } = FindRoot();

    public static PolicyResult Read(params string[] texts) =>
        PolicyReader.Read(
            [.. texts.Select((text, i) => new PolicySource(i == 0 ? "p.yaml" : $"p{i + 1}.yaml", text, null))]);

    public static Policy Policy(params string[] texts)
    {
        var result = Read(texts);
        Assert.Equal([], result.Faults);
        return result.Policy!;
    }

    /// <summary>The faults of one text as they are printed, without the name of the file.</summary>
    public static ImmutableArray<string> Faults(string text) =>
        [.. Read(text).Faults.Select(f => f.ToString()["p.yaml:".Length..])];

    public static ImmutableArray<string> Warnings(string text)
    {
        var result = Read(text);
        Assert.Equal([], result.Faults);
        return [.. result.Warnings.Select(f => f.ToString()["p.yaml:".Length..])];
    }

    public static JsonElement Element(string text) => JsonDocument.Parse(text).RootElement;

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Muster.slnx")))
            directory = directory.Parent;
        return directory?.FullName
            ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
