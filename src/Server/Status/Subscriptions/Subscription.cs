using NodaTime;

namespace Muster.Server.Status.Subscriptions;

/// <summary>How a subscriber is told.</summary>
internal enum SubscriptionKind
{
    Mail,
    Webhook,
}

/// <summary>Somebody who asked to be told what the status page says.</summary>
/// <param name="Id">Opaque; no secret.</param>
/// <param name="Secret">Signs what goes to a webhook; null for mail.</param>
/// <param name="ConfirmedAt">Null while nobody has said that they meant it.</param>
/// <param name="Version">Of the event that holds the address, which is erased with the subscription.</param>
internal sealed record Subscription(
    string Id, SubscriptionKind Kind, string Address, string? Secret, Instant AskedAt, Instant? ConfirmedAt,
    long Version)
{
    /// <summary>How long it waits to be confirmed.</summary>
    public static readonly Duration WaitsFor = Duration.FromHours(24);

    /// <summary>Exclusive.</summary>
    public Instant ConfirmBy => AskedAt + WaitsFor;

    public bool IsPending(Instant now) => ConfirmedAt is null && now < ConfirmBy;
}
