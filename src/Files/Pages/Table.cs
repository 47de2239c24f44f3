namespace Muster.Files.Pages;

/// <summary>
/// A real table: a caption, heads for columns and rows, figures to the right. A stacking one has too many columns for a
/// telephone, which shows each row as a small list; its roles are spelled out, since the style takes them away.
/// </summary>
internal sealed class Table(Html html, bool stacking = false)
{
    private string[] heads = [];

    public static Table Stacking(Html html) => new(html, stacking: true);

    /// <param name="names">Of the columns; the first one heads the row names.</param>
    public Table Begin(string caption, params string[] names)
    {
        heads = names;
        html.Begin("table", ("class", stacking ? "stacking" : null), Role("table"));
        html.Leaf("caption", caption);
        html.Begin("thead", Role("rowgroup")).Begin("tr", Role("row"));
        foreach (var head in heads)
            html.Leaf("th", head, ("scope", "col"), Role("columnheader"));
        html.End().End();
        html.Begin("tbody", Role("rowgroup"));
        return this;
    }

    /// <param name="name">The row's name, which may come from the log.</param>
    /// <param name="cells">One for each further column.</param>
    public Table Row(string name, params ReadOnlySpan<string> cells)
    {
        html.Begin("tr", Role("row"));
        html.Begin("th", ("scope", "row"), Role("rowheader")).Said(name).End();
        for (var index = 0; index < cells.Length; index++)
            html.Leaf("td", cells[index], ("data-head", stacking ? heads[index + 1] : null), Role("cell"));
        html.End();
        return this;
    }

    public void End() => html.End().End();

    private (string, string?) Role(string role) => ("role", stacking ? role : null);
}
