using Spectre.Console;

namespace Muster.Cli;

/// <summary>How far a long read has come, on standard error and only where that is a terminal.</summary>
internal static class ProgressBar
{
    private static IAnsiConsole? drawn;

    /// <summary>Does the work; it tells the bytes read so far.</summary>
    /// <param name="total">Of the file; null where it is not known.</param>
    public static T Run<T>(string what, long? total, Func<Action<long>?, T> work)
    {
        if (!Terminal.ErrorIsTerminal)
            return work(null);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var bar = console.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn());
        return bar.Start(context =>
        {
            var task = context.AddTask(Markup.Escape(what), maxValue: Math.Max(total ?? 1, 1));
            task.IsIndeterminate = total is null;
            drawn = console;
            try
            {
                return work(read =>
                {
                    if (total is null)
                        task.MaxValue = read + 1;
                    task.Value = read;
                });
            }
            finally
            {
                drawn = null;
            }
        });
    }

    /// <summary>A line on standard error; above the bar where one is drawn.</summary>
    public static void SayAbove(string line)
    {
        if (drawn is { } console)
            console.WriteLine(line);
        else
            Console.Error.WriteLine(line);
    }
}
