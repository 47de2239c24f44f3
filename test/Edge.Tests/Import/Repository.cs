namespace Muster.Edge.Import;

internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Muster.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
