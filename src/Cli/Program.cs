using System.CommandLine;
using Muster.Cli;
using Muster.Cli.Client;
using Muster.Cli.Commands;

try
{
    return CommandLine.Run(args);
}
catch (ReaderGone)
{
    return ExitCodes.Done;
}
catch (RefusedByServer refusal)
{
    Console.Error.WriteLine($"muster: {refusal.Message}");
    return refusal.ExitCode;
}
catch (Exception fault) when (fault is FileFault or UsageFault)
{
    Console.Error.WriteLine($"muster: {fault.Message}");
    return ExitCodes.WrongUsage;
}
catch (Exception fault)
{
    // A bug of ours; MUSTER_DEBUG=1 shows where.
    var debug = Environment.GetEnvironmentVariable("MUSTER_DEBUG") == "1";
    Console.Error.WriteLine(debug
        ? fault.ToString()
        : $"muster: this should not happen: {fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}"
            + " (MUSTER_DEBUG=1 shows where)");
    return ExitCodes.WrongUsage;
}
