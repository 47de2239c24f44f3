using System.Collections.Immutable;
using Muster.Core.Calendars;

namespace Muster.Files.Policies;

/// <summary>One policy of a check: a file, or several together.</summary>
public sealed record CheckedPolicy(string Name, PolicyResult Result);

/// <summary>
/// What <c>muster policy check FILE|DIR…</c> looks at. A directory is each of its <c>*.yaml</c> by itself,
/// <c>*.test.yaml</c> left out; together, several files are one policy.
/// </summary>
public static class PolicyCheck
{
    /// <summary>
    /// Reads and checks each of <paramref name="paths"/>. A file or directory that cannot be read is a fault at its
    /// first place, like any other, so that the rest is checked all the same.
    /// </summary>
    /// <param name="together">All files are one policy, a later one laid over the earlier.</param>
    /// <param name="zones">The zone data that they are typed with; null for what is built in.</param>
    /// <param name="standardInput">What <c>-</c> is; null where it is a file of that name.</param>
    public static ImmutableArray<CheckedPolicy> Check(
        IReadOnlyList<string> paths, bool together, ZoneData? zones = null, Func<Stream>? standardInput = null)
    {
        var files = paths.SelectMany(FilesOf).ToList();
        if (!together)
            return [.. files.Select(file => new CheckedPolicy(file, ReadTogether([file], zones, standardInput)))];
        return [new CheckedPolicy(string.Join(" + ", files), ReadTogether(files, zones, standardInput))];
    }

    /// <summary>
    /// The files that a path stands for: itself, or a directory's policies in the order of their names.
    /// </summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        return
        [
            .. Directory.EnumerateFiles(path, "*.yaml")
                .Where(file => !file.EndsWith(".test.yaml", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Reads a policy file; null and a fault when it cannot be read.</summary>
    /// <param name="standardInput">What <c>-</c> is; null where it is a file of that name.</param>
    public static PolicySource? Load(string file, out PolicyFault? fault, Func<Stream>? standardInput = null)
    {
        fault = null;
        if (file == PolicyReader.StandardInputName && standardInput is not null)
            return new PolicySource(file, ReadAll(standardInput), null);
        try
        {
            if (new FileInfo(file).Length > 4L * YamlNodes.MostCharacters)
                fault = new PolicyFault(file, 1, 1, "the file is larger than 8 MiB: no policy is that large");
            else
                return new PolicySource(file, File.ReadAllText(file), Path.GetDirectoryName(Path.GetFullPath(file)));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            fault = new PolicyFault(file, 1, 1, "there is no such file");
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            fault = new PolicyFault(file, 1, 1, "the file cannot be read: " + unreadable.Message);
        }
        return null;
    }

    // One character more than a policy may have is enough to be told so.
    private static string ReadAll(Func<Stream> open)
    {
        using var reader = new StreamReader(open());
        var text = new char[YamlNodes.MostCharacters + 1];
        return new string(text, 0, reader.ReadBlock(text));
    }

    private static PolicyResult ReadTogether(List<string> files, ZoneData? zones, Func<Stream>? standardInput)
    {
        var (sources, faults) = (new List<PolicySource>(), new List<PolicyFault>());
        foreach (var file in files)
        {
            if (Load(file, out var fault, standardInput) is { } source)
                sources.Add(source);
            else
                faults.Add(fault!);
        }
        // Without one of the files the others might refer to what is not there: only its absence is told.
        return faults.Count > 0 ? new PolicyResult(null, [.. faults], []) : PolicyReader.Read(sources, zones: zones);
    }
}
