using System.Security.Cryptography;
using Muster.Channels;
using Muster.Channels.Webhook;
using Muster.Core.Messages;
using Muster.Engine.Delivery;
using Muster.Server.Composition;

namespace Muster.Server.Status.Subscriptions;

/// <summary>How subscribers are told: by the mail of the house, and by webhooks of their own.</summary>
internal static class SubscriberWays
{
    /// <summary>
    /// Apart from the webhooks of the policy's people: what strangers gave as an address holds up nobody else. Each
    /// letter brings the secret that it is signed with.
    /// </summary>
    public static WebhookChannel Webhooks(House house) => new(
        new WebhookSettings("whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))
        {
            TrustedHosts = house.TrustedHosts,
        },
        house.Time);

    public static IEnumerable<IDeed> Deeds(House house, WebhookChannel webhooks)
    {
        if (!house.Settings.Status.Subscriptions)
            yield break;
        var channels = new Dictionary<SubscriptionKind, IChannel> { [SubscriptionKind.Webhook] = webhooks };
        if (house.Channels.FirstOrDefault(channel => channel.Name == "mail") is { } mail)
            channels[SubscriptionKind.Mail] = mail;
        var letters = new SubscriberLetters(
            house.Settings.Templates, house.SubscriptionLinks, house.Answers, house.Status.Name,
            () => house.Status.Url);
        yield return new TellSubscribers(
            house.Store, house.Epoch, house.Subscriptions, house.MessagesWait, () => house.Now);
        foreach (var kind in (MessageKind[])[MessageKind.Subscriber, MessageKind.Confirmation])
            yield return new TellSubscriber(kind, house.Subscriptions, letters, house.Policies, channels);
    }
}
