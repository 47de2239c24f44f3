namespace Muster.Server;

/// <summary>How much is logged: this, and all that is graver.</summary>
public enum LogDetail
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>What is written to standard error.</summary>
/// <param name="IsJson">One JSON object a line, for programs; otherwise a line for people.</param>
public sealed record LogOptions(bool IsJson, LogDetail Detail);
