using System.Collections.Immutable;
using Scriban.Syntax;

namespace Muster.Files.Templates;

/// <summary>
/// Holds every name in a template against what its event offers, on every way through it: a name that is only used
/// where something rare happens is found, too.
/// </summary>
internal sealed class TemplateNames : ScriptVisitor
{
    private const string Loop = "for";
    private static readonly ImmutableArray<string> OfLoops =
        ["index", "index0", "rindex", "rindex0", "first", "last", "length"];

    private readonly TemplateEvent about;
    private readonly Action<ScriptNode, string> fault;

    /// <summary>What the template sets itself; the variable that a loop goes over, where it is one of the event's.
    /// </summary>
    private readonly Dictionary<string, TemplateVariable?> own = new(StringComparer.Ordinal);

    private TemplateNames(TemplateEvent about, Action<ScriptNode, string> fault) =>
        (this.about, this.fault) = (about, fault);

    public static void Check(ScriptNode page, TemplateEvent about, Action<ScriptNode, string> fault)
    {
        var names = new TemplateNames(about, fault);
        names.Gather(page);
        names.Visit(page);
    }

    public override void Visit(ScriptVariableGlobal node)
    {
        if (node.Name != Loop && !own.ContainsKey(node.Name) && about.Find(node.Name) is null
            && !TemplateRun.Constants.Contains(node.Name))
            fault(node, Unknown(node.Name, "variable", $"of {about.Name}", about.Variables.Select(each => each.Name)));
    }

    public override void Visit(ScriptFunctionCall node)
    {
        if (node.Target is ScriptVariable { Name: var name } && !TemplateRun.Filters.Contains(name))
            fault(node.Target, Unknown(name, "filter", "that templates have", TemplateRun.Filters));
        foreach (var argument in node.Arguments)
            Visit(argument);
    }

    public override void Visit(ScriptMemberExpression node)
    {
        Visit(node.Target);
        if (node.Target is not ScriptVariable { Name: var whole } || node.Member is not { Name: var part })
            return;
        if (PartsOf(whole) is { } parts && !parts.Contains(part))
            fault(node.Member, Unknown(part, "part", $"of {(whole == Loop ? "forloop" : whole)}", parts));
    }

    /// <summary>What may follow its point; null where nobody can say.</summary>
    private ImmutableArray<string>? PartsOf(string name) =>
        name == Loop ? OfLoops
        : own.TryGetValue(name, out var row) ? row?.Fields
        : about.Find(name) is { } variable ? (variable.Fields.IsEmpty ? [] : ["size", "first", "last"])
        : null;

    private void Gather(ScriptNode node)
    {
        switch (node)
        {
            case ScriptAssignExpression { Target: ScriptVariable { Name: var name } }:
                own[name] = null;
                break;
            case ScriptCaptureStatement { Target: ScriptVariable { Name: var name } }:
                own[name] = null;
                break;
            case ScriptForStatement { Variable: ScriptVariable { Name: var name } } loop:
                own[name] = loop.Iterator is ScriptVariable { Name: var over }
                    && about.Find(over) is { Fields.IsEmpty: false } rows ? rows : null;
                break;
        }
        for (var at = 0; at < node.ChildrenCount; at++)
        {
            if (node.GetChildren(at) is { } child)
                Gather(child);
        }
    }

    protected override void DefaultVisit(ScriptNode? node)
    {
        for (var at = 0; at < (node?.ChildrenCount ?? 0); at++)
            Visit(node!.GetChildren(at));
    }

    private static string Unknown(string name, string what, string where, IEnumerable<string> known) =>
        $"{name} is no {what} {where}{Nearest.Hint(name, known)}";
}
