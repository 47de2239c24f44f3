using System.Collections.Immutable;
using System.Text;

namespace Muster.Files.Import;

/// <summary>Where a value comes from: the first of several columns, or texts made of columns, that is known in the row;
/// then through a table of values.</summary>
/// <param name="Words">As a fault names it.</param>
/// <param name="Values">From the source's word to ours, any case; null is as it stands.</param>
/// <param name="Otherwise">For a word that is not in the table; null is as it stands.</param>
/// <param name="OnlyIn">States in which it counts; null is all.</param>
internal sealed record ValueSource(
    string Words,
    ImmutableArray<TextMaker> Alternatives,
    ImmutableDictionary<string, string>? Values,
    string? Otherwise,
    StatePatterns? OnlyIn)
{
    public IEnumerable<ColumnName> Columns => Alternatives.SelectMany(maker => maker.Columns);

    /// <summary>Whether the file can give it at all.</summary>
    public bool IsIn(Func<int, bool> has) => Alternatives.Any(maker => maker.Columns.All(column => has(column.Slot)));

    public string? Read(string?[] cells)
    {
        foreach (TextMaker maker in Alternatives)
        {
            if (maker.Make(cells) is { } text)
                return Values is null ? text : Values.GetValueOrDefault(text) ?? Otherwise ?? text;
        }

        return null;
    }
}

/// <summary>A column, or a text with columns in braces: <c>{concept:name} / {lifecycle:transition}</c>.</summary>
/// <param name="Parts">A literal, or a column.</param>
internal sealed record TextMaker(ImmutableArray<(string Literal, ColumnName? Column)> Parts)
{
    public IEnumerable<ColumnName> Columns => Parts.Where(part => part.Column is not null).Select(part => part.Column!);

    /// <returns>Null when no column of it is known; an unknown one among known ones is left empty.</returns>
    public string? Make(string?[] cells)
    {
        if (Parts is [{ Column: { } only }])
            return cells[only.Slot];
        if (Columns.All(column => cells[column.Slot] is null))
            return null;
        var text = new StringBuilder();
        foreach ((string literal, ColumnName? column) in Parts)
            text.Append(column is null ? literal : cells[column.Slot]);
        return text.ToString();
    }
}
