using System.Collections.Immutable;

namespace Muster.Files.Templates;

/// <summary>One name that a template may use.</summary>
/// <param name="Meaning">One sentence; where it may be empty, it says when.</param>
/// <param name="Sample">What a preview shows: a text, a number, a flag, a <see cref="WebAddress"/>, or rows.</param>
/// <param name="IsOptional">It may be empty.</param>
public sealed record TemplateVariable(string Name, string Meaning, object Sample, bool IsOptional = false)
{
    /// <summary>The names of one row, where it is a list of rows; empty otherwise.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];
}

/// <summary>What templates are for: one event each, on some channels.</summary>
/// <param name="Name">As file names write it: <c>status-update</c>.</param>
/// <param name="Variables">Beside those of every event.</param>
public sealed record TemplateEvent(
    string Name, string Meaning, ImmutableArray<TemplateChannel> Channels, ImmutableArray<TemplateVariable> Variables)
{
    public TemplateVariable? Find(string name)
    {
        foreach (var variable in Variables)
        {
            if (variable.Name == name)
                return variable;
        }
        return null;
    }

    /// <summary>Every variable with its sample; with <paramref name="sparse"/> those that may be empty are.</summary>
    public Dictionary<string, object?> Sample(bool sparse = false) => Variables.ToDictionary(
        variable => variable.Name,
        variable => sparse && variable.IsOptional ? null : (object?)variable.Sample,
        StringComparer.Ordinal);
}
