using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Muster.Server.Logs;

/// <summary>The log goes to standard error: standard output belongs to what a script reads.</summary>
internal static class Logging
{
    /// <summary>
    /// Lines that wait to be written. Beyond it lines are dropped, and how many is said: a reader that does not read
    /// must not hold up a ticket.
    /// </summary>
    private const int MostWaiting = 10_000;

    public static void Add(ILoggingBuilder log, LogOptions options, TimeProvider wall)
    {
        var detail = options.Detail switch
        {
            LogDetail.Debug => LogLevel.Debug,
            LogDetail.Info => LogLevel.Information,
            LogDetail.Warning => LogLevel.Warning,
            LogDetail.Error => LogLevel.Error,
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
        log.SetMinimumLevel(detail);
        // the platform tells of each request in several lines; ours is one
        foreach (var platform in (string[])["Microsoft", "System"])
            log.AddFilter(platform, detail < LogLevel.Warning ? LogLevel.Warning : detail);
        // warns of the time since the machine started, and of its own settings
        log.AddFilter("Orleans", LogLevel.Error);
        // why a start failed is told in one line by whoever started it
        log.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        if (options.IsJson)
            log.AddConsole(console => console.FormatterName = JsonLines.Name)
                .AddConsoleFormatter<JsonLines, JsonLinesOptions>(json => json.Wall = wall);
        else
            log.AddSimpleConsole(Plain);
        log.Services.Configure<ConsoleLoggerOptions>(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.MaxQueueLength = MostWaiting;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    }

    private static void Plain(SimpleConsoleFormatterOptions console)
    {
        console.SingleLine = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        console.UseUtcTimestamp = true;
        console.ColorBehavior = LoggerColorBehavior.Disabled;
    }
}
