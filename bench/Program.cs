using Muster.Bench;

switch (args.FirstOrDefault())
{
    case "calendar":
        CalendarBench.Run();
        return 0;
    default:
        Console.Error.WriteLine("usage: bench calendar");
        return 2;
}
