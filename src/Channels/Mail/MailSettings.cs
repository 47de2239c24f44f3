namespace Muster.Channels.Mail;

/// <summary>The mail server that takes what Muster sends.</summary>
/// <param name="From">The address it is sent from.</param>
public sealed record MailSettings(string Host, int Port, string From)
{
    /// <summary>Null where the server wants nobody to sign in.</summary>
    public string? User { get; init; }
    public string? Password { get; init; }
    public MailSecurity Security { get; init; } = MailSecurity.Auto;
}

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>TLS where the server offers it; never a password without it, but to this machine itself.</summary>
    Auto,

    /// <summary>Never; for a relay on this machine.</summary>
    None,

    /// <summary>Begins in the clear and refuses to go on without TLS.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,
}
