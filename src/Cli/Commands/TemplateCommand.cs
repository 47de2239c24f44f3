using System.CommandLine;
using Muster.Files.Templates;

namespace Muster.Cli.Commands;

/// <summary><c>muster template list|show|check|preview</c>: the words of messages, without a server.</summary>
internal static class TemplateCommand
{
    public static Command Build() => new("template", "Look at, check and try out the words of messages.")
    {
        List(), Show(), Check(), Preview(),
    };

    private static Command List()
    {
        var folder = Folder();
        var command = new Command("list", "Every event and channel, and whose words it has.") { folder };
        command.SetAction(parsed =>
        {
            if (Read(parsed.GetValue(folder)) is not { } templates)
                return ExitCodes.No;
            using var output = Terminal.OpenText("-");
            foreach (var template in templates.All)
            {
                var isShipped = template == MessageTemplates.Shipped.Find(template.Event.Name, template.Channel);
                output.WriteLine($"{template.Event.Name,-18}{template.Channel.Name(),-8}"
                    + $"{(isShipped ? "shipped" : template.File)}");
            }
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var (name, channel, folder) = (Event(), Channel(), Folder());
        var command = new Command("show", "Print one template, to begin one of your own with.")
        {
            name, channel, folder,
        };
        command.SetAction(parsed =>
        {
            if (Read(parsed.GetValue(folder)) is not { } templates)
                return ExitCodes.No;
            using var output = Terminal.OpenText("-");
            output.Write(Find(templates, parsed.GetRequiredValue(name), parsed.GetRequiredValue(channel)).Source);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that holds messages/." };
        var command = new Command("check", "Say what is wrong in templates, with file, line and column.") { folder };
        command.SetAction(parsed =>
        {
            if (Read(parsed.GetRequiredValue(folder)) is not { } templates)
                return ExitCodes.No;
            var (report, faults) = ReportTemplate.Over(parsed.GetRequiredValue(folder));
            foreach (var fault in faults)
                Console.Error.WriteLine(fault);
            if (report is null)
                return ExitCodes.No;
            using var output = Terminal.OpenText("-");
            var own = templates.All.Except(MessageTemplates.Shipped.All).Count();
            output.WriteLine($"{parsed.GetRequiredValue(folder)}: fine, {own} of "
                + $"{MessageTemplates.Shipped.All.Count()} templates are its own"
                + (report == ReportTemplate.Shipped ? "" : ", and the report"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Preview()
    {
        var (name, channel, folder) = (Event(), Channel(), Folder());
        var sparse = new Option<bool>("--sparse") { Description = "What may be empty is." };
        var command = new Command("preview", "Print the words of a sample event.") { name, channel, folder, sparse };
        command.SetAction(parsed =>
        {
            if (Read(parsed.GetValue(folder)) is not { } templates)
                return ExitCodes.No;
            var template = Find(templates, parsed.GetRequiredValue(name), parsed.GetRequiredValue(channel));
            var words = templates.Write(
                template.Event.Name, template.Channel, template.Event.Sample(parsed.GetValue(sparse)));
            using var output = Terminal.OpenText("-");
            if (words.Subject is { } subject)
                output.WriteLine($"Subject: {subject}\n");
            output.WriteLine(words.Text.TrimEnd('\n'));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Argument<string> Event() => new("EVENT") { Description = "As muster template list names it." };

    private static Argument<string> Channel() => new("CHANNEL") { Description = "mail, slack, short or status." };

    private static Option<string?> Folder() => new("--templates")
    {
        Description = "A folder that holds messages/, laid over the shipped templates.",
    };

    /// <returns>Null where there are faults, which then stand on standard error.</returns>
    private static MessageTemplates? Read(string? folder)
    {
        if (folder is null)
            return MessageTemplates.Shipped;
        if (!Directory.Exists(folder))
            throw new FileFault(folder, "there is no such folder");
        var (templates, faults) = MessageTemplates.Over(folder);
        foreach (var fault in faults)
            Console.Error.WriteLine(fault);
        return templates;
    }

    /// <exception cref="UsageFault">There is no such event, or it has no words on that channel.</exception>
    private static MessageTemplate Find(MessageTemplates templates, string name, string channel)
    {
        if (TemplateEvents.Find(name) is not { } about)
            throw new UsageFault($"{name} is no event; there are "
                + string.Join(", ", TemplateEvents.All.Select(each => each.Name)));
        return TemplateChannels.Parse(channel) is { } on && templates.Find(name, on) is { } template
            ? template
            : throw new UsageFault($"{name} has no words for {channel}; it has "
                + string.Join(", ", about.Channels.Select(each => each.Name())));
    }
}
