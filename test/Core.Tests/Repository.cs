namespace Muster.Core.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The nearest folder above the test program that holds the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string File(string path) => Path.Combine(Root, path);

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Muster.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"no Muster.slnx above {from}");
    }
}
