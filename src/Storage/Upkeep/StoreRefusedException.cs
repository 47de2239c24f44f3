namespace Muster.Storage;

/// <summary>A store that this program will not open; the message says why and what to do.</summary>
public sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The file itself is broken, cut off or empty; a check of it has found what it was for.</summary>
    public bool IsDamage { get; init; }
}
