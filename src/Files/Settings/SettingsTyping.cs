using System.Globalization;
using System.Net;
using Muster.Files.Policies;
using Muster.Files.Templates;
using NodaTime;

namespace Muster.Files.Settings;

/// <summary>
/// The server's part of a configuration as records. Reads what is right and passes over what is not, which was found
/// before, so that what only shows here is told in the same run.
/// </summary>
internal static class SettingsTyping
{
    public static ServerSettings Settings(MapNode own, Func<string, string?> directoryOf, Findings findings)
    {
        var server = own.Map("server");
        var secrets = new SecretFiles(directoryOf, findings);
        return new ServerSettings
        {
            Urls = [.. server?.Texts("urls").Select(url => url.Text) ?? []],
            Data = server?.Text("data")?.Text,
            PublicUrl = Uri.TryCreate(server?.Text("publicUrl")?.Text, UriKind.Absolute, out var url) ? url : null,
            Node = server?.Text("node")?.Text,
            MetricsPublic = server?.Find("metricsPublic") is ScalarNode { Text: "true" },
            Channels = Channels(own.Map("channels"), secrets, findings),
            Limits = Limits(own.Map("limits")),
            Time = Time(own.Map("time"), directoryOf, findings),
            Status = new StatusSettings(
                own.Map("status")?.Text("name")?.Text,
                own.Map("status")?.Text("directory") is { } status
                    ? Path.Combine(directoryOf(status.Place.File) ?? "", status.Text) : null,
                own.Map("status")?.Text("url")?.Text.TrimEnd('/'),
                own.Map("status")?.Find("subscriptions") is not ScalarNode { Text: "false" }),
            Templates = own.Text("templates") is { } folder
                ? MessageTemplates.Over(
                    Path.Combine(directoryOf(folder.Place.File) ?? "", folder.Text), folder.Place, findings)
                : MessageTemplates.Shipped,
            Report = own.Text("templates") is { } place
                ? ReportTemplate.Over(Path.Combine(directoryOf(place.Place.File) ?? "", place.Text), findings)
                : ReportTemplate.Shipped,
        };
    }

    private static ChannelSettings Channels(MapNode? channels, SecretFiles secrets, Findings findings) => new()
    {
        Mail = channels?.Map("mail") is { } mail ? Mail(mail, secrets, findings) : null,
        Slack = channels?.Map("slack") is { } slack ? Slack(slack, secrets) : null,
        Webhook = channels?.Map("webhook")?.Text("secretFile") is { } file && secrets.Read(file) is { } secret
            ? new WebhookChannel(
                secret, [.. channels.Map("webhook")!.Texts("trustedHosts").Select(host => host.Text)])
            : null,
        Console = channels?.Map("console") is not null,
    };

    private static SlackAccount? Slack(MapNode slack, SecretFiles secrets)
    {
        var token = slack.Text("tokenFile") is { } tokenFile ? secrets.Read(tokenFile) : null;
        var secret = slack.Text("signingSecretFile") is { } secretFile ? secrets.Read(secretFile) : null;
        var url = slack.Text("baseUrl") is { } said
            && Uri.TryCreate(said.Text.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) ? parsed : null;
        return token is null || secret is null ? null : new SlackAccount(token, secret, url);
    }

    private static MailChannel Mail(MapNode mail, SecretFiles secrets, Findings findings)
    {
        var (user, file) = (mail.Text("user"), mail.Text("passwordFile"));
        if (user is not null && file is null)
            findings.Fault(user.Place, "a 'user' signs in with a password: 'passwordFile' is missing");
        if (user is null && file is not null)
            findings.Fault(file.Place, "a password is somebody's: 'user' is missing");
        var host = mail.Text("host")?.Text ?? "";
        var encryption = mail.Text("tls")?.Text switch
        {
            "starttls" => MailEncryption.StartTls,
            "direct" => MailEncryption.Direct,
            "none" => MailEncryption.None,
            _ => MailEncryption.Auto,
        };
        if (user is not null && encryption is MailEncryption.None && !IsHere(host))
            findings.Warn(mail.Text("tls")!.Place, $"the password goes to {host} in the clear");
        return new MailChannel(
            host, Whole(mail, "port") ?? PortOf(encryption), mail.Text("from")?.Text ?? "", user?.Text,
            file is null ? null : secrets.Read(file), encryption);
    }

    private static int PortOf(MailEncryption encryption) => encryption switch
    {
        MailEncryption.Auto or MailEncryption.StartTls => 587,
        MailEncryption.Direct => 465,
        MailEncryption.None => 25,
        _ => throw new ArgumentOutOfRangeException(nameof(encryption)),
    };

    private static bool IsHere(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static LimitSettings Limits(MapNode? limits)
    {
        var shipped = new LimitSettings();
        return new LimitSettings(
            Whole(limits, "bodyBytes") ?? shipped.BodyBytes, Whole(limits, "connections") ?? shipped.Connections,
            Whole(limits, "requestsPerSecond") ?? shipped.RequestsPerSecond);
    }

    private static TimeSettings Time(MapNode? time, Func<string, string?> directoryOf, Findings findings)
    {
        var shipped = new TimeSettings();
        return new TimeSettings
        {
            ClockStep = Length(time, "clockStep") ?? shipped.ClockStep,
            Drain = Length(time, "drain") ?? shipped.Drain,
            Zones = time?.Text("zones") is { } file
                ? Zones(Path.Combine(directoryOf(file.Place.File) ?? "", file.Text), file.Place, findings)
                : shipped.Zones,
        };
    }

    private static LoadedZones Zones(string path, Place place, Findings findings)
    {
        try
        {
            var loaded = ZoneFile.Read(path);
            if (ZoneFile.Warning(loaded.Zones, path) is { } warning)
                findings.Warn(place, warning);
            return loaded;
        }
        catch (ZoneFileException fault)
        {
            findings.Fault(place, fault.Message);
            return LoadedZones.BuiltIn;
        }
    }

    private static int? Whole(MapNode? map, string key) =>
        map?.Find(key) is ScalarNode { MayBeNumber: true } scalar
        && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static Duration? Length(MapNode? map, string key) =>
        map?.Text(key) is { } scalar && Durations.TryParse(scalar.Text, out var length) ? length : null;
}
