namespace Muster.Channels.Webhook;

/// <summary>How signed messages leave for other programs.</summary>
/// <param name="Secret">
/// The key of the signatures as its receivers have it: <c>whsec_</c> and base64 of 24 to 64 bytes.
/// </param>
public sealed record WebhookSettings(string Secret)
{
    /// <summary>
    /// Hosts that may be reached although they are within the house, as <c>localhost</c>; all others must be out on the
    /// internet.
    /// </summary>
    public IReadOnlyCollection<string> TrustedHosts { get; init; } = [];
}
