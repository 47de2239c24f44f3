using System.CommandLine;
using Muster.Core.Calendars;
using Muster.Files;

namespace Muster.Cli;

/// <summary><c>--zones FILE</c>: zone data of a file in the place of what is built in.</summary>
internal static class ZonesOption
{
    public static Option<string?> Build() => new("--zones")
    {
        Description = "Other zone data, a tzdb*.nzd; what is built in if absent.",
    };

    /// <exception cref="UsageFault">The file is no zone data.</exception>
    public static ZoneData Read(string? file)
    {
        if (file is null)
            return ZoneData.BuiltIn;
        try
        {
            var zones = ZoneFile.Read(file).Zones;
            if (ZoneFile.Warning(zones, file) is { } warning)
                Terminal.Say($"muster: {warning}");
            return zones;
        }
        catch (ZoneFileException fault)
        {
            throw new UsageFault($"--zones: {fault.Message}");
        }
    }
}
