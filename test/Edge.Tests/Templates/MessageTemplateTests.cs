using Muster.Edge.Import;
using Muster.Files.Templates;
using Xunit;

namespace Muster.Edge.Templates;

/// <summary>The words of messages: shipped, changed by users, and never a way in for the text of others.</summary>
public sealed class MessageTemplateTests : IDisposable
{
    private const string Hostile =
        "<!channel> <script>alert(1)</script> *bold* _slanted_ ~struck~ `code` & <https://evil.example|here>\r\n"
        + "Bcc: all@example.org\u202e\u0007";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-templates-");

    public MessageTemplateTests() => folder.CreateSubdirectory(MessageTemplates.Folder);

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string, TemplateChannel> Each() =>
        [.. MessageTemplates.Shipped.All.Select(template => (template.Event.Name, template.Channel))];

    [Fact]
    public void The_shipped_ones_inside_the_program_are_the_files_of_the_repository()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "templates/messages"))
            .ToDictionary(file => Path.GetFileName(file)!, File.ReadAllText);
        Assert.Equal(
            files.Keys.Order(StringComparer.Ordinal),
            MessageTemplates.Shipped.All.Select(template => template.File).Order(StringComparer.Ordinal));
        Assert.All(MessageTemplates.Shipped.All, template => Assert.Equal(files[template.File], template.Source));
    }

    [Theory, MemberData(nameof(Each))]
    public void What_others_wrote_does_nothing_on_the_channel_that_shows_it(string about, TemplateChannel channel)
    {
        var template = MessageTemplates.Shipped.Find(about, channel)!;
        var values = template.Event.Sample();
        foreach (var variable in template.Event.Variables.Where(variable => variable.Sample is string))
            values[variable.Name] = Hostile;
        foreach (var variable in template.Event.Variables.Where(variable => variable.Sample is WebAddress))
            values[variable.Name] = new WebAddress("https://muster.example.org/a b|c>d\"e_f");
        if (values.ContainsKey("messages"))
            values["messages"] = HostileRows();
        var words = MessageTemplates.Shipped.Write(about, channel, values);
        Assert.DoesNotContain('\u202e', words.Text);
        Assert.DoesNotContain('\u0007', words.Text);
        Assert.DoesNotContain('\r', words.Text);
        switch (channel)
        {
            case TemplateChannel.Mail:
                Assert.DoesNotContain('\n', words.Subject!);
                break;
            case TemplateChannel.Short:
                Assert.DoesNotContain('\n', words.Text);
                Assert.InRange(words.Text.Length, 1, 160);
                break;
            case TemplateChannel.Slack:
                Assert.DoesNotContain("<!", words.Text);
                Assert.DoesNotContain("|here>", words.Text);
                Assert.DoesNotContain("*bold*", words.Text);
                Assert.DoesNotContain("_slanted_", words.Text);
                Assert.DoesNotContain("~struck~", words.Text);
                Assert.DoesNotContain("`code`", words.Text);
                Assert.DoesNotContain("b|c", words.Text); // would end the address of a link
                break;
            case TemplateChannel.Status:
                Assert.DoesNotContain("<script", words.Text);
                Assert.DoesNotContain("d\"e", words.Text);
                break;
        }
    }

    [Fact]
    public void Words_with_underscores_and_sums_stay_as_they_are_in_Slack() => Assert.Equal(
        "two_words a * b 3*4 &lt;b&gt;", MessageTemplates.Mrkdwn("two_words a * b 3*4 <b>"));

    [Fact]
    public void An_address_is_printed_whole_and_runs_nothing()
    {
        Own("page.slack", "<{{ ticket_url }}|x> {{ answer_url }}");
        var values = TemplateEvents.Find("page")!.Sample();
        values["ticket_url"] = new WebAddress("https://muster.example.org/answer/_a_.-_b_?x=1&y=2");
        values["answer_url"] = new WebAddress("javascript:alert(1)");
        Assert.Equal(
            "<https://muster.example.org/answer/_a_.-_b_?x=1&amp;y=2|x> \n",
            Over().Write("page", TemplateChannel.Slack, values).Text);
    }

    [Fact]
    public void A_users_own_is_laid_over_the_shipped_ones()
    {
        Own("page.mail", "Subject: {{ priority }}!\nLook at {{ id }}, {{ person | upcase }}\n");
        var templates = Over();
        var values = TemplateEvents.Find("page")!.Sample();
        Assert.Equal(
            new MessageWords("P1!", "Look at INC-2026-00042, ANA\n"),
            templates.Write("page", TemplateChannel.Mail, values));
        Assert.Equal(
            MessageTemplates.Shipped.Write("notice", TemplateChannel.Mail, values),
            templates.Write("notice", TemplateChannel.Mail, values));
    }

    [Theory]
    [InlineData("page.mail", "Subject: x\n\n{% if last_resort %}{{ titel }}{% endif %}", ":3:24: titel is no variable")]
    [InlineData("page.mail", "Subject: {{ titel }}\n", ":1:13: titel is no variable of page; did you mean title?")]
    [InlineData("page.mail", "Hello {{ title }}\n", ":1:1: the first line of a mail is 'Subject: '")]
    [InlineData("page.short", "\n {{ title | shout }}", ":2:13: shout is no filter")]
    [InlineData("page.short", "{% if title %}x", ":1:4: Error while parsing if")]
    [InlineData("page.short", "a\n{{ title", ":2:9: ")]
    [InlineData("page.short", "{% include 'notice.short' %}", ":1:4: include is no filter")]
    [InlineData("page.short", "{{ 'now' | date: '%Y' }}", ":1:12: date is no filter")]
    [InlineData("page.short", "{{ title | replace: '', 'x' }}", ":1:12: ")]
    [InlineData("digest.short", "{% for m in messages %}{{ m.titel }}{% endfor %}", ":1:29: titel is no part")]
    [InlineData("digest.short", "{{ messages.titel }}", ":1:13: titel is no part of messages")]
    [InlineData("page.short", "{{ title.length }}", ":1:10: length is no part of title")]
    public void A_fault_is_named_with_its_file_line_and_column_before_anything_is_sent(
        string name, string text, string fault)
    {
        var file = Own(name, text);
        var (templates, faults) = MessageTemplates.Over(folder.FullName);
        Assert.Null(templates);
        Assert.StartsWith($"{file}{fault}", Assert.Single(faults).ToString());
    }

    [Theory]
    [InlineData("{% for a in (1..40) %}{% for b in (1..40) %}x{% endfor %}{% endfor %}")]
    [InlineData("{% for a in (1..100000) %}x{% endfor %}")]
    [InlineData("{% assign x = 'xxxxxxxx' %}{% for a in (1..60) %}{% assign x = x | append: x %}{% endfor %}{{ x }}")]
    [InlineData("{% for a in (1..900) %}{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' }}{% endfor %}")]
    public void A_template_cannot_go_on_without_end_nor_print_without_end(string text)
    {
        Own("page.slack", text);
        Assert.NotEmpty(MessageTemplates.Over(folder.FullName).Faults);
    }

    [Fact]
    public void A_template_that_fails_on_what_really_happened_lets_the_shipped_one_speak()
    {
        Own("page.short", "{% if title contains 'Printer' %}"
            + "{% for n in (1..5000) %}x{% endfor %}{% else %}fine{% endif %}");
        var templates = Over();
        var values = TemplateEvents.Find("page")!.Sample();
        Assert.Equal("fine", templates.Write("page", TemplateChannel.Short, values).Text);
        values["title"] = "Printer";
        Assert.Equal(
            "INC-2026-00042 P1 needs you: Printer", templates.Write("page", TemplateChannel.Short, values).Text);
    }

    [Fact]
    public void A_file_that_no_message_uses_is_a_fault_with_the_nearest_name()
    {
        var file = Own("page.slck", "x");
        Assert.Equal(
            $"{file}:1:1: page.slck.liquid is no template that Muster uses; did you mean page.slack.liquid?",
            Assert.Single(MessageTemplates.Over(folder.FullName).Faults).ToString());
    }

    [Fact]
    public void The_reference_says_what_each_event_offers_and_nothing_else()
    {
        var page = File.ReadAllLines(Path.Combine(Repository.Root, "docs/reference/templates.md"));
        var rows = page.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToHashSet();
        var variables = TemplateEvents.All.SelectMany(about => about.Variables)
            .Select(variable => $"| `{variable.Name}` | {variable.Meaning} |").ToHashSet();
        var events = TemplateEvents.All.Select(about => $"| `{about.Name}` | {about.Meaning} | "
            + $"{string.Join(" ", about.Channels.Select(channel => channel.Name()))} | "
            + $"{string.Join(" ", about.Variables.Select(variable => $"`{variable.Name}`"))} |");
        Assert.Equal(variables.Concat(events).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        var filters = Assert.Single(page, line => line.StartsWith("Filters: ", StringComparison.Ordinal));
        Assert.Equal($"Filters: {string.Join(" ", TemplateRun.Filters.Select(filter => $"`{filter}`"))}.", filters);
    }

    private static List<IReadOnlyDictionary<string, object?>> HostileRows() =>
    [
        new Dictionary<string, object?>
        {
            ["id"] = Hostile, ["priority"] = Hostile, ["title"] = Hostile, ["what"] = Hostile,
            ["ticket_url"] = new WebAddress("https://muster.example.org/a b|c>d\"e_f"),
        },
    ];

    private string Own(string name, string text)
    {
        var file = Path.Combine(folder.FullName, "messages", $"{name}.liquid");
        File.WriteAllText(file, text);
        return file;
    }

    private MessageTemplates Over()
    {
        var (templates, faults) = MessageTemplates.Over(folder.FullName);
        Assert.Empty(faults);
        return templates!;
    }
}
