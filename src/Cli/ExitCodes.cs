namespace Muster.Cli;

/// <summary>What the program answers to a script (CONTRACT, "Command line").</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The answer is no: a failed check, a refused line.</summary>
    public const int No = 1;

    /// <summary>Wrong usage, or a file or option that cannot be read.</summary>
    public const int WrongUsage = 2;

    /// <summary>The server cannot be reached, or cannot answer now.</summary>
    public const int NotReachable = 3;

    /// <summary>The server does not know who asks.</summary>
    public const int NotSignedIn = 4;
}
