using System.Text;
using Spectre.Console;

namespace Muster.Cli;

/// <summary>A heading and rows under it; all rows have the same number of cells.</summary>
internal sealed record Section(string Title, IReadOnlyList<string[]> Rows)
{
    /// <summary>As tables on a terminal, as aligned text elsewhere.</summary>
    public static void Print(IReadOnlyList<Section> sections)
    {
        if (Terminal.OutputIsTerminal)
            PrintTables(sections);
        else
            PrintText(sections);
    }

    private static void PrintTables(IReadOnlyList<Section> sections)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        foreach (var section in sections)
        {
            console.Write(new Rule(Markup.Escape(section.Title)) { Justification = Justify.Left });
            if (section.Rows.Count == 0)
                continue;
            var table = new Table { Border = TableBorder.None, ShowHeaders = false };
            var last = section.Rows[0].Length - 1;
            for (var column = 0; column <= last; column++)
                table.AddColumn(column < last ? new TableColumn("").NoWrap() : new TableColumn(""));
            foreach (var row in section.Rows)
                table.AddRow(row.Select(cell => new Text(OneLine(cell))));
            console.Write(table);
            console.WriteLine();
        }
    }

    private static void PrintText(IReadOnlyList<Section> sections)
    {
        using var output = Terminal.OpenText("-");
        foreach (var section in sections)
        {
            output.WriteLine(OneLine(section.Title));
            var columns = section.Rows.Count == 0 ? 0 : section.Rows[0].Length;
            var widths = Enumerable.Range(0, columns)
                .Select(column => section.Rows.Max(row => row[column].Length)).ToArray();
            foreach (var row in section.Rows)
            {
                var line = new StringBuilder(" ");
                for (var column = 0; column < columns; column++)
                    line.Append(' ').Append(OneLine(row[column]).PadRight(widths[column])).Append(' ');
                output.WriteLine(line.ToString().TrimEnd());
            }
            output.WriteLine();
        }
    }

    // What people wrote may hold anything; here it steers no terminal and breaks no table.
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
