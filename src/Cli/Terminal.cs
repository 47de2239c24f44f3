namespace Muster.Cli;

/// <summary>Standard streams and files by name; <c>-</c> is standard input or output.</summary>
internal static class Terminal
{
    public static Stream OpenInput(string name) =>
        name == "-" ? Console.OpenStandardInput() : new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);

    public static Stream OpenOutput(string name) =>
        name == "-" ? Console.OpenStandardOutput() : new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);

    /// <summary>Says on standard error what could not be read or written, and answers with exit code 2.</summary>
    public static int CannotUse(string name, Exception why)
    {
        var reason = why is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : why.Message;
        Console.Error.WriteLine($"muster: {name}: {reason}");
        return ExitCodes.WrongUsage;
    }
}
