using Muster.Channels;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Files.Logs;
using Muster.Files.Templates;
using NodaTime;

namespace Muster.Server.Status.Subscriptions;

/// <summary>What subscribers are told: the status page's own words, framed for one of them.</summary>
/// <param name="name">What the page calls itself.</param>
/// <param name="page">Where readers find it.</param>
internal sealed class SubscriberLetters(
    MessageTemplates templates, SubscriptionLinks links, IReturnPath back, string name, Func<string> page)
{
    public Letter Confirmation(Subscription to, string key)
    {
        var url = links.ConfirmUrl(to.Id);
        var words = templates.Write("subscriber-confirm", TemplateChannel.Mail, new Dictionary<string, object?>
        {
            ["page_name"] = name,
            ["confirm_url"] = new WebAddress(url),
            ["confirm_by"] = Engine.Delivery.MajorValues.Said(to.ConfirmBy),
        });
        var facts = new Dictionary<string, string>
        {
            ["kind"] = "status.confirmation",
            ["page"] = page(),
            ["confirmUrl"] = url,
            ["confirmBy"] = Rfc3339.Format(to.ConfirmBy),
        };
        if (to.Secret is { } secret)
            facts["secret"] = secret; // said this once, to the receiver alone
        return new Letter(key, to.Address, null, words.Subject!, words.Text, facts) { Secret = to.Secret };
    }

    /// <summary>Null where the page has no words for the fact.</summary>
    public Letter? Update(Subscription to, string key, TicketEvent fact, TicketState ticket, Policy policy)
    {
        if (ticket.Major is not { } major || StatusTelling.Html(fact, ticket, major, templates, back) is not { } html)
            return null;
        var (title, phase, text) = (PublicWords.Title(ticket, policy), StatusTelling.PhaseOf(fact),
            PublicWords.Plain(html));
        var unsubscribe = links.UnsubscribeUrl(to.Id);
        var words = templates.Write("subscriber-update", TemplateChannel.Mail, new Dictionary<string, object?>
        {
            ["page_name"] = name,
            ["incident"] = title,
            ["phase"] = phase,
            ["text"] = text,
            ["status_url"] = new WebAddress(page()),
            ["unsubscribe_url"] = new WebAddress(unsubscribe),
        });
        var facts = new Dictionary<string, string>
        {
            ["kind"] = "status.update",
            ["page"] = page(),
            ["incident"] = ticket.Id.Value,
            ["title"] = title,
            ["text"] = text,
            ["unsubscribeUrl"] = unsubscribe,
        };
        if (phase is not null)
            facts["status"] = phase;
        if (major is { IsActive: true, NextUpdateAt: { } next })
            facts["nextUpdateAt"] = Rfc3339.Format(next);
        return new Letter(key, to.Address, $"status/{ticket.Id}/{to.Id}", words.Subject!, words.Text, facts)
        {
            UnsubscribeUrl = unsubscribe,
            Secret = to.Secret,
        };
    }
}
