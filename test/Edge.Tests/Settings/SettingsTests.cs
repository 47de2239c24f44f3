using Muster.Files.Policies;
using Muster.Files.Settings;
using Muster.Files.Templates;
using Muster.Support;
using NodaTime;
using Xunit;

namespace Muster.Edge.Tests.Settings;

/// <summary>A server's configuration: files, variables over them, secrets in files of their own.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Nothing_at_all_is_the_shipped_policy_and_the_defaults()
    {
        var read = Read("");
        Assert.Equal([], read.Faults);
        Assert.Equal(PolicyReader.Shipped.Version, read.Policy.Policy!.Version);
        Assert.Equal(new LimitSettings(), read.Settings!.Limits);
        Assert.Equal(Duration.FromSeconds(10), read.Settings.Time.Drain);
        Assert.Null(read.Settings.Channels.Mail);
        Assert.False(read.Settings.Channels.Console);
    }

    [Fact]
    public void A_file_holds_the_policy_and_what_is_the_servers_own()
    {
        Secret("password", "hunter2\nsecond line\n");
        Secret("hook", "whsec_c2VjcmV0\n");
        var read = Read("""
            lifecycle: {autoClose: 3d}
            channels:
              mail: {host: mail.example.org, from: muster@example.org, user: muster, passwordFile: password}
              webhook: {secretFile: hook}
              console: {}
            limits: {bodyBytes: 4096, connections: 50}
            time: {clockStep: 5s, drain: 20s}
            server:
              urls: ["http://0.0.0.0:8080", "http://127.0.0.1:0"]
              data: /var/lib/muster
              publicUrl: https://muster.example.org
              node: one
              metricsPublic: true
            """);
        Assert.Equal([], read.Faults);
        Assert.StartsWith("muster@sha256:", read.Policy.Policy!.Version);
        var settings = read.Settings!;
        Assert.Equal(["http://0.0.0.0:8080", "http://127.0.0.1:0"], settings.Urls);
        Assert.Equal(("/var/lib/muster", "one", true), (settings.Data, settings.Node, settings.MetricsPublic));
        Assert.Equal(new Uri("https://muster.example.org"), settings.PublicUrl);
        Assert.Equal(new LimitSettings(4096, 50), settings.Limits);
        Assert.Equal(Duration.FromSeconds(5), settings.Time.ClockStep);
        var mail = settings.Channels.Mail!;
        Assert.Equal(("mail.example.org", 587, "muster"), (mail.Host, mail.Port, mail.User));
        Assert.Equal("hunter2", mail.Password!.Reveal());
        Assert.DoesNotContain("hunter2", $"{settings}", StringComparison.Ordinal);
        Assert.Equal("whsec_c2VjcmV0", settings.Channels.Webhook!.Secret.Reveal());
        Assert.True(settings.Channels.Console);
    }

    [Fact]
    public void The_servers_own_part_is_no_part_of_the_policys_version() =>
        Assert.Equal(
            Read("lifecycle: {autoClose: 3d}").Policy.Policy!.Version,
            Read("lifecycle: {autoClose: 3d}\nserver: {node: one}").Policy.Policy!.Version);

    [Fact]
    public void All_faults_are_told_at_once_each_at_its_place_with_the_nearest_word()
    {
        var read = Read("""
            chanels: {}
            lifecycle: {autoClose: soon}
            channels:
              mail: {host: mail.example.org, form: a@example.org, tls: startls}
              webhook: {secretFile: nowhere}
            limits: {connections: 0}
            server: {urls: ["https://127.0.0.1:1"], nod: one}
            workflows: {}
            """);
        Assert.Null(read.Settings);
        Assert.Null(read.Policy.Policy);
        Assert.Collection(
            read.Faults.Select(fault => fault.ToString()),
            Says("muster.yaml:1:1: unknown key 'chanels' in a configuration", "did you mean 'channels'?"),
            Says("muster.yaml:2:24: expected a duration", "found 'soon'"),
            Says("muster.yaml:4:3: the mail channel needs 'from': a text"),
            Says("muster.yaml:4:34: unknown key 'form' in the mail channel", "did you mean 'from'?"),
            Says("muster.yaml:4:60: expected one of auto, starttls, direct, none", "did you mean 'starttls'?"),
            Says("muster.yaml:5:25: there is no file ", "nowhere"),
            Says("muster.yaml:6:23: expected a whole number from 1 to 100000"),
            Says("muster.yaml:7:17: expected an address such as http://127.0.0.1:5080"),
            Says("muster.yaml:7:41: unknown key 'nod' in a configuration's server", "did you mean 'node'?"),
            Says("muster.yaml:8:1: 'workflows' is not known to this version yet"));
    }

    [Fact]
    public void A_later_file_and_then_variables_win_key_by_key()
    {
        var read = Read(
            "server: {node: one, data: here}\nlifecycle: {autoClose: 3d}",
            ("MUSTER_SERVER__NODE", "two"),
            ("MUSTER_SERVER__URLS", "http://127.0.0.1:1, http://127.0.0.1:2"),
            ("MUSTER_SERVER__PUBLICURL", "https://muster.example.org"),
            ("MUSTER_CHANNELS__CONSOLE", "{}"),
            ("MUSTER_LIFECYCLE__AUTOCLOSE", "4d"),
            ("MUSTER_PEOPLE__BO__MAIL", "bo@example.org"),
            ("MUSTER_URL", "http://elsewhere"),
            ("MUSTER_TOKEN", "not ours"));
        Assert.Equal([], read.Faults);
        Assert.Equal(("two", "here"), (read.Settings!.Node, read.Settings.Data));
        Assert.Equal(["http://127.0.0.1:1", "http://127.0.0.1:2"], read.Settings.Urls);
        Assert.Equal(new Uri("https://muster.example.org"), read.Settings.PublicUrl);
        Assert.True(read.Settings.Channels.Console);
        Assert.Equal(Duration.FromDays(4), read.Policy.Policy!.Lifecycle.AutoClose);
        Assert.Contains("bo@example.org", read.Policy.MergedYaml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_nobody_knows_or_that_is_wrong_is_told_by_its_name()
    {
        var read = Read(
            "", ("MUSTER_SERVER__NOD", "one"), ("MUSTER_LIMITS__CONNECTIONS", "many"), ("MUSTER_SLA__0__NAME", "x"));
        Assert.Collection(
            read.Faults.Select(fault => fault.ToString()).Order(StringComparer.Ordinal),
            Says("MUSTER_LIMITS__CONNECTIONS: expected a whole number from 1 to 100000, found 'many'"),
            Says("MUSTER_SERVER__NOD: unknown key 'nod'", "did you mean 'node'?"),
            Says("MUSTER_SLA__0__NAME: nothing can be set below sla: give it whole"));
    }

    [Fact]
    public void A_secret_that_all_may_read_is_a_warning_and_an_empty_one_a_fault()
    {
        Secret("open", "s3cret\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                Path.Combine(folder.FullName, "open"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var read = Read("channels: {webhook: {secretFile: open}}");
        Assert.Equal([], read.Faults);
        Assert.Contains("chmod 600", Assert.Single(read.Warnings).Message, StringComparison.Ordinal);
        Secret("empty", "\n");
        Assert.Contains(
            "is empty",
            Assert.Single(Read("channels: {webhook: {secretFile: empty}}").Faults).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user: bo", "1:55: a 'user' signs in with a password: 'passwordFile' is missing")]
    [InlineData("passwordFile: password", "1:63: a password is somebody's: 'user' is missing")]
    public void A_user_and_a_password_come_together(string half, string fault)
    {
        Secret("password", "hunter2\n");
        Assert.Equal(
            [$"muster.yaml:{fault}"],
            Read("channels: {mail: {host: m, from: a@example.org, " + half + "}}")
                .Faults.Select(found => found.ToString()));
    }

    [Fact]
    public void A_workspace_of_Slack_has_its_two_secrets_in_files_and_its_token_never_goes_out_in_the_clear()
    {
        Secret("token", "xoxb-1\n");
        Secret("signing", "8f74\n");
        var slack = Read("channels: {slack: {tokenFile: token, signingSecretFile: signing}}").Settings!.Channels.Slack!;
        Assert.Equal(("xoxb-1", "8f74", null), (slack.Token.Reveal(), slack.SigningSecret.Reveal(), slack.BaseUrl));
        Assert.DoesNotContain("xoxb", $"{slack}", StringComparison.Ordinal);
        foreach (var (url, isFine) in ((string, bool)[])
        [
            ("https://slack.example.org/api", true), ("http://127.0.0.1:8080/api/", true),
            ("http://slack.example.org/api", false), ("slack.com", false),
        ])
        {
            var read = Read($"channels: {{slack: {{tokenFile: token, signingSecretFile: signing, baseUrl: '{url}'}}}}");
            Assert.Equal(isFine, read.Faults.IsEmpty);
            Assert.Equal(isFine ? url.TrimEnd('/') + "/" : null, read.Settings?.Channels.Slack?.BaseUrl?.ToString());
        }
        Assert.Equal(
            "muster.yaml:1:12: the Slack channel needs 'signingSecretFile': a text",
            Assert.Single(Read("channels: {slack: {tokenFile: token}}").Faults).ToString());
    }

    [Fact]
    public void Templates_of_ones_own_are_checked_at_the_start_and_lie_beside_the_configuration()
    {
        var own = folder.CreateSubdirectory("words").CreateSubdirectory("messages");
        File.WriteAllText(Path.Combine(own.FullName, "page.short.liquid"), "{{ id }}!");
        var templates = Read("templates: words").Settings!.Templates;
        Assert.Equal("{{ id }}!", templates.Find("page", TemplateChannel.Short)!.Source);
        File.WriteAllText(Path.Combine(own.FullName, "page.short.liquid"), "\n{{ idd }}");
        var read = Read("templates: words");
        Assert.Null(read.Settings);
        Assert.EndsWith(
            "page.short.liquid:2:4: idd is no variable of page; did you mean id?",
            Assert.Single(read.Faults).ToString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "muster.yaml:1:12: there is no folder ", Assert.Single(Read("templates: nowhere").Faults).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_counts_by_the_zone_data_that_the_configuration_names()
    {
        ChangedZones.Write(
            folder.FullName, "2027a", ("Europe/Berlin", Instant.FromUtc(2027, 3, 28, 1, 0), Offset.FromHours(1)));
        var read = Read("""
            time: {zones: tzdb2027a.nzd}
            calendars: {office: {zone: Europe/Berlin, week: {mon-fri: ["09:00-17:00"]}}}
            """);
        Assert.Equal([], read.Faults);
        Assert.Equal([], read.Warnings);
        Assert.Equal("2027a", read.Policy.Policy!.Zones.Version);
        Assert.Same(read.Settings!.Time.Zones.Zones, read.Policy.Policy.Zones);
        Assert.Equal(
            Instant.FromUtc(2027, 3, 29, 9, 0),
            read.Policy.Policy.Calendars["office"].Due(Instant.FromUtc(2027, 3, 26, 15, 0), Duration.FromHours(2)));
    }

    [Fact]
    public void Zone_data_that_cannot_be_used_is_a_fault_at_its_place_and_older_data_is_said_aloud()
    {
        var none = Read("limits: {}\ntime:\n  zones: none.nzd\n");
        Assert.Null(none.Settings);
        Assert.StartsWith("muster.yaml:3:10: there is no file ", Assert.Single(none.Faults).ToString());
        File.WriteAllText(Path.Combine(folder.FullName, "foreign.nzd"), "something else");
        Assert.Contains(
            "foreign.nzd is no zone data", Assert.Single(Read("time: {zones: foreign.nzd}").Faults).ToString());
        ChangedZones.Write(folder.FullName, "2020a");
        var older = Read("time: {zones: tzdb2020a.nzd}");
        Assert.Equal([], older.Faults);
        Assert.Contains("older than the 2026f that is built in", Assert.Single(older.Warnings).ToString());
    }

    private SettingsResult Read(string text, params (string Name, string Value)[] variables) => SettingsReader.Read(
        [new PolicySource("muster.yaml", text, folder.FullName)],
        variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    private void Secret(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static Action<string> Says(string begin, string? also = null) => told =>
    {
        Assert.StartsWith(begin, told, StringComparison.Ordinal);
        Assert.Contains(also ?? "", told, StringComparison.Ordinal);
    };
}
