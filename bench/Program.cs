using System.Globalization;
using Muster.Bench;

switch (args)
{
    case ["calendar"]: CalendarBench.Run(); break;
    case ["core"]: CoreBench.Run(1_000_000); break;
    case ["memory"]: CoreBench.Memory(10_000_000); break;
    case ["log", var file]:
        using (var log = File.Create(file))
            CoreBench.Write(log, 1_000_000);
        break;
    case ["store"]: await StoreBench.Run(0); break;
    case ["store", var tickets]: await StoreBench.Run(int.Parse(tickets, CultureInfo.InvariantCulture)); break;
    case ["metrics", var tickets]:
        await MetricBench.Run(int.Parse(tickets, CultureInfo.InvariantCulture));
        break;
    case ["anchor", var port, var folder]: Anchor.Run(int.Parse(port, CultureInfo.InvariantCulture), folder); break;
    case ["service", .. var parts]: return FiguresBench.Run(parts);
    default:
        Console.Error.WriteLine(
            "usage: bench calendar | core | memory | log FILE | store [TICKETS] | metrics TICKETS\n"
            + "       | service [PART…] [few | many] [long] [in=FOLDER]");
        return 2;
}
return 0;
