using Muster.Channels;
using Muster.Channels.Console;
using Muster.Channels.Mail;
using Muster.Channels.Slack;
using Muster.Channels.Webhook;
using Muster.Files.Settings;

namespace Muster.Server.Composition;

/// <summary>The channels that the settings name; where they name none, the console, for trying out.</summary>
internal static class WaysToPeople
{
    /// <exception cref="ServeRefusedException">A channel cannot be set up so; the message says why.</exception>
    public static IReadOnlyList<IChannel> Open(ServeOptions options)
    {
        if (options.Channels is { } given)
            return given;
        var settings = options.Settings.Channels;
        var channels = new List<IChannel>();
        if (settings.Mail is { } mail)
            channels.Add(new Channels.Mail.MailChannel(Of(mail), options.Time));
        if (settings.Slack is { } slack)
            channels.Add(new SlackChannel(Of(slack), options.Time));
        if (settings.Webhook is { } webhook)
            channels.Add(Signed(webhook, options.Time));
        if (settings.Console || channels.Count == 0)
            channels.Add(new ConsoleChannel(options.Output));
        return channels;
    }

    private static MailSettings Of(Files.Settings.MailChannel mail) => new(mail.Host, mail.Port, mail.From)
    {
        User = mail.User,
        Password = mail.Password?.Reveal(),
        Security = mail.Encryption switch
        {
            MailEncryption.None => MailSecurity.None,
            MailEncryption.Direct => MailSecurity.Tls,
            MailEncryption.StartTls => MailSecurity.StartTls,
            _ => MailSecurity.Auto,
        },
    };

    private static SlackSettings Of(SlackAccount slack)
    {
        var settings = new SlackSettings(slack.Token.Reveal());
        return slack.BaseUrl is { } url ? settings with { BaseUrl = url } : settings;
    }

    private static Channels.Webhook.WebhookChannel Signed(Files.Settings.WebhookChannel webhook, TimeProvider time)
    {
        try
        {
            return new Channels.Webhook.WebhookChannel(
                new WebhookSettings(webhook.Secret.Reveal()) { TrustedHosts = webhook.TrustedHosts }, time);
        }
        catch (FormatException fault)
        {
            throw new ServeRefusedException($"channels.webhook.secretFile: {fault.Message}", fault);
        }
    }
}
