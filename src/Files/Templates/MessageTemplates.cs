using System.Collections.Frozen;
using System.Collections.Immutable;
using Muster.Files.Policies;

namespace Muster.Files.Templates;

/// <summary>The words of every event on every channel: the shipped ones, and a folder's own laid over them.</summary>
public sealed class MessageTemplates
{
    /// <summary>In a folder of templates, where those of messages are.</summary>
    public const string Folder = "messages";

    private const string Ending = ".liquid";

    /// <summary>In characters; longer is no template.</summary>
    private const int LongestFile = 64 << 10;

    private static readonly Lazy<MessageTemplates> ShippedOnes = new(ReadShipped);

    private readonly FrozenDictionary<(string Event, TemplateChannel Channel), MessageTemplate> known;

    private MessageTemplates(IEnumerable<MessageTemplate> templates) => known = templates.ToFrozenDictionary(
        template => (template.Event.Name, template.Channel));

    /// <summary>Those that are inside the program.</summary>
    public static MessageTemplates Shipped => ShippedOnes.Value;

    /// <summary>In the order of the events.</summary>
    public IEnumerable<MessageTemplate> All =>
        from about in TemplateEvents.All from channel in about.Channels select known[(about.Name, channel)];

    /// <summary>Null where the event has no words on that channel.</summary>
    public MessageTemplate? Find(string about, TemplateChannel channel) => known.GetValueOrDefault((about, channel));

    /// <summary>
    /// The words. Where a template of the folder fails on these values, the shipped one speaks in its place: nobody
    /// goes untold for it.
    /// </summary>
    /// <exception cref="ArgumentException">The event has no words on that channel.</exception>
    public MessageWords Write(string about, TemplateChannel channel, IReadOnlyDictionary<string, object?> values)
    {
        if (Find(about, channel) is not { } template)
            throw new ArgumentException($"{about} has no words for {channel.Name()}", nameof(about));
        var (words, fault) = template.Render(values);
        return words
            ?? (ReferenceEquals(this, Shipped) ? null : Shipped.known[(about, channel)].Render(values).Words)
            ?? throw new InvalidOperationException($"the shipped {about}.{channel.Name()} does not render: {fault}");
    }

    /// <summary>Any text as a part of Slack's words.</summary>
    public static string Mrkdwn(string text) => Escaping.Text(TemplateChannel.Slack, text);

    /// <summary>A folder's templates over the shipped ones, or what is wrong with them.</summary>
    /// <param name="directory">Holds <c>messages/</c>; what it has not is as it was shipped.</param>
    /// <returns>The templates are null where there is a fault.</returns>
    public static (MessageTemplates? Templates, ImmutableArray<PolicyFault> Faults) Over(string directory)
    {
        var findings = new Findings();
        var templates = Over(directory, new Place(directory, 0, 0), findings);
        return (findings.AnyFault ? null : templates,
            [.. findings.Faults([]).OrderBy(fault => fault.File, StringComparer.Ordinal)]);
    }

    /// <param name="named">Where the folder was named; a folder that is not there is a fault at that place.</param>
    internal static MessageTemplates Over(string directory, Place named, Findings findings)
    {
        var folder = Path.Combine(directory, Folder);
        var own = new List<MessageTemplate>();
        if (!Directory.Exists(folder) && File.Exists(Path.Combine(directory, ReportTemplate.FileName)))
            return Shipped; // a folder for the report alone
        if (!Directory.Exists(folder))
            findings.Fault(named, $"there is no folder {folder}: templates of messages belong there");
        else
        {
            foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                if (Read(file, findings) is { } template)
                    own.Add(template);
            }
        }
        return new MessageTemplates(
            Shipped.All.ExceptBy(own.Select(Key), Key).Concat(own));

        static (string, TemplateChannel) Key(MessageTemplate template) => (template.Event.Name, template.Channel);
    }

    private static MessageTemplate? Read(string file, Findings findings)
    {
        var name = Path.GetFileName(file);
        if (!name.EndsWith(Ending, StringComparison.Ordinal))
            return null; // a README, an editor's copy
        var (about, channel) = Meant(name);
        if (about is null || channel is not { } on || !about.Channels.Contains(on))
        {
            var names = Shipped.All.Select(template => template.File);
            findings.Fault(
                new Place(file, 1, 1), $"{name} is no template that Muster uses{Nearest.Hint(name, names)}");
            return null;
        }
        try
        {
            using var reader = new StreamReader(file);
            var text = new char[LongestFile + 1];
            var length = reader.ReadBlock(text);
            if (length <= LongestFile)
                return MessageTemplate.Read(about, on, file, new string(text, 0, length), findings);
            findings.Fault(new Place(file, 1, 1), $"it is longer than {LongestFile} characters");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            findings.Fault(new Place(file, 1, 1), $"it cannot be read: {fault.Message}");
        }
        return null;
    }

    private static (TemplateEvent?, TemplateChannel?) Meant(string name) =>
        name.Split('.') is [var about, var channel, _]
            ? (TemplateEvents.Find(about), TemplateChannels.Parse(channel))
            : (null, null);

    private static MessageTemplates ReadShipped()
    {
        var findings = new Findings();
        var templates = new List<MessageTemplate>();
        foreach (var about in TemplateEvents.All)
        {
            foreach (var channel in about.Channels)
            {
                var name = MessageTemplate.NameOf(about, channel);
                if (MessageTemplate.Read(about, channel, name, Embedded(name), findings) is { } template)
                    templates.Add(template);
            }
        }
        return findings.AnyFault
            ? throw new InvalidDataException(string.Join('\n', findings.Faults([])))
            : new MessageTemplates(templates);
    }

    private static string Embedded(string name)
    {
        using var stream = typeof(MessageTemplates).Assembly.GetManifestResourceStream($"templates/messages/{name}")
            ?? throw new InvalidDataException($"{name} is not inside the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
