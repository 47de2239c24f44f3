using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;

namespace Muster.Channels.Mail;

/// <summary>
/// Mail by SMTP. The message's id is made from its key, so a mail that was sent twice is one in most mailboxes; those
/// about one ticket hang together.
/// </summary>
public sealed class MailChannel(MailSettings settings, TimeProvider time) : IChannel
{
    /// <summary>One attempt takes no longer; whether it went out is unknown then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public string Name => "mail";

    public async Task<DeliveryResult> Send(Letter letter, CancellationToken stop)
    {
        if (!MailboxAddress.TryParse(letter.To, out var to))
            return new DeliveryResult.Refused($"{letter.To} is no mail address");
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timed.CancelAfter(Longest);
        try
        {
            using var client = new SmtpClient { Timeout = (int)Longest.TotalMilliseconds };
            await client.ConnectAsync(settings.Host, settings.Port, Options(), timed.Token).ConfigureAwait(false);
            if (settings.User is { } user)
            {
                if (!client.IsSecure && !IsThisMachine(settings.Host))
                    return new DeliveryResult.Retry(
                        $"{settings.Host} offers no TLS; a password is not sent without it");
                await client.AuthenticateAsync(user, settings.Password ?? "", timed.Token).ConfigureAwait(false);
            }
            await client.SendAsync(Compose(letter, to), timed.Token).ConfigureAwait(false);
            await Leave(client, timed.Token).ConfigureAwait(false);
            return new DeliveryResult.Delivered();
        }
        catch (SmtpCommandException refusal)
        {
            var reason = $"{settings.Host}: {(int)refusal.StatusCode} {refusal.Message}";
            return (int)refusal.StatusCode >= 500
                ? new DeliveryResult.Refused(reason)
                : new DeliveryResult.Retry(reason);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new DeliveryResult.Retry($"{settings.Host}: no answer within {Longest.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is SocketException or IOException or SslHandshakeException
            or ProtocolException or AuthenticationException or NotSupportedException)
        {
            return new DeliveryResult.Retry($"{settings.Host}: {fault.Message}");
        }
    }

    private MimeMessage Compose(Letter letter, MailboxAddress to)
    {
        var mail = new MimeMessage { Date = time.GetUtcNow(), Subject = letter.Subject, MessageId = IdOf(letter.Key) };
        mail.From.Add(MailboxAddress.Parse(settings.From));
        mail.To.Add(to);
        if (letter.Thread is { } thread)
        {
            mail.InReplyTo = IdOf(thread);
            mail.References.Add(IdOf(thread));
        }
        mail.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's holiday answer comes back
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        mail.Headers.Add("X-Muster-Key", letter.Key);
        if (letter.UnsubscribeUrl is { } unsubscribe)
        {
            mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>"); // RFC 2369
            mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click"); // RFC 8058
        }
        mail.Body = new TextPart(TextFormat.Plain) { Text = letter.Text };
        return mail;
    }

    /// <summary>The key itself may hold what a message id must not.</summary>
    private string IdOf(string key)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var host = MailboxAddress.Parse(settings.From).Domain is { Length: > 0 } domain ? domain : "muster.invalid";
        return $"{Convert.ToHexStringLower(digest.AsSpan(0, 16))}@{host}";
    }

    private SecureSocketOptions Options() => settings.Security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => settings.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable,
    };

    private static bool IsThisMachine(string host) =>
        host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address)
            && System.Net.IPAddress.IsLoopback(address));

    /// <summary>The mail is the server's by now, whatever becomes of the good-bye.</summary>
    private static async Task Leave(SmtpClient client, CancellationToken stop)
    {
        try
        {
            await client.DisconnectAsync(quit: true, stop).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException
            or ProtocolException or SmtpCommandException)
        {
            // nothing is lost by it
        }
    }
}
