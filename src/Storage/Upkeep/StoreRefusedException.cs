namespace Muster.Storage;

/// <summary>A store that this program will not open; the message says why and what to do.</summary>
public sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);
