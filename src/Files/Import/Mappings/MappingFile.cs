using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Muster.Files.Import;

/// <summary>The text of a mapping with its places: every fault is collected and told at once.</summary>
/// <param name="path">The file, and how faults name it.</param>
/// <param name="input">Read in place of the file, and left open; null for none.</param>
internal sealed class MappingFile(string path, Stream? input)
{
    private const int FaultsTold = 20;
    private readonly List<string> faults = [];

    public string Path => path;

    public YamlMappingNode Load()
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(Text()));
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }])
                return root;
            throw new ImportFailure($"{path}: a mapping is one table of names, such as ticket: Number");
        }
        catch (YamlException fault)
        {
            throw new ImportFailure($"{path}:{fault.Start.Line}:{fault.Start.Column}: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ImportFailure($"{path}: {fault.Message}");
        }
    }

    private string Text()
    {
        if (input is null && new FileInfo(path) is { Exists: true, Length: > Limits.Mapping })
            throw TooLarge();
        using StreamReader reader = input is null ? File.OpenText(path) : new StreamReader(input, leaveOpen: true);
        var text = new char[Limits.Mapping + 1];
        int length = reader.ReadBlock(text);
        return length <= Limits.Mapping ? new string(text, 0, length) : throw TooLarge();
    }

    private ImportFailure TooLarge() => new($"{path}: a mapping of more than {Limits.Mapping / 1024} KiB");

    public void Fault(YamlNode place, string text) => Fault((int)place.Start.Line, (int)place.Start.Column, text);

    public void Fault(int line, int column, string text)
    {
        if (faults.Count < FaultsTold)
            faults.Add($"{path}:{line}:{column}: {text}");
    }

    public void ThrowIfFaulty()
    {
        if (faults.Count > 0)
            throw new ImportFailure(faults);
    }

    /// <summary>The entries of a table whose keys are fixed words; others are faults with the nearest right
    /// one.</summary>
    public Dictionary<string, YamlNode> Fields(YamlMappingNode table, string where, params string[] words)
    {
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in table.Children)
        {
            if (key is YamlScalarNode { Value: { } name } && words.Contains(name))
                fields.Add(name, value);
            else
                Fault(key, $"{where} has no '{key}'{Nearest.Hint($"{key}", words)}");
        }

        return fields;
    }

    /// <summary>The entries of a table whose keys are the user's own.</summary>
    public IEnumerable<(YamlScalarNode Key, YamlNode Value)> Entries(YamlNode node, string where)
    {
        if (node is not YamlMappingNode table)
        {
            Fault(node, $"{where} is a table, one 'name: value' a line");
            yield break;
        }

        foreach ((YamlNode key, YamlNode value) in table.Children)
        {
            if (key is YamlScalarNode name)
                yield return (name, value);
            else
                Fault(key, $"a name in {where} is a text");
        }
    }

    /// <summary>A text, or a list of texts.</summary>
    public IEnumerable<YamlScalarNode> Texts(YamlNode node, string where)
    {
        foreach (YamlNode item in node is YamlSequenceNode list ? list.Children : [node])
        {
            if (item is YamlScalarNode text)
                yield return text;
            else
                Fault(item, $"{where} is a text or a list of texts");
        }
    }

    public string? Text(YamlNode node, string where)
    {
        if (node is YamlScalarNode { Value: { } text })
            return text;
        Fault(node, $"{where} is one text");
        return null;
    }
}
